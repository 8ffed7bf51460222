"""Health and passport are emptied when their purpose ends, however it ends."""

from collections.abc import Sequence
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.accounts.queries import FormWriter
from exchange.accounts.services import forget_form
from exchange.audit.services import record
from exchange.core.database import flush
from exchange.core.offers import Subject
from exchange.core.permissions import Actor
from exchange.youth.models import HealthNote, Passport
from exchange.youth.queries.consents import requests_of
from exchange.youth.queries.followups import (
    health_of,
    passport_of,
    registrations_to_empty,
)
from exchange.youth.rules.followups import HEALTH_PARTS, PASSPORT_PARTS, Needs

#: With what the sealed parts said in plain.
_PASSPORT: Final = (*PASSPORT_PARTS, "covers_return", "return_day")
_EVERYTHING: Final = Needs(health=True, passport=True)


def empty_follow_up(
    session: Session, *, actor: Actor, registration_id: UUID, parts: Needs = _EVERYTHING
) -> bool:
    """Empty what a guardian wrote after selection; return whether there was anything.

    The audit line names the parts, never a value; where nothing was, there is none. What waits
    behind the guardian's link goes as well: it was never part of the registration.
    """
    forget_late_form(session, registration_id)
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


def forget_late_form(session: Session, registration_id: UUID) -> None:
    """Drop what a guardian sent too late: it may say what may no longer be kept."""
    asked = requests_of(session, [registration_id]).get(registration_id)
    if asked is not None:
        forget_form(session, FormWriter(link_id=asked.link_id))


def empty_ended(session: Session, *, actor: Actor, today: date, limit: int) -> Sequence[UUID]:
    """Empty what is left of registrations that ended, or whose edition is long over."""
    keys = registrations_to_empty(session, today, limit=limit)
    for key in keys:
        empty_follow_up(session, actor=actor, registration_id=key)
    return keys


def _emptied(note: HealthNote | Passport | None, columns: Sequence[str]) -> bool:
    """Empty the columns of a note; say whether one of them held something."""
    if note is None or all(getattr(note, column) is None for column in columns):
        return False
    for column in columns:
        setattr(note, column, None)
    return True
