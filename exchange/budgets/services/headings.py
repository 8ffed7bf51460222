"""Keep the list of 節 and 細節."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.audit.services import created, record
from exchange.budgets.models import BudgetHeading
from exchange.budgets.queries import details_in_use, heading_by_id, is_used, years_used
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


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadingPlan:
    """What a person states about a 節, or a 細節 of one."""

    number: int
    name: Localized
    since: int
    source: str
    until: int | None = None
    parent_id: UUID | None = None
    note: str = ""


def add_heading(
    session: Session, *, actor: Actor, plan: HeadingPlan, key: UUID | None = None
) -> BudgetHeading:
    """Put a 節 or 細節 on the list; the same `key` twice is the same one."""
    _ensure(session, plan)
    row, new = add_once(session, BudgetHeading(id=key or uuid7(), **stated(plan)))
    if new:
        changes = created(stated(plan))
        record(session, actor=actor, act="budgets.add_heading", subject=_of(row), changes=changes)
    return row


def change_heading(
    session: Session, *, actor: Actor, key: UUID, version: int, plan: HeadingPlan
) -> BudgetHeading:
    """Change what is stated about a 節 or 細節."""
    row = heading_by_id(session, key)
    expect_version(row, version)
    if plan.parent_id == key:
        raise DomainError(message("budgets.error.own_parent"), field="parent")
    if plan.parent_id != row.parent_id and _in_use(session, key):
        raise DomainError(message("budgets.error.parent_used"), field="parent")
    _ensure(session, plan)
    _ensure_covers(session, row, plan)
    changes = restate(row, stated(plan))
    if changes:
        record(
            session, actor=actor, act="budgets.change_heading", subject=_of(row), changes=changes
        )
        flush(session)
    return row


def end_heading(session: Session, *, actor: Actor, key: UUID, version: int) -> BudgetHeading:
    """Take a heading off the list; raises DomainError while lines or 細節 stand under it."""
    row = heading_by_id(session, key)
    expect_version(row, version)
    if _in_use(session, key):
        raise DomainError(message("budgets.error.heading_used"))
    row.ended_at = clock.now()
    changes = {"ended_at": (None, row.ended_at)}
    record(session, actor=actor, act="budgets.end_heading", subject=_of(row), changes=changes)
    flush(session)
    return row


def _ensure(session: Session, plan: HeadingPlan) -> None:
    if plan.until is not None and plan.until < plan.since:
        raise DomainError(message("budgets.error.until_before"), field="until")
    if plan.parent_id is not None and heading_by_id(session, plan.parent_id).parent_id is not None:
        raise DomainError(message("budgets.error.parent_is_detail"), field="parent")


def _ensure_covers(session: Session, row: BudgetHeading, plan: HeadingPlan) -> None:
    """Raise DomainError for years that are taken from a heading while lines of them stand there."""
    if (plan.since, plan.until) == (row.since, row.until):
        return
    if (used := years_used(session, row.id)) is None:
        return
    first, last = used
    says = message("budgets.error.heading_years", first=str(first), last=str(last))
    if plan.since > first:
        raise DomainError(says, field="since")
    if plan.until is not None and plan.until < last:
        raise DomainError(says, field="until")


def _in_use(session: Session, key: UUID) -> bool:
    return is_used(session, key) or details_in_use(session, key)


def _of(row: BudgetHeading) -> Subject:
    return Subject("budget_heading", row.id)
