"""What an edition asks its partner for: asked, answered, taken back, and shown."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.audit.models import AuditLine
from exchange.core.database import uuid7
from exchange.core.errors import DomainError, NotFoundError, StaleRowError, TransitionError
from exchange.core.permissions import Role
from exchange.youth.enums import EditionState
from exchange.youth.enums.partner_requests import PartnerRequestKind
from exchange.youth.models import Edition, PartnerRequest
from exchange.youth.queries.partner_requests import requests_page
from exchange.youth.services.copying import copy_edition
from exchange.youth.services.partner_requests import (
    AskedOf,
    ask_partner,
    note_partner_answer,
    take_back_partner_request,
)
from tests.factories.accounts import make_user
from tests.factories.youth import COORDINATOR, make_edition, make_partner_request, make_programme
from tests.servers.statements import count_statements
from tests.servers.visitor import Visitor

SignIn = Callable[..., Visitor]
ASKED = AskedOf(PartnerRequestKind.HOSTS, date(2026, 6, 5), due=date(2026, 6, 20))


def ask(session: Session, edition: Edition, key: UUID | None = None) -> PartnerRequest:
    return ask_partner(session, actor=COORDINATOR, edition_id=edition.id, asked=ASKED, key=key)


def answer(session: Session, row: PartnerRequest, version: int) -> PartnerRequest:
    return note_partner_answer(
        session,
        actor=COORDINATOR,
        key=row.id,
        answered_on=date(2026, 6, 12),
        note="受領",
        version=version,
    )


def acts(session: Session, edition: Edition) -> list[str]:
    wanted = AuditLine.subject_id == edition.id, AuditLine.act.startswith("partner_requests.")
    return sorted(session.scalars(select(AuditLine.act).where(*wanted)))


def test_a_partner_is_asked_once_and_answers_once(session: Session) -> None:
    edition, key = make_edition(session), uuid7()
    first = ask(session, edition, key)
    assert ask(session, edition, key) is first
    version = first.version
    answer(session, first, version)
    found = first.answered_on, first.note, first.version
    assert found == (date(2026, 6, 12), "受領", version + 1)
    with pytest.raises(StaleRowError):
        answer(session, first, version)
    with pytest.raises(TransitionError):
        answer(session, first, first.version)
    assert acts(session, edition) == ["partner_requests.answer", "partner_requests.ask"]
    with pytest.raises(NotFoundError):
        ask(session, make_edition(session), key)
    with pytest.raises(NotFoundError):
        answer(session, PartnerRequest(id=uuid7()), 1)


def test_a_request_is_taken_back_with_the_reason_and_copied_to_no_other_year(
    session: Session,
) -> None:
    edition = make_edition(session)
    row = ask(session, edition)
    take_back_partner_request(
        session, actor=COORDINATOR, key=row.id, reason="不要になった", version=row.version
    )
    assert (row.taken_back_on, row.reason) == (date(2026, 6, 15), "不要になった")
    assert acts(session, edition) == ["partner_requests.ask", "partner_requests.take_back"]
    copied, _ = copy_edition(session, actor=COORDINATOR, edition_id=edition.id)
    assert requests_page(session, copied.id).rows == []


def test_a_closed_edition_takes_no_new_request_but_a_late_answer(session: Session) -> None:
    edition = make_edition(session)
    row = ask(session, edition)
    edition.state = EditionState.CLOSED
    session.flush()
    with pytest.raises(DomainError):
        ask(session, edition)
    assert answer(session, row, row.version).answered_on == date(2026, 6, 12)


def test_the_pages_ask_note_the_answer_and_take_back(session: Session, client_as: SignIn) -> None:
    edition = make_edition(session)
    staff, path = client_as(Role.COORDINATOR), f"/youth/editions/{edition.id}/partner"
    assert "相手都市への依頼はまだ記録されていません" in staff.get(path).text
    assert 'value="2026-06-15"' in staff.get(f"{path}/new").text
    typed = {"kind": "other", "words": "", "asked_on": "2026-06-05", "due": "2026-06-10"}
    refused = staff.submit(f"{path}/new", typed)
    assert refused.status_code == 422
    assert "依頼した内容を入力してください" in refused.text
    for words in ("歓迎会の会場", "集合写真"):
        assert staff.submit(f"{path}/new", typed | {"words": words}).status_code == 302
    page = staff.get(path).text
    assert page.count("回答待ち</") == 2
    assert page.count("期限超過") == 2
    second, first = requests_page(session, edition.id).rows
    early = {"answered_on": "2026-06-04", "version": first.version}
    refused = staff.submit(f"/youth/partner-requests/{first.id}/answer", early)
    assert refused.status_code == 422
    assert "以降の日を入力してください" in refused.text
    given = early | {"answered_on": "2026-06-12", "note": "メールで受領"}
    for status in (302, 409):
        sent = staff.submit(f"/youth/partner-requests/{first.id}/answer", given)
        assert sent.status_code == status
    back, version = f"/youth/partner-requests/{second.id}/take-back", second.version
    assert "対応待ち一覧から外します" in staff.get(back).text
    assert staff.submit(back, {"reason": "", "version": version}).status_code == 422
    assert staff.submit(back, {"reason": "不要", "version": version}).status_code == 302
    page = staff.get(path).text
    assert [page.count(word) for word in ("回答待ち</", "回答あり", "期限超過")] == [0, 1, 0]
    assert "メールで受領" in page
    edition.state = EditionState.CLOSED
    session.flush()
    assert f"{path}/new" not in staff.get(path).text


def test_the_board_counts_the_days_a_partner_is_waited_for_what_is_overdue_first(
    session: Session, client_as: SignIn
) -> None:
    edition = make_edition(session)
    staff = client_as(Role.COORDINATOR)
    make_partner_request(session, edition=edition)
    staff.get("/youth/board")
    with count_statements() as one:
        page = staff.get("/youth/board").text
    assert "相手都市</span> 1件（最長10日）" in page
    late = {"asked_on": date(2026, 6, 12), "due": date(2026, 6, 14)}
    schedule = PartnerRequestKind.SCHEDULE
    make_partner_request(
        session, edition=make_edition(session, state=EditionState.DRAFT), kind=schedule, **late
    )
    make_partner_request(session, edition=make_edition(session, state=EditionState.CLOSED), **late)
    make_partner_request(session, edition=edition, answered_on=date(2026, 6, 6))
    with count_statements() as many:
        page = staff.get("/youth/board").text
    assert len(many) == len(one)
    column = page.split('id="turn-partner"')[1]
    assert column.count("/partner") == 2
    assert column.index("日程案") < column.index("期限超過") < column.index("受入家庭の一覧")
    assert column.index(">3日<") < column.index(">10日<")
    inside = staff.get(f"/youth/editions/{edition.id}/board").text
    assert inside.count(">10日<") == 1
    assert ">3日<" not in inside
    assert "相手都市の対応待ち：2件" in staff.get("/home/").text


def test_a_section_neither_sees_nor_answers_what_another_asked(
    session: Session, client: Visitor
) -> None:
    row = make_partner_request(session)
    own = make_edition(session, programme=make_programme(session, section="教育委員会"))
    make_partner_request(session, edition=own)
    client.sign_in(make_user(session, role=Role.SECTION, section="教育委員会"))
    page = client.get("/youth/board").text
    assert str(own.id) in page
    assert str(row.edition_id) not in page
    assert client.get(f"/youth/partner-requests/{row.id}/answer").status_code == 404
