"""Health and passport are emptied when their purpose ends, however it ends."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.audit.services import record
from exchange.core import clock
from exchange.core.database import flush, transact
from exchange.core.languages import OFFICE_ZONE
from exchange.core.offers import Subject
from exchange.core.permissions import Actor, system_actor
from exchange.jobs.services import enqueue
from exchange.jobs.worker import NotYetError, Work
from exchange.youth.models import Edition, HealthNote, Passport
from exchange.youth.queries.followups import (
    has_follow_ups,
    health_of,
    passport_of,
    registrations_to_empty,
)
from exchange.youth.rules.followups import HEALTH_PARTS, PASSPORT_PARTS, Needs, kept_until

#: The kind of the job that empties what is kept past its day.
EMPTY: Final = "youth.empty_follow_ups"
_AT_NIGHT: Final = time(0, 30)
#: How long a job waits whose edition was moved.
_PAUSE: Final = timedelta(days=1)
#: With what the sealed parts said in plain.
_PASSPORT: Final = (*PASSPORT_PARTS, "covers_return", "return_day")
_EVERYTHING: Final = Needs(health=True, passport=True)


def empty_follow_up(
    session: Session, *, actor: Actor, registration_id: UUID, parts: Needs = _EVERYTHING
) -> bool:
    """Empty what a guardian wrote after selection; return whether there was anything.

    The audit line names the parts, never a value; where nothing was, there is none.
    """
    emptied = []
    if parts.health and _emptied(health_of(session, registration_id), HEALTH_PARTS):
        emptied.append("health")
    if parts.passport and _emptied(passport_of(session, registration_id), _PASSPORT):
        emptied.append("passport")
    if emptied:
        flush(session)
        record(
            session,
            actor=actor,
            act="follow_ups.empty",
            subject=Subject("registration", registration_id),
            changes=dict.fromkeys(emptied, (None, None)),
            without_values=True,
        )
    return bool(emptied)


def empty_ended(session: Session, *, actor: Actor, today: date) -> Sequence[UUID]:
    """Empty what is left of registrations that ended, or whose edition is long over."""
    keys = registrations_to_empty(session, today)
    for key in keys:
        empty_follow_up(session, actor=actor, registration_id=key)
    return keys


def plan_emptying(session: Session, edition: Edition) -> None:
    """Let a job empty an edition's follow-ups after its time; one stands for all its pupils."""
    if not has_follow_ups(session, edition.id):
        run_at = datetime.combine(kept_until(edition.ends), _AT_NIGHT, OFFICE_ZONE)
        enqueue(session, EMPTY, {"edition": str(edition.id)}, run_at=run_at + timedelta(days=1))


def empty(work: Work) -> None:
    """Empty what is due; the job waits while its edition, moved meanwhile, still holds some."""
    key = UUID(work.arguments["edition"])
    if not transact(work.database, lambda session: _all_empty(session, key)):
        raise NotYetError(_PAUSE)


def _all_empty(session: Session, edition_id: UUID) -> bool:
    empty_ended(session, actor=system_actor("exchange work"), today=clock.today())
    return not has_follow_ups(session, edition_id)


def _emptied(note: HealthNote | Passport | None, columns: Sequence[str]) -> bool:
    """Empty the columns of a note; say whether one of them held something."""
    if note is None or all(getattr(note, column) is None for column in columns):
        return False
    for column in columns:
        setattr(note, column, None)
    return True
