"""復命書: what it tells of a visit, what it leaves to be written by hand, when it is offered."""

import io
from collections.abc import Callable
from datetime import date

import pytest
from pypdf import PdfReader
from sqlalchemy.orm import Session

from exchange.core.database import Localized
from exchange.core.offers import Subject
from exchange.core.permissions import Role
from exchange.delegations.enums import ApprovalClass, Direction, MemberRole, VisitState
from exchange.delegations.models import Visit
from exchange.delegations.services.closing import close_visit, state_outcome
from exchange.gifts.enums import GiftDirection
from exchange.promises.enums import PromiseSide
from tests.factories.accounts import make_user
from tests.factories.attachments import make_document
from tests.factories.budgets import make_heading, make_line
from tests.factories.delegations import ACTOR, make_member, make_visit
from tests.factories.gifts import make_gift
from tests.factories.itineraries import make_item
from tests.factories.partners import make_partner
from tests.factories.people import make_person
from tests.factories.promises import make_promise
from tests.servers.visitor import Visitor

SignIn = Callable[..., Visitor]
DAYS = {"starts": date(2026, 5, 17), "ends": date(2026, 5, 22)}


@pytest.fixture
def client(client_as: SignIn) -> Visitor:
    return client_as(Role.COORDINATOR)


def words(client: Visitor, visit: Visit) -> str:
    answer = client.get(f"/delegations/{visit.id}/report.pdf")
    assert (answer.status_code, answer.content_type) == (200, "application/pdf")
    pages = PdfReader(io.BytesIO(answer.data)).pages
    return "".join("".join(page.extract_text().split()) for page in pages)


def papers(client: Visitor, visit: Visit) -> str:
    return client.get(f"/delegations/{visit.id}/papers/").text


@pytest.fixture
def closed(session: Session) -> Visit:
    """Close a visit to Heidelberg with all that a report tells."""
    make_partner(session)
    visit = make_visit(session, state=VisitState.UNDER_WAY, **DAYS)
    visit.approval_class = ApprovalClass.BUREAU
    make_member(session, visit, "先頭")
    make_member(session, visit, "団長", role=MemberRole.LEADER)
    make_item(
        session,
        visit,
        "2026-05-19 09:00",
        "2026-05-19 10:30",
        host="ハイデルベルク市長",
        place="市庁舎",
    )
    free = Localized({"ja": "旧市街の視察"})
    make_item(session, visit, "2026-05-19 13:00", "2026-05-19 14:00", title=free)
    make_promise(session, visit_id=visit.id)
    owner = make_user(session, name="宿題担当")
    title = Localized({"ja": "写真を送る"})
    make_promise(session, visit_id=visit.id, title=title, side=PromiseSide.OURS, owner_id=owner.id)
    make_gift(session, visit_id=visit.id)
    book = {"giver": "Stadt Heidelberg", "recipient": "熊本市", "quantity": 2}
    received = GiftDirection.RECEIVED
    make_gift(
        session, visit_id=visit.id, direction=received, title=Localized({"ja": "画集"}), **book
    )
    make_line(
        session, visit, make_heading(session, 8), budgeted=100_000, committed=95_000, spent=91_234
    )
    make_document(session, Subject("visit", visit.id), title=Localized({"ja": "会談の記録"}))
    key = visit.id
    said = "交流の継続を確認した。\n次は来訪"
    state_outcome(session, actor=ACTOR, key=key, version=visit.version, outcome=said)
    close_visit(session, actor=ACTOR, key=key, version=visit.version, report_days=7)
    session.commit()
    return visit


def test_the_report_tells_what_was_done_and_what_came_of_it(client: Visitor, closed: Visit) -> None:
    said = words(client, closed)
    for text in (
        "復命書",
        "提出期限令和8年(2026年)6月2日(火)",
        "局長部長課長係復命者供覧",
        "用務ハイデルベルク友好訪問",
        "令和8年(2026年)5月17日(日)～22日(金)（令和8年度(2026年度)）",
        "出張者（席次順・2名）",
        "09:00市長表敬（市庁舎）13:00旧市街の視察",
        "09:00～10:30市長表敬市庁舎ハイデルベルク市長",
        "交流の継続を確認した。次は来訪",
        "相手方の宿題名簿を送る令和9年(2027年)1月",
        "こちらの宿題写真を送る宿題担当令和9年(2027年)1月",
        "贈呈来民渋うちわ（1点）熊本市StadtHeidelberg",
        "受領画集（2点）StadtHeidelberg熊本市",
        "市100,000円91,234円",
        "合計100,000円91,234円",
        "1会談の記録",
        "訪問の記録第",
    ):
        assert text in said, (text, said)
    assert said.index("先頭花子") < said.index("団長花子")
    assert said.count("旧市街の視察") == 1
    page = papers(client, closed)
    assert "report.pdf" in page
    assert "空欄になる項目：面談・行事の結果<" in page


def test_what_is_not_on_record_is_ruled_and_said(client: Visitor, session: Session) -> None:
    make_partner(session)
    visit = make_visit(session, direction=Direction.IN, state=VisitState.UNDER_WAY)
    make_line(session, visit, make_heading(session, 8), budgeted=5_000)
    session.commit()
    said = words(client, visit)
    assert "受入報告書" in said
    assert "次のとおり訪問団を受け入れましたので報告します。" in said
    assert "来訪者（席次順・0名）" in said
    blank = "対応者、日程の概要、面談・行事、成果・所感、宿題、記念品、経費、添付"
    assert blank in papers(client, visit)
    host = make_person(session)
    make_item(session, visit, people=(host.id,))
    session.commit()
    assert f"対応者{host.name.written.replace(' ', '')}" in words(client, visit)


def test_the_report_is_offered_from_the_visit_once_it_has_begun(
    client: Visitor, session: Session
) -> None:
    make_partner(session)
    ahead = make_visit(session, state=VisitState.CONFIRMED)
    begun = make_visit(session, state=VisitState.UNDER_WAY)
    session.commit()
    assert client.get(f"/delegations/{ahead.id}/report.pdf").status_code == 404
    offered = [
        "report.pdf" in client.get(f"/delegations/{visit.id}{page}").text
        for visit in (ahead, begun)
        for page in ("/", "/papers/")
    ]
    assert offered == [False, False, True, True]


def test_what_is_recorded_afterwards_puts_a_printed_report_out_of_date(
    client: Visitor, closed: Visit, session: Session
) -> None:
    words(client, closed)
    assert "宿題・記念品・経費・資料などの記録" not in papers(client, closed)
    make_promise(session, visit_id=closed.id, due=None)
    session.commit()
    assert "宿題・記念品・経費・資料などの記録" in papers(client, closed)
