"""Sessions around a journey: plan, change, call off, and mark who was there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.audit.services import created, record
from exchange.core import clock
from exchange.core.database import add_once, expect_version, flush, restate, stated, uuid7
from exchange.core.errors import NotFoundError, TransitionError
from exchange.core.messages import message
from exchange.core.offers import Subject
from exchange.core.permissions import Actor
from exchange.core.revisions import touch
from exchange.youth.enums.journeys import AttendanceMark, SessionKind
from exchange.youth.models import OrientationSession, SessionAttendance
from exchange.youth.queries.programmes import locked_edition
from exchange.youth.queries.sessions import (
    expected_registrations,
    marks_of,
    session_for,
    sessions_of_edition,
)
from exchange.youth.rules.sessions import ensure_goes_on, ensure_held, ensure_hours
from exchange.youth.services.programmes import TOPIC


@dataclass(frozen=True, slots=True)
class SessionDetails:
    """What a person states about a session; the clocks are the office's."""

    kind: SessionKind
    day: date
    starts: time
    ends: time
    place: str
    title: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Marking:
    """A pupil's mark at a session: as the person saw it, and as it is to be; None is none."""

    session_id: UUID
    registration_id: UUID
    seen: AttendanceMark | None
    mark: AttendanceMark | None


def plan_session(
    session: Session,
    *,
    actor: Actor,
    edition_id: UUID,
    details: SessionDetails,
    key: UUID | None = None,
) -> OrientationSession:
    """Plan a session of an edition; sent twice it is one."""
    edition = locked_edition(session, actor, edition_id)
    ensure_goes_on(edition.state)
    ensure_hours(details.starts, details.ends)
    row = OrientationSession(
        id=key or uuid7(), edition_id=edition.id, is_demo=edition.is_demo, **stated(details)
    )
    row, new = add_once(session, row)
    if not new:
        return _of_edition(row, edition.id)
    touch(session, TOPIC)
    record(
        session,
        actor=actor,
        act="sessions.plan",
        subject=Subject("edition", edition.id),
        changes=created(stated(details)),
    )
    return row


def change_session(
    session: Session, *, actor: Actor, session_id: UUID, details: SessionDetails, version: int
) -> OrientationSession:
    """Change when, where or what a session is."""
    row = _lasting(session, actor, session_id)
    expect_version(row, version)
    ensure_hours(details.starts, details.ends)
    changes = restate(row, stated(details))
    if changes:
        flush(session)
        touch(session, TOPIC)
        subject = Subject("edition", row.edition_id)
        record(session, actor=actor, act="sessions.change", subject=subject, changes=changes)
    return row


def call_off_session(
    session: Session, *, actor: Actor, session_id: UUID, version: int
) -> OrientationSession:
    """Call a session off; the calendar says so, and nobody is expected."""
    row = _lasting(session, actor, session_id)
    expect_version(row, version)
    row.ended_at = clock.now()
    flush(session)
    touch(session, TOPIC)
    record(
        session,
        actor=actor,
        act="sessions.call_off",
        subject=Subject("edition", row.edition_id),
        changes={"ended_at": (None, row.ended_at)},
    )
    return row


def mark_attendance(
    session: Session, *, actor: Actor, edition_id: UUID, markings: Sequence[Marking]
) -> int:
    """Keep who was at which session; return how many marks changed.

    What somebody else marked otherwise in the meantime is refused, all or none.
    """
    edition = locked_edition(session, actor, edition_id)
    ensure_goes_on(edition.state)
    wanted = [each for each in markings if each.mark is not each.seen]
    sessions = {row.id: row for row in sessions_of_edition(session, edition.id)}
    pupils = {row.id for row in expected_registrations(session, edition.id)}
    marks = marks_of(session, edition.id, {each.registration_id for each in wanted})
    for each in wanted:
        row = sessions.get(each.session_id)
        if row is None or row.ended_at is not None or each.registration_id not in pupils:
            raise NotFoundError
        ensure_held(row.day, clock.today())
        if marks.get((each.session_id, each.registration_id)) not in (each.seen, each.mark):
            raise TransitionError(message("youth.session.error.marked_meanwhile"))
    for each in wanted:
        _write(session, each)
    flush(session)
    if wanted:
        record(
            session,
            actor=actor,
            act="sessions.mark",
            subject=Subject("edition", edition.id),
            changes={"marks": (None, len(wanted))},
        )
    return len(wanted)


def _write(session: Session, marking: Marking) -> None:
    key = (marking.session_id, marking.registration_id)
    known = session.get(SessionAttendance, key)
    if marking.mark is None:
        if known is not None:
            session.delete(known)
    elif known is not None:
        known.mark = marking.mark
    else:
        session.add(SessionAttendance(session_id=key[0], registration_id=key[1], mark=marking.mark))


def _lasting(session: Session, actor: Actor, key: UUID) -> OrientationSession:
    """Return a session that was not called off, its edition locked."""
    row = session_for(session, actor, key)
    ensure_goes_on(locked_edition(session, actor, row.edition_id).state)
    session.refresh(row)
    if row.ended_at is not None:
        raise NotFoundError
    return row


def _of_edition(row: OrientationSession, edition_id: UUID) -> OrientationSession:
    if row.edition_id != edition_id:
        raise NotFoundError
    return row
