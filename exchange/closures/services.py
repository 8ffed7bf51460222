"""Verbs on the days to avoid: add, change, end."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.audit.services import created, record
from exchange.closures.models import AvoidedDays
from exchange.closures.queries import avoided_by_id, places
from exchange.closures.rules import ensure_span
from exchange.core import clock
from exchange.core.database import add_once, expect_version, flush, uuid7
from exchange.core.errors import DomainError
from exchange.core.messages import message
from exchange.core.offers import Subject
from exchange.core.permissions import Actor
from exchange.core.revisions import touch

#: The revision topic of closed days and of the days to avoid.
TOPIC: Final = "closures"


@dataclass(frozen=True, slots=True, kw_only=True)
class AvoidedPlan:
    """What a person says of days to avoid."""

    place: str
    starts: date
    ends: date
    reason: str


def avoid_days(
    session: Session,
    *,
    actor: Actor,
    plan: AvoidedPlan,
    key: UUID | None = None,
    is_demo: bool = False,
) -> AvoidedDays:
    """Put days on the list of those to avoid; the same `key` twice is the same entry."""
    _ensure(session, plan)
    row = AvoidedDays(id=key or uuid7(), is_demo=is_demo, **_stated(plan))
    row, new = add_once(session, row)
    if new:
        changes = created(_stated(plan))
        record(session, actor=actor, act="closures.avoid", subject=_subject(row), changes=changes)
        touch(session, TOPIC)
    return row


def change_avoided(
    session: Session, *, actor: Actor, key: UUID, version: int, plan: AvoidedPlan
) -> AvoidedDays:
    """Change days on the list; raises StaleRowError when somebody else did first."""
    row = avoided_by_id(session, key)
    expect_version(row, version)
    _ensure(session, plan)
    changes = {
        name: (getattr(row, name), value)
        for name, value in _stated(plan).items()
        if getattr(row, name) != value
    }
    if not changes:
        return row
    for name, (_, value) in changes.items():
        setattr(row, name, value)
    record(session, actor=actor, act="closures.change", subject=_subject(row), changes=changes)
    touch(session, TOPIC)
    flush(session)
    return row


def end_avoided(session: Session, *, actor: Actor, key: UUID, version: int) -> AvoidedDays:
    """Take days off the list; what it said stays on record."""
    row = avoided_by_id(session, key)
    expect_version(row, version)
    row.ended_at = clock.now()
    changes = {"ended_at": (None, row.ended_at)}
    record(session, actor=actor, act="closures.end", subject=_subject(row), changes=changes)
    touch(session, TOPIC)
    flush(session)
    return row


def _ensure(session: Session, plan: AvoidedPlan) -> None:
    ensure_span(plan.starts, plan.ends)
    if plan.place not in {place.slug for place in places(session)}:
        raise DomainError(message("closures.error.unknown_place"), field="place")
    if not plan.reason:
        raise DomainError(message("closures.error.no_reason"), field="reason")


def _stated(plan: AvoidedPlan) -> Mapping[str, object]:
    return {
        "place": plan.place,
        "starts": plan.starts,
        "ends": plan.ends,
        "reason": plan.reason,
    }


def _subject(row: AvoidedDays) -> Subject:
    return Subject("avoided_days", row.id)
