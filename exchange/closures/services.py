"""Verbs on the days to avoid, and on closed days that are taken in from elsewhere."""

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.audit.services import created, record
from exchange.closures.models import AvoidedDays, Holiday, iso_days
from exchange.closures.queries import avoided_by_id, places, taken_in_by_id
from exchange.closures.rules import days_between, ensure_span
from exchange.core import clock
from exchange.core.database import (
    Localized,
    add_once,
    expect_version,
    flush,
    restate,
    stated,
    uuid7,
)
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
    row = AvoidedDays(id=key or uuid7(), is_demo=is_demo, **stated(plan))
    row, new = add_once(session, row)
    if new:
        changes = created(stated(plan))
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
    changes = restate(row, stated(plan))
    if not changes:
        return row
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


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedPlan:
    """Days on which a place is closed, as somebody there says."""

    place: str
    starts: date
    ends: date
    name: str
    source: str


def close_days(session: Session, *, actor: Actor, plan: ClosedPlan, key: UUID) -> Holiday:
    """Put closed days on file beside those of our own calendars; the same `key` twice is once."""
    ensure_span(plan.starts, plan.ends)
    _ensure_place(session, plan.place)
    row = Holiday(
        id=key,
        slug=f"taken-in-{key.hex}",
        names=Localized({"ja": plan.name}),
        places=[plan.place],
        days=iso_days(list(days_between(plan.starts, plan.ends))),
        source=plan.source,
    )
    row, new = add_once(session, row)
    if new:
        subject = Subject("holiday", row.id)
        changes = created(stated(plan))
        record(session, actor=actor, act="closures.close", subject=subject, changes=changes)
        touch(session, TOPIC)
    return row


def reopen_days(session: Session, *, actor: Actor, key: UUID, version: int) -> Holiday:
    """Take back closed days that were taken in; what was said stays on record."""
    row = taken_in_by_id(session, key)
    expect_version(row, version)
    row.ended_at = clock.now()
    changes = {"ended_at": (None, row.ended_at)}
    subject = Subject("holiday", row.id)
    record(session, actor=actor, act="closures.reopen", subject=subject, changes=changes)
    touch(session, TOPIC)
    flush(session)
    return row


def _ensure(session: Session, plan: AvoidedPlan) -> None:
    ensure_span(plan.starts, plan.ends)
    _ensure_place(session, plan.place)
    if not plan.reason:
        raise DomainError(message("closures.error.no_reason"), field="reason")


def _ensure_place(session: Session, slug: str) -> None:
    if slug not in {place.slug for place in places(session)}:
        raise DomainError(message("closures.error.unknown_place"), field="place")


def _subject(row: AvoidedDays) -> Subject:
    return Subject("avoided_days", row.id)
