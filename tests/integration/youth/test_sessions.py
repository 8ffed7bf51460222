"""Sessions around a journey: planned, on the calendars, attended, called off."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time

import pytest
from sqlalchemy.orm import Session

from exchange.core.database import uuid7
from exchange.core.entries import Audience, EntryQuery, EntryState
from exchange.core.errors import DomainError, NotFoundError, StaleRowError, TransitionError
from exchange.core.languages import OFFICE_ZONE
from exchange.core.permissions import Role
from exchange.youth.entries import youth_entries
from exchange.youth.enums import EditionState, RegistrationState
from exchange.youth.enums.eligibility import Requirement
from exchange.youth.enums.journeys import AttendanceMark, SessionKind
from exchange.youth.models import EligibilityRule, OrientationSession, Registration, School
from exchange.youth.queries.sessions import marks_of, sessions_of_edition
from exchange.youth.services.sessions import (
    Marking,
    SessionDetails,
    call_off_session,
    change_session,
    mark_attendance,
    plan_session,
)
from tests.factories.accounts import make_user
from tests.factories.youth import (
    COORDINATOR,
    make_edition,
    make_meeting,
    make_pupil,
    make_registration,
    make_school,
    school_actor,
)
from tests.servers.statements import count_statements
from tests.servers.visitor import Visitor

SignIn = Callable[..., Visitor]
PRESENT, EXCUSED = AttendanceMark.PRESENT, AttendanceMark.EXCUSED
TRAINING = SessionDetails(
    kind=SessionKind.TRAINING,
    day=date(2026, 6, 20),
    starts=time(14, 0),
    ends=time(16, 0),
    place="見本会館",
)
STAFF = EntryQuery(
    first=date(2026, 6, 1),
    last=date(2026, 6, 30),
    language="ja",
    audience=Audience.STAFF,
    actor=COORDINATOR,
)


def chosen(session: Session, **changes: object) -> Registration:
    return make_registration(session, state=RegistrationState.SELECTED, **changes)


def test_a_session_is_planned_once_changed_and_called_off(session: Session) -> None:
    edition, key = make_edition(session), uuid7()
    for _ in range(2):
        row = plan_session(
            session, actor=COORDINATOR, edition_id=edition.id, details=TRAINING, key=key
        )
    assert [found.id for found in sessions_of_edition(session, edition.id)] == [key]
    later = replace(TRAINING, day=date(2026, 6, 21), note="筆記用具")
    version = row.version
    for _ in range(2):  # the second time nothing is left to change
        row = change_session(
            session, actor=COORDINATOR, session_id=key, details=later, version=row.version
        )
    assert (row.day, row.note, row.version) == (date(2026, 6, 21), "筆記用具", version + 1)
    with pytest.raises(StaleRowError):
        call_off_session(session, actor=COORDINATOR, session_id=key, version=version)
    call_off_session(session, actor=COORDINATOR, session_id=key, version=row.version)
    with pytest.raises(NotFoundError):
        change_session(
            session, actor=COORDINATOR, session_id=key, details=TRAINING, version=row.version
        )


def test_a_key_of_another_editions_session_is_refused(session: Session) -> None:
    row, edition = make_meeting(session), make_edition(session)
    with pytest.raises(NotFoundError):
        plan_session(
            session, actor=COORDINATOR, edition_id=edition.id, details=TRAINING, key=row.id
        )
    with pytest.raises(NotFoundError):
        call_off_session(session, actor=COORDINATOR, session_id=uuid7(), version=1)


def test_a_cancelled_edition_takes_no_sessions(session: Session) -> None:
    edition = make_edition(session, state=EditionState.CANCELLED)
    with pytest.raises(DomainError):
        plan_session(session, actor=COORDINATOR, edition_id=edition.id, details=TRAINING)


def marking(
    row: OrientationSession,
    pupil: Registration,
    mark: AttendanceMark | None,
    seen: AttendanceMark | None = None,
) -> Marking:
    return Marking(row.id, pupil.id, seen, mark)


def test_marks_are_kept_changed_and_taken_back_all_or_none(session: Session) -> None:
    edition = make_edition(session)
    row = make_meeting(session, edition=edition)
    first, second = chosen(session, edition=edition), chosen(session, edition=edition)

    def mark(*markings: Marking) -> int:
        return mark_attendance(session, actor=COORDINATOR, edition_id=edition.id, markings=markings)

    assert mark(marking(row, first, PRESENT), marking(row, second, None)) == 1
    assert mark(marking(row, first, EXCUSED, PRESENT), marking(row, second, PRESENT)) == 2
    with pytest.raises(TransitionError):
        mark(marking(row, first, None, PRESENT), marking(row, second, None, PRESENT))
    assert marks_of(session, edition.id, [first.id, second.id]) == {
        (row.id, first.id): EXCUSED,
        (row.id, second.id): PRESENT,
    }
    assert mark(marking(row, first, None, EXCUSED), marking(row, second, EXCUSED, PRESENT)) == 2
    assert marks_of(session, edition.id, [first.id, second.id]) == {(row.id, second.id): EXCUSED}
    assert mark(marking(row, first, None, EXCUSED)) == 1
    assert mark(marking(row, second, EXCUSED, EXCUSED)) == 0


def test_nobody_is_marked_before_the_day_or_who_is_not_expected(session: Session) -> None:
    edition = make_edition(session)
    coming = make_meeting(session, edition=edition, day=date(2026, 6, 16))
    held = make_meeting(session, edition=edition)
    pupil, other = chosen(session, edition=edition), make_registration(session, edition=edition)
    for wrong, kind in (
        (marking(coming, pupil, PRESENT), DomainError),
        (marking(held, other, PRESENT), NotFoundError),
        (marking(make_meeting(session), pupil, PRESENT), NotFoundError),
    ):
        with pytest.raises(kind):
            mark_attendance(session, actor=COORDINATOR, edition_id=edition.id, markings=[wrong])


def test_sessions_stand_on_the_calendars_of_staff_and_of_schools_that_take_part(
    session: Session,
) -> None:
    edition = make_edition(session)
    row = make_meeting(session, edition=edition)
    off = make_meeting(session, edition=edition, title="", ended_at=datetime.now(OFFICE_ZONE))
    pupil = make_pupil(session)
    make_registration(session, edition=edition, pupil=pupil)

    def meetings(query: EntryQuery) -> list[object]:
        found = [entry for entry in youth_entries(session, query) if not entry.all_day]
        return [(entry.title, entry.starts, entry.audience, entry.state) for entry in found]

    start = datetime(2026, 6, 10, 14, 0, tzinfo=OFFICE_ZONE)
    confirmed, cancelled = EntryState.CONFIRMED, EntryState.CANCELLED

    def expected(audience: Audience) -> list[object]:
        rows = sorted((one.id, one.title, one.ended_at) for one in (row, off))
        return [
            (f"事前研修{title}｜見本派遣", start, audience, cancelled if ended else confirmed)
            for _, title, ended in rows
        ]

    assert meetings(STAFF) == expected(Audience.STAFF)
    public = replace(STAFF, audience=Audience.PUBLIC, actor=None)
    assert meetings(public) == []
    own = replace(public, actor=school_actor(session.get_one(School, pupil.school_id)))
    assert meetings(own) == expected(Audience.SCHOOL)
    assert meetings(replace(public, actor=school_actor(make_school(session)))) == []
    assert meetings(replace(STAFF, partners=frozenset({"heidelberg"}))) == []
    opened = {row.path for row in youth_entries(session, STAFF) if not row.all_day}
    assert opened == {f"/youth/editions/{edition.id}/sessions"}
    admin = replace(STAFF, actor=make_user(session, role=Role.ADMINISTRATOR).as_actor())
    seen = {row.path for row in youth_entries(session, admin) if not row.all_day}
    assert seen == {f"/youth/editions/{edition.id}/"}  # what an administrator may open
    german = youth_entries(session, replace(STAFF, language="de"))
    assert [entry.title for entry in german if not entry.all_day] == ["Sample journey"] * 2


def test_the_page_plans_marks_and_calls_off(session: Session, client_as: SignIn) -> None:
    edition = make_edition(session)
    pupil = chosen(session, edition=edition)
    session.add(EligibilityRule(edition_id=edition.id, kind=Requirement.ALL_TRAINING))
    staff, path = client_as(Role.COORDINATOR), f"/youth/editions/{edition.id}/sessions"
    typed = {
        "kind": "formation",
        "day": "2026-06-15",
        "starts": "10:00",
        "ends": "11:00",
        "place": "見本会館",
    }
    assert staff.submit(f"{path}/new", typed | {"ends": "09:00"}).status_code == 422
    assert staff.submit(f"{path}/new", typed).status_code == 302
    [row] = sessions_of_edition(session, edition.id)
    page = staff.get(path).text
    assert "結団式" in page
    assert "研修はこれから" in page
    assert "1回中0回" in page
    cell = f"{row.id}/{pupil.id}//present"
    assert f'value="{cell}"' in page
    answer = staff.submit(f"/youth/editions/{edition.id}/attendance", {"mark": [cell]})
    assert answer.status_code == 302
    assert "1回中1回" in staff.get(path).text
    stale = staff.submit(
        f"/youth/editions/{edition.id}/attendance", {"mark": [f"{row.id}/{pupil.id}//missing"]}
    )
    assert stale.status_code == 409
    assert "先に記録しました" in stale.text
    broken = staff.submit(f"/youth/editions/{edition.id}/attendance", {"mark": ["x/y"]})
    assert broken.status_code == 422
    edit = f"/youth/sessions/{row.id}/edit"
    assert 'value="2026-06-15"' in staff.get(edit).text
    changed = typed | {"version": row.version, "place": "別館"}
    assert staff.submit(edit, changed | {"place": ""}).status_code == 422
    assert staff.submit(edit, changed).status_code == 302
    session.expire_all()
    ended = staff.submit(f"/youth/sessions/{row.id}/end", {"version": row.version})
    assert ended.status_code == 302
    assert "取りやめ" in staff.get(path).text


def test_what_a_person_found_about_all_training_stands_above_the_marks(
    session: Session, client_as: SignIn
) -> None:
    edition = make_edition(session)
    pupil = chosen(session, edition=edition)
    session.add(EligibilityRule(edition_id=edition.id, kind=Requirement.ALL_TRAINING))
    make_meeting(session, edition=edition, kind=SessionKind.TRAINING, day=date(2026, 6, 15))
    staff, path = client_as(Role.COORDINATOR), f"/youth/editions/{edition.id}/sessions"
    before = staff.get(path).text
    assert ("担当者が確認しました" in before, "要確認" in before) == (False, True)
    check = {"kind": "all_training", "passed": "yes", "reason": "補講を受けた"}
    assert staff.submit(f"/youth/registrations/{pupil.id}/eligibility", check).status_code == 302
    after = staff.get(path).text
    assert ("担当者が確認しました" in after, "要確認" in after) == (True, False)


def test_the_grid_takes_as_many_statements_for_many_pupils_as_for_one(
    session: Session, client_as: SignIn
) -> None:
    edition = make_edition(session)
    make_meeting(session, edition=edition)
    chosen(session, edition=edition)
    staff, path = client_as(Role.COORDINATOR), f"/youth/editions/{edition.id}/sessions"
    staff.get(path)
    with count_statements() as first:
        staff.get(path)
    for _ in range(3):
        chosen(session, edition=edition)
        make_meeting(session, edition=edition)
    with count_statements() as second:
        staff.get(path)
    assert len(second) == len(first)


def test_a_school_reads_the_sessions_on_the_pages_of_its_chosen_pupils(
    session: Session, client_as: SignIn
) -> None:
    edition, pupil = make_edition(session), make_pupil(session)
    row = make_registration(session, edition=edition, pupil=pupil)
    make_meeting(session, edition=edition)
    desk, path = (
        client_as(Role.SCHOOL, school=session.get_one(School, pupil.school_id)),
        f"/school/registrations/{row.id}/",
    )
    assert "見本会館" not in desk.get(path).text
    row.state = RegistrationState.CONFIRMED
    session.flush()
    assert "14:00～16:30" in desk.get(path).text
