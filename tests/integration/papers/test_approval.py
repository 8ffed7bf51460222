"""起案用紙: what it says of a visit, in which order, and what it leaves to be written by hand."""

import io
from collections.abc import Callable
from datetime import date

import pytest
from pypdf import PdfReader
from sqlalchemy.orm import Session

from exchange.budgets.enums import Payer
from exchange.core.permissions import Role
from exchange.delegations.enums import ApprovalClass, Direction, MemberRole, VisitState
from exchange.delegations.legs import Leg
from exchange.delegations.models import Visit
from exchange.delegations.services.legs import state_legs
from exchange.papers.approval import seals
from tests.factories.budgets import make_heading, make_line
from tests.factories.delegations import ACTOR, make_member, make_visit
from tests.factories.partners import make_partner, make_san_antonio
from tests.factories.strategy import make_strategy
from tests.servers.visitor import Visitor

SignIn = Callable[..., Visitor]
HEADLESS = "団長が決まっていません"


@pytest.fixture
def client(client_as: SignIn) -> Visitor:
    return client_as(Role.COORDINATOR)


def words(client: Visitor, visit: Visit, path: str = "approval.pdf") -> str:
    answer = client.get(f"/delegations/{visit.id}/{path}")
    assert (answer.status_code, answer.content_type) == (200, "application/pdf")
    pages = PdfReader(io.BytesIO(answer.data)).pages
    return "".join("".join(page.extract_text().split()) for page in pages)


@pytest.fixture
def proposed(session: Session) -> Visit:
    """Propose a visit with members, costs, a leg, fallback days and what it serves."""
    make_partner(session)
    make_strategy(session)
    visit = make_visit(
        session,
        state=VisitState.APPROVED,
        hosts="見本協会",
        fallback_starts=date(2027, 5, 24),
        fallback_ends=date(2027, 5, 29),
        measures=["measure-5"],
        projects=["leading-project-09"],
    )
    visit.document_number, visit.drafted_on = "国際第12号", date(2026, 9, 1)
    visit.approval_class = ApprovalClass.BUREAU
    make_member(session, visit, "先頭")
    make_member(session, visit, "団長", role=MemberRole.LEADER)
    first, second = make_heading(session, 8), make_heading(session, 7)
    make_line(session, visit, first, requested=120_000, budgeted=100_000)
    make_line(session, visit, second, content="謝金", requested=30_000)
    make_line(session, visit, second, content="謝金", requested=5_000, payer=Payer.PREFECTURE)
    leg = Leg(None, "フランクフルト", date(2027, 5, 17), date(2027, 5, 18))
    state_legs(session, actor=ACTOR, key=visit.id, version=visit.version, legs=[leg])
    session.commit()
    return visit


def test_the_sheet_says_what_is_to_be_decided(client: Visitor, proposed: Visit) -> None:
    said = words(client, proposed)
    for text in (
        "起案用紙",
        "国際第12号",
        "令和8年(2026年)9月1日",
        "■局長専決",
        "□市長決裁",
        "ハイデルベルク友好訪問",
        "派遣・市長",
        "予備日令和9年(2027年)5月24日(月)～29日(土)",
        "フランクフルト",
        "見本協会",
        "友好都市提携35周年",
        "基本施策5グローバルな人材の育成と次世代への継承",
        "派遣してよろしいか伺います",
        "団員（席次順・2名）",
        "訪問の記録第",
    ):
        assert text in said, text
    assert said.index("先頭花子") < said.index("団長花子")
    year = "令和9年度(2027年度)"
    assert (
        f"{year}7報償費市30,000円{year}7報償費県5,000円{year}8旅費市120,000円100,000円"
        "市の負担計150,000円100,000円合計155,000円100,000円"
    ) in said
    assert HEADLESS not in said


def test_what_is_not_on_record_is_left_blank_and_said(client: Visitor, session: Session) -> None:
    make_partner(session)
    visit = make_visit(session, direction=Direction.IN, purpose="")
    session.commit()
    said = words(client, visit)
    assert "■" not in said
    assert "受け入れてよろしいか伺います" in said
    assert "経費はまだ入力されていません" in said
    page = client.get(f"/delegations/{visit.id}/papers/").text
    assert "文書番号・起案日・決裁区分は手書きの欄になります" in page
    make_member(session, visit, "随員")
    session.commit()
    assert HEADLESS in words(client, visit)


@pytest.mark.parametrize(
    ("decided_by", "first", "count"),
    [
        (None, "mayor", 7),
        (ApprovalClass.MAYOR, "mayor", 7),
        (ApprovalClass.DEPUTY_MAYOR, "deputy_mayor", 6),
        (ApprovalClass.BUREAU, "bureau", 5),
        (ApprovalClass.DEPARTMENT, "department", 4),
        (ApprovalClass.SECTION, "section", 3),
    ],
)
def test_seals_are_asked_of_who_decides_and_those_below(
    decided_by: ApprovalClass | None, first: str, count: int
) -> None:
    found = seals(decided_by)
    assert (found[0].id, len(found)) == (f"papers.approval.{first}", count)


def test_the_programme_names_the_legs_and_to_guests_no_other_partner(
    client: Visitor, session: Session
) -> None:
    make_partner(session)
    make_san_antonio(session)
    alone = make_visit(session)
    both = make_visit(session, partners=["heidelberg", "san-antonio"])
    for visit in (alone, both):
        leg = Leg(visit.links[0].partner_id, "旧市街", date(2027, 5, 17), date(2027, 5, 22))
        state_legs(session, actor=ACTOR, key=visit.id, version=visit.version, legs=[leg])
    session.commit()
    leg_said = "5月17日(月)～22日(土)ハイデルベルク市旧市街"
    assert leg_said in words(client, alone, "programme.pdf")
    assert leg_said in words(client, alone, "programme.pdf?side=partner")
    assert leg_said in words(client, both, "programme.pdf")
    assert "旧市街" not in words(client, both, "programme.pdf?side=partner")
