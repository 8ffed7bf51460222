"""What participants pay themselves: noted apart from the expenses."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.audit.services import created, record
from exchange.budgets.enums import ShareRoute
from exchange.budgets.models import ParticipantShare
from exchange.budgets.queries import share_by_id
from exchange.budgets.rules import ensure_year
from exchange.core import clock
from exchange.core.database import (
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
from exchange.delegations.queries import visit_by_id


@dataclass(frozen=True, slots=True, kw_only=True)
class SharePlan:
    """What a person states about a share; yen."""

    content: str
    route: ShareRoute
    fiscal_year: int
    per_person: int
    people: int
    received: int | None = None


def add_share(
    session: Session,
    *,
    actor: Actor,
    visit_id: UUID,
    plan: SharePlan,
    key: UUID | None = None,
    is_demo: bool = False,
) -> ParticipantShare:
    """Note a share of a visit's participants; the same `key` twice is the same one."""
    _ensure(session, visit_id, plan)
    row = ParticipantShare(id=key or uuid7(), visit_id=visit_id, is_demo=is_demo, **stated(plan))
    row, new = add_once(session, row)
    if new:
        changes = created({"visit": visit_id, **stated(plan)})
        record(session, actor=actor, act="budgets.add_share", subject=_of(row), changes=changes)
    return row


def change_share(
    session: Session, *, actor: Actor, key: UUID, version: int, plan: SharePlan
) -> ParticipantShare:
    """Change a share."""
    row = share_by_id(session, key)
    expect_version(row, version)
    _ensure(session, row.visit_id, plan)
    changes = restate(row, stated(plan))
    if changes:
        record(session, actor=actor, act="budgets.change_share", subject=_of(row), changes=changes)
        flush(session)
    return row


def end_share(session: Session, *, actor: Actor, key: UUID, version: int) -> ParticipantShare:
    """Take a share off."""
    row = share_by_id(session, key)
    expect_version(row, version)
    row.ended_at = clock.now()
    changes = {"ended_at": (None, row.ended_at)}
    record(session, actor=actor, act="budgets.end_share", subject=_of(row), changes=changes)
    flush(session)
    return row


def _ensure(session: Session, visit_id: UUID, plan: SharePlan) -> None:
    visit = visit_by_id(session, visit_id)
    ensure_year(plan.fiscal_year, visit.starts, visit.ends)
    for name in ("per_person", "people"):
        if getattr(plan, name) < 1:
            raise DomainError(message("budgets.error.share_positive"), field=name)


def _of(row: ParticipantShare) -> Subject:
    return Subject("participant_share", row.id)
