"""Official records whose time is over: a person decides, and none goes by itself."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from exchange.agreements.models import Agreement
from exchange.core.dates import PartialDate
from exchange.core.errors import NotFoundError
from exchange.core.offers import Subject
from exchange.core.permissions import Role
from exchange.delegations.enums import VisitState
from exchange.delegations.models import Visit
from exchange.letters.models import Letter
from exchange.privacy.enums import Disposal
from exchange.privacy.services import Verdict, candidate_of, candidates_of, decide_disposal
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
    for standing, is_listed in (("", False), ("decided", True), ("open", False), ("x", False)):
        page = manager.get(f"/privacy/disposal/?lang=ja&standing={standing}").text
        assert [each in page for each in (path, "保存期間満了", "決め直す")] == [is_listed] * 3
    assert "保存期間満了" in manager.get(path).text
