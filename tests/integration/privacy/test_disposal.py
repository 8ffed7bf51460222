"""Official records whose time is over: a person decides, and notes what was disposed of."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import date, timedelta
from threading import Event

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from exchange.agreements.models import Agreement
from exchange.audit.models import AuditValue
from exchange.core import clock
from exchange.core.database import Database, Localized, unit_of_work
from exchange.core.dates import PartialDate
from exchange.core.errors import DomainError, NotFoundError, StaleRowError
from exchange.core.offers import OfficialFinder, Subject
from exchange.core.permissions import Role
from exchange.delegations.enums import VisitState
from exchange.delegations.models import Visit
from exchange.documents.sheet_files import read_sheets
from exchange.letters.models import Letter
from exchange.privacy.enums import Disposal, DisposalMeans, Standing
from exchange.privacy.services import (
    Candidate,
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
from tests.factories.partners import make_partner
from tests.factories.whole_pupils import ACTOR
from tests.integration.privacy.conftest import NOW
from tests.servers.fixtures import city_database as shared_database
from tests.servers.visitor import Visitor

__all__ = ["shared_database"]

SignIn = Callable[..., Visitor]
TODAY = date(2026, 11, 25)
#: The last day of the fiscal year whose records are over their time in FY2026, and the next one.
OVER, NOT_YET = date(2021, 3, 31), date(2021, 4, 1)
GO = Verdict(Disposal.DISPOSE, "満了")


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


def candidate(session: Session, subject: Subject) -> Candidate:
    return candidate_of(session, subject, today=TODAY, sources=OFFICIAL_SOURCES)


def decide(session: Session, subject: Subject, verdict: Verdict, *, version: int) -> None:
    row = candidate(session, subject)
    decide_disposal(session, actor=ACTOR, candidate=row, verdict=verdict, version=version)


def note(session: Session, subject: Subject, deed: Deed, *, version: int) -> None:
    row = candidate(session, subject)
    note_disposed(session, actor=ACTOR, candidate=row, deed=deed, version=version, today=TODAY)


def test_a_decision_is_kept_and_the_record_stays(session: Session) -> None:
    visit = old_visit(session, OVER)
    subject = Subject("visit", visit.id)
    for version, decision in enumerate((Disposal.DISPOSE, Disposal.KEEP)):
        decide(session, subject, Verdict(decision, "歴史的価値"), version=version)
    row = candidate(session, subject)
    assert row.decision is not None
    assert (row.decision.decision, row.decision.reason) == (Disposal.KEEP, "歴史的価値")
    with pytest.raises(NotFoundError):
        candidate(session, Subject("letter", visit.id))
    with pytest.raises(NotFoundError):
        candidate_of(session, subject, today=TODAY, sources=())


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
    said["version"] = "1"
    assert manager.get(f"{path}done").headers["Location"].endswith(path)
    assert manager.submit(path, {"decision": "dispose", "reason": "満了"}).status_code == 302
    page = manager.get(f"{path}done")
    assert (page.status_code, "実際に廃棄した後に" in page.text) == (200, True)
    assert manager.submit(f"{path}done", said | {"disposed_on": "2026-11-26"}).status_code == 422
    assert manager.submit(f"{path}done", said).status_code == 302
    again = manager.submit(f"{path}done", said | {"version": "2"})
    assert (again.status_code, "すでに記録されています" in again.text) == (422, True)

    for standing, is_listed in (("decided", False), ("open", False), ("disposed", True)):
        page = manager.get(f"/privacy/disposal/?lang=ja&standing={standing}")
        assert [each in page.text for each in (path, "証明書 第5号")] == [is_listed] * 2
    heads, row = read_sheets(manager.get("/privacy/disposal.xlsx?lang=ja").data).sheets[0].rows
    told = dict(zip(heads, row, strict=True))
    assert (told["終了日"], told["廃棄した日"], told["廃棄の方法"]) == (
        *("2021-03-31", "2026-11-25", "裁断"),
    )
    assert {told["決定日時"], told["記録日時"]} == {"2026-11-25 12:00"}
    anew = {"decision": "dispose", "reason": "誤記", "version": "2"}
    assert manager.submit(path, anew).status_code == 302
    assert path in manager.get("/privacy/disposal/?standing=decided").text
    days = select(AuditValue.old, AuditValue.new).where(AuditValue.field == "disposed_on")
    assert {(old, new) for old, new in session.execute(days)} == {
        (None, "2026-11-25"),
        ("2026-11-25", None),
    }


@pytest.mark.parametrize(("sources", "is_listed"), [(OFFICIAL_SOURCES, True), ((), False)])
def test_what_is_gone_stays_listed_as_it_was_called_when_it_went(
    session: Session, sources: Sequence[OfficialFinder], is_listed: bool
) -> None:
    visit = old_visit(session, OVER)
    subject, title, day = Subject("visit", visit.id), visit.title, date(2020, 3, 31)
    decide(session, subject, GO, version=0)
    note(session, subject, Deed(TODAY, DisposalMeans.DELETED, ""), version=1)
    visit.title, visit.starts, visit.ends = Localized({"ja": "改題後の題名"}), day, day
    session.flush()
    row = candidate_of(session, subject, today=TODAY, sources=sources)
    assert (row.official.title, row.official.last_day) == (title, OVER)
    assert bool(row.official.path) is is_listed
    assert (row.standing, row.is_to_be_disposed) == (Standing.DISPOSED, False)

    decide(session, subject, Verdict(Disposal.KEEP, "誤記"), version=2)
    row = candidate_of(session, subject, today=TODAY, sources=sources)
    now = (visit.title, day) if is_listed else (title, OVER)
    assert (row.standing, row.official.title, row.official.last_day) == (Standing.DECIDED, *now)


def test_a_wrong_note_is_put_right_with_the_day_on_which_it_went(session: Session) -> None:
    subject, went = Subject("visit", old_visit(session, OVER).id), date(2026, 11, 22)
    clock.fix(NOW - timedelta(days=5))
    decide(session, subject, GO, version=0)
    clock.fix(NOW)
    note(session, subject, Deed(went, DisposalMeans.BURNT, ""), version=1)
    decide(session, subject, Verdict(Disposal.DISPOSE, "方法の誤記"), version=2)
    note(session, subject, Deed(went, DisposalMeans.SHREDDED, ""), version=3)
    row = candidate(session, subject)
    assert row.done
    assert row.since
    assert (row.done.disposed_on, row.done.means) == (went, DisposalMeans.SHREDDED)
    assert (row.since.reason, row.since.at) == ("満了", NOW - timedelta(days=5))

    decide(session, subject, Verdict(Disposal.KEEP, "取り違え"), version=4)
    decide(session, subject, GO, version=5)
    with pytest.raises(DomainError) as error:
        note(session, subject, Deed(went, DisposalMeans.SHREDDED, ""), version=6)
    assert error.value.sentence.id == "privacy.error.disposed_early"


def test_a_form_opened_before_another_was_sent_is_refused_and_shows_both(
    session: Session, client_as: SignIn
) -> None:
    visit = old_visit(session, OVER)
    subject, manager = Subject("visit", visit.id), client_as(Role.MANAGER)
    path = f"/privacy/disposal/visit/{visit.id}/"
    done = {"disposed_on": "2026-11-25", "means": "shredded", "remark": "証明書 第5号"}
    decide(session, subject, GO, version=0)
    assert 'name="version" type="hidden" value="1"' in manager.get(f"{path}done").text

    decide(session, subject, Verdict(Disposal.KEEP, "歴史的に重要"), version=1)
    late = manager.submit(f"{path}done?lang=ja", done | {"version": "1"})
    told = [each in late.text for each in ("歴史的に重要", "証明書 第5号")]
    assert (late.status_code, told) == (409, [True, True])
    late = manager.submit(f"{path}done?lang=ja", done | {"version": "2"})
    assert (late.status_code, "決めてから記録して" in late.text) == (422, True)

    decide(session, subject, GO, version=2)
    note(session, subject, Deed(TODAY, DisposalMeans.DELETED, "基盤から削除"), version=3)
    late = manager.submit(f"{path}done?lang=ja", done | {"version": "3"})
    told = [each in late.text for each in ("基盤から削除", "証明書 第5号", "あなたの入力")]
    assert (late.status_code, told) == (409, [True, True, True])
    late = manager.submit(f"{path}?lang=ja", {"decision": "keep", "reason": "別", "version": "3"})
    assert (late.status_code, "基盤から削除" in late.text) == (409, True)
    assert 'name="version" type="hidden" value="4"' in late.text
    session.expire_all()
    assert candidate(session, subject).standing is Standing.DISPOSED
    with pytest.raises(StaleRowError):
        decide(session, Subject("visit", old_visit(session, OVER).id), GO, version=1)


def test_whoever_notes_at_the_moment_of_another_decision_waits_for_it_and_is_refused(
    fresh_database: Database,
) -> None:
    with unit_of_work(fresh_database) as session:
        make_partner(session)
        subject = Subject("visit", old_visit(session, OVER).id)
        decide(session, subject, GO, version=0)
    written = Event()

    def later() -> None:
        assert written.wait(60)
        with unit_of_work(fresh_database) as session:
            note(session, subject, Deed(TODAY, DisposalMeans.SHREDDED, ""), version=1)

    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(later)
        with unit_of_work(fresh_database) as session:
            decide(session, subject, Verdict(Disposal.KEEP, "歴史的に重要"), version=1)
            written.set()
            assert wait([waiting], timeout=0.5).done == set()
        with pytest.raises(StaleRowError):
            waiting.result(timeout=60)
    with fresh_database.reading() as session:
        row = candidate(session, subject)
        assert (row.decided, row.version) == (Disposal.KEEP, 2)
