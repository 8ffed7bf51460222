"""Note who took a budget as a file."""

from uuid import UUID

from sqlalchemy.orm import Session

from exchange.audit.services import record
from exchange.core.database import reference_uuid
from exchange.core.dates import FiscalYear
from exchange.core.offers import Subject
from exchange.core.permissions import Actor


def note_budget_taken(session: Session, *, actor: Actor, visit_id: UUID, count: int) -> None:
    """Note that somebody took a visit's budget, and how many lines of it."""
    _noted(session, actor, Subject("visit", visit_id), count)


def note_year_taken(session: Session, *, actor: Actor, year: FiscalYear, count: int) -> None:
    """Note that somebody took the budgets of a fiscal year, and of how many visits."""
    subject = Subject("fiscal_year", reference_uuid("fiscal_year", str(year.start)))
    _noted(session, actor, subject, count)


def _noted(session: Session, actor: Actor, subject: Subject, count: int) -> None:
    changes = {"count": (None, count)}
    record(session, actor=actor, act="budgets.export", subject=subject, changes=changes)
