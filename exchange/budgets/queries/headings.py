"""節 and 細節."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from exchange.budgets.models import BudgetHeading, BudgetLine
from exchange.core.errors import NotFoundError


def headings(session: Session) -> Sequence[BudgetHeading]:
    """Return every 節 and 細節, by number, the present names of a number first."""
    found = select(BudgetHeading).where(BudgetHeading.ended_at.is_(None))
    ordered = found.order_by(BudgetHeading.number, BudgetHeading.since.desc(), BudgetHeading.id)
    return session.scalars(ordered).all()


def heading_by_id(session: Session, key: UUID) -> BudgetHeading:
    """Return a 節 or 細節; raises NotFoundError for one taken off the list."""
    found = session.get(BudgetHeading, key)
    if found is None or found.ended_at is not None:
        raise NotFoundError
    return found


def is_used(session: Session, key: UUID) -> bool:
    """Say whether a line stands under a heading."""
    stands = or_(BudgetLine.heading_id == key, BudgetLine.detail_id == key)
    used = select(BudgetLine.id).where(stands, BudgetLine.ended_at.is_(None)).limit(1)
    return session.scalar(used) is not None


def years_used(session: Session, key: UUID) -> tuple[int, int] | None:
    """Return the first and the last year of the lines under a heading; None without lines."""
    stands = or_(BudgetLine.heading_id == key, BudgetLine.detail_id == key)
    years = select(func.min(BudgetLine.fiscal_year), func.max(BudgetLine.fiscal_year))
    first, last = session.execute(years.where(stands, BudgetLine.ended_at.is_(None))).one()
    return None if first is None else (first, last)


def details_in_use(session: Session, key: UUID) -> bool:
    """Say whether a 節 still has a 細節."""
    below = select(BudgetHeading.id).where(
        BudgetHeading.parent_id == key, BudgetHeading.ended_at.is_(None)
    )
    return session.scalar(below.limit(1)) is not None
