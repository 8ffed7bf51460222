"""The briefing: earlier visits, gifts of the person and of the city, what is still open."""

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from pypdf import PdfReader
from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.audit.models import AuditLine
from exchange.core.database import Localized
from exchange.core.dates import PartialDate
from exchange.core.permissions import Role
from exchange.delegations.enums import Direction, MemberRole, VisitState
from exchange.delegations.models import Visit, VisitMember
from exchange.delegations.services.members import Membership, add_member
from exchange.partners.models import Partner
from exchange.people.enums import PostKind
from exchange.people.models import Post
from tests.factories.delegations import ACTOR, make_member, make_visit
from tests.factories.gifts import make_gift
from tests.factories.partners import make_partner
from tests.factories.promises import make_promise
from tests.servers.statements import count_statements
from tests.servers.visitor import Visitor

SignIn = Callable[..., Visitor]
MEMBER = Membership(role=MemberRole.MEMBER)


@pytest.fixture
def partner(session: Session) -> Partner:
    return make_partner(session)


@pytest.fixture
def visit(session: Session, partner: Partner) -> Visit:
    return make_visit(session, direction=Direction.IN, partners=[partner.slug])


@pytest.fixture
def client(client_as: SignIn) -> Visitor:
    return client_as(Role.COORDINATOR)


def words(client: Visitor, visit: Visit) -> str:
    answer = client.get(f"/delegations/{visit.id}/briefing.pdf")
    assert (answer.status_code, answer.content_type) == (200, "application/pdf")
    pages = PdfReader(io.BytesIO(answer.data)).pages
    assert float(pages[0].mediabox.width) > float(pages[0].mediabox.height)
    return "".join("".join(page.extract_text().split()) for page in pages)


def earlier(
    session: Session,
    member: VisitMember,
    title: str,
    **changes: Any,  # noqa: ANN401 - columns or fields of the plan
) -> Visit:
    days: dict[str, Any] = {"starts": date(2019, 5, 1), "ends": date(2019, 5, 3)}
    visit = make_visit(session, title=Localized({"ja": title}), **(days | changes))
    add_member(
        session,
        actor=ACTOR,
        visit_id=visit.id,
        person_id=member.person_id,
        membership=MEMBER,
    )
    return visit


def test_a_briefing_says_who_comes_and_that_nothing_is_on_record(
    client: Visitor, session: Session, visit: Visit
) -> None:
    head = make_member(session, visit, "頭見", diet="卵を除く")
    make_member(session, visit, "連見", companion_of_id=head.id, title=Localized({"ja": "議員"}))
    said = words(client, visit)
    for text in ("頭見花子", "食事の配慮：卵を除く", "同伴する人：頭見花子", "議員", "取扱注意"):
        assert text in said
    assert said.count("記録なし") == 5
    [line] = session.scalars(select(AuditLine).where(AuditLine.act == "papers.print"))
    assert {value.field: value.new for value in line.values} == {
        "paper": "briefing",
        "purpose": "訪問の準備と実施",
        "count": "2",
    }


def test_a_briefing_recalls_visits_gifts_posts_and_promises(
    client: Visitor, session: Session, visit: Visit, partner: Partner
) -> None:
    member = make_member(session, visit, "再見")
    earlier(session, member, "前回の訪問")
    earlier(session, member, "流れた訪問", state=VisitState.CANCELLED)
    earlier(session, member, "次の訪問", starts=date(2029, 5, 1), ends=date(2029, 5, 3))
    make_gift(session, recipient="", recipient_id=member.person_id, title=Localized({"ja": "扇子"}))
    make_gift(session, title=Localized({"ja": "花瓶"}))
    make_promise(session)
    make_promise(session, title=Localized({"ja": "写真を送る"}), due=None)
    session.add(
        Post(
            person_id=member.person_id,
            partner_id=partner.id,
            kind=PostKind.CONTACT,
            title=Localized({"ja": "国際室長"}),
            begins=PartialDate(2018, 4),
        )
    )
    session.flush()
    said = words(client, visit)
    for text in ("2019年5月前回の訪問", "国際室長（2018年4月～）", "名簿を送る（期限2027年1月）"):
        assert text in said
    assert "写真を送る" in said
    assert said.count("扇子") == 2
    assert said.count("花瓶") == 1
    assert "流れた訪問" not in said
    assert "次の訪問" not in said


def test_a_briefing_needs_no_more_statements_for_a_large_visit(
    client: Visitor, session: Session, visit: Visit
) -> None:
    def counted() -> int:
        session.flush()
        with count_statements() as statements:
            words(client, visit)
        return len(statements)

    make_member(session, visit)
    counted()  # the first request of a person notes that they were here
    few = counted()
    for number in range(6):
        earlier(session, make_member(session, visit, f"見本{number}"), f"訪問{number}")
    assert counted() == few


@pytest.mark.parametrize("role", [Role.SECTION, Role.VIEWER, Role.SCHOOL])
def test_a_briefing_is_for_those_who_may_see_members(
    client_as: SignIn, visit: Visit, role: Role
) -> None:
    assert client_as(role).get(f"/delegations/{visit.id}/briefing.pdf").status_code in {403, 404}
