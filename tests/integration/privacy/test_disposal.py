"""Official records whose time is over: a person decides, and notes what was disposed of."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from exchange.agreements.models import Agreement
from exchange.audit.models import AuditValue
from exchange.core.dates import PartialDate
from exchange.core.errors import DomainError, NotFoundError
from exchange.core.offers import Subject
from exchange.core.permissions import Role
from exchange.delegations.enums import VisitState
from exchange.delegations.models import Visit
from exchange.documents.sheet_files import read_sheets
from exchange.letters.models import Letter
from exchange.privacy.enums import Disposal, DisposalMeans, Standing
from exchange.privacy.services import (
    Deed,
    Verdict,
    candidate_of,
    candidates_of,
    decide_disposal,
    note_disposed,
)
from exchange.rooms.keeping import OFFICIAL_SOURCES
from tests.factories.delegations import make_visit
from tests.factories.letters import make_letter
from tests.factories.whole_pupils import ACTOR
from tests.servers.fixtures import city_database as shared_database
from tests.servers.visitor import Visitor

__all__ = ["shared_database"]

SignIn = Callable[..., Visitor]
TODAY = date(2026, 11, 25)
#: The last day of the fiscal year whose records are over their time in FY2026, and the next one.
OVER, NOT_YET = date(2021, 3, 31), date(2021, 4, 1)


def old_visit(session: Session, day: date, state: VisitState = VisitState.CLOSED) -> Visit:
    visit = make_visit(session, state=state)
    session.execute(update(Visit).where(Visit.id == visit.id).values(starts=day, ends=day))
    session.expire_all()
    return visit


def found(session: Session) -> list[Subject]:
    rows = candidates_of(session, today=TODAY, sources=OFFICIAL_SOURCES)
    return [row.official.subject for row in rows]


def test_visits_letters_and_agreements_wait_for_a_person(session: Session) -> None:
    before = found(session)
    visit, letter = old_visit(session, OVER), make_letter(session)
    old_visit(session, NOT_YET)
    old_visit(session, OVER, VisitState.CONFIRMED)
    session.execute(update(Letter).where(Letter.id == letter.id).values(day=OVER))
    first, second = session.query(Agreement).order_by(Agreement.id).limit(2)
    first.ended_on, second.ended_on = PartialDate.parse("2020"), PartialDate.parse("2021")
    first.end_reason = second.end_reason = "満了"
    session.flush()
    new = {("visit", visit.id), ("letter", letter.id), ("agreement", first.id)}
    assert {(each.kind, each.id) for each in found(session) if each not in before} == new


def test_a_decision_is_kept_and_the_record_stays(session: Session) -> None:
    visit = old_visit(session, OVER)
    subject = Subject("visit", visit.id)
    for decision in (Disposal.DISPOSE, Disposal.KEEP):
        row = candidate_of(session, subject, today=TODAY, sources=OFFICIAL_SOURCES)
        decide_disposal(
            session, actor=ACTOR, candidate=row, verdict=Verdict(decision, "歴史的価値")
        )
    row = candidate_of(session, subject, today=TODAY, sources=OFFICIAL_SOURCES)
    assert row.decision is not None
    assert (row.decision.decision, row.decision.reason) == (Disposal.KEEP, "歴史的価値")
    with pytest.raises(NotFoundError):
        candidate_of(session, Subject("letter", visit.id), today=TODAY, sources=OFFICIAL_SOURCES)


def test_the_manager_decides_with_a_reason(session: Session, client_as: SignIn) -> None:
    visit = old_visit(session, OVER)
    path, manager = f"/privacy/disposal/visit/{visit.id}/", client_as(Role.MANAGER)
    assert path in manager.get("/privacy/disposal/").text
    assert manager.get(path).status_code == 200
    assert manager.submit(path, {"decision": "dispose", "reason": ""}).status_code == 422
    assert (
        manager.submit(path, {"decision": "dispose", "reason": "保存期間満了"}).status_code == 302
    )
    for standing, is_listed in (("decided", True), ("open", False), ("disposed", False)):
        page = manager.get(f"/privacy/disposal/?lang=ja&standing={standing}").text
        assert [each in page for each in (path, "保存期間満了", "決め直す")] == [is_listed] * 3
    assert "保存期間満了" in manager.get(path).text
    refused = manager.get("/privacy/disposal/?lang=ja&standing=x")
    assert (refused.status_code, "選択肢にない値" in refused.text) == (422, True)


def test_what_was_disposed_of_is_noted_listed_and_taken_back(
    session: Session, client_as: SignIn
) -> None:
    visit = old_visit(session, OVER)
    path, manager = f"/privacy/disposal/visit/{visit.id}/", client_as(Role.MANAGER)
    said = {"disposed_on": "2026-11-25", "means": "shredded", "remark": "証明書 第5号"}
    assert manager.get(f"{path}done").headers["Location"].endswith(path)
    assert manager.submit(path, {"decision": "dispose", "reason": "満了"}).status_code == 302
    page = manager.get(f"{path}done")
    assert (page.status_code, "実際に廃棄した後に" in page.text) == (200, True)
    assert manager.submit(f"{path}done", said | {"disposed_on": "2026-11-26"}).status_code == 422
    assert manager.submit(f"{path}done", said).status_code == 302
    again = manager.submit(f"{path}done", said)
    assert (again.status_code, "すでに記録されています" in again.text) == (422, True)

    for standing, is_listed in (("decided", False), ("open", False), ("disposed", True)):
        page = manager.get(f"/privacy/disposal/?lang=ja&standing={standing}")
        assert [each in page.text for each in (path, "証明書 第5号")] == [is_listed] * 2
    heads, row = read_sheets(manager.get("/privacy/disposal.xlsx?lang=ja").data).sheets[0].rows
    told = dict(zip(heads, row, strict=True))
    assert (told["終了日"], told["廃棄した日"], told["廃棄の方法"]) == (
        *("2021-03-31", "2026-11-25", "裁断"),
    )
    assert manager.submit(path, {"decision": "dispose", "reason": "誤記"}).status_code == 302
    assert path in manager.get("/privacy/disposal/?standing=decided").text
    days = select(AuditValue.old, AuditValue.new).where(AuditValue.field == "disposed_on")
    assert {(old, new) for old, new in session.execute(days)} == {
        (None, "2026-11-25"),
        ("2026-11-25", None),
    }


def test_what_was_disposed_of_stays_listed_though_its_room_lists_it_no_more(
    session: Session,
) -> None:
    visit = old_visit(session, OVER)
    subject, title = Subject("visit", visit.id), visit.title
    row = candidate_of(session, subject, today=TODAY, sources=OFFICIAL_SOURCES)
    decide_disposal(session, actor=ACTOR, candidate=row, verdict=Verdict(Disposal.DISPOSE, "満了"))
    row = candidate_of(session, subject, today=TODAY, sources=OFFICIAL_SOURCES)
    deed = Deed(TODAY, DisposalMeans.DELETED, "")
    note_disposed(session, actor=ACTOR, candidate=row, deed=deed, today=TODAY)
    row = candidate_of(session, subject, today=TODAY, sources=())
    assert (row.official.title, row.official.last_day, row.official.path) == (title, OVER, "")
    assert (row.standing, row.is_to_be_disposed) == (Standing.DISPOSED, False)


def test_two_managers_note_it_once(session: Session) -> None:
    visit = old_visit(session, OVER)
    subject, deed = Subject("visit", visit.id), Deed(TODAY, DisposalMeans.DELETED, "")
    row = candidate_of(session, subject, today=TODAY, sources=OFFICIAL_SOURCES)
    decide_disposal(session, actor=ACTOR, candidate=row, verdict=Verdict(Disposal.DISPOSE, "満了"))
    row = candidate_of(session, subject, today=TODAY, sources=OFFICIAL_SOURCES)
    note_disposed(session, actor=ACTOR, candidate=row, deed=deed, today=TODAY)
    with pytest.raises(DomainError) as error:
        note_disposed(session, actor=ACTOR, candidate=row, deed=deed, today=TODAY)
    assert error.value.sentence.id == "privacy.error.disposed"
