"""What all visits cost in a fiscal year."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session, selectinload

from exchange.budgets.models import BudgetLine
from exchange.budgets.rules import Sums
from exchange.core.database import Order, Page, paginate
from exchange.core.dates import FiscalYear
from exchange.delegations.enums import VisitState
from exchange.delegations.models import Visit, VisitPartner
from exchange.delegations.rules import PUBLISHABLE

_ORDER: Final = Order(Visit.starts, Visit.id)


@dataclass(frozen=True, slots=True)
class VisitSums:
    """A visit and what its lines of a year come to."""

    visit: Visit
    sums: Sums


def visits_page(
    session: Session, year: FiscalYear, *, cursor: str | None = None
) -> tuple[Page[Visit], Sequence[VisitSums]]:
    """Return a page of the visits that have lines in a year, with their sums."""
    page = paginate(session, _with_lines(year), _ORDER, cursor=cursor)
    return page, _summed(session, year, page.rows)


def all_visit_sums(session: Session, year: FiscalYear) -> Sequence[VisitSums]:
    """Return every visit that has lines in a year, with its sums, for a file."""
    visits = session.scalars(_with_lines(year).order_by(Visit.starts, Visit.id)).all()
    return _summed(session, year, visits)


def sums_of_year(session: Session, year: FiscalYear) -> Sums:
    """Return what every visit's lines of a year come to."""
    row = session.execute(select(*_columns()).where(*_of_year(year))).one()
    return _sums(row)


def visits_without_cost(session: Session, fiscal_year: int) -> Sequence[Visit]:
    """Return the visits that took place with lines of a year without an actual cost."""
    open_lines = select(BudgetLine.visit_id).where(
        BudgetLine.fiscal_year == fiscal_year,
        BudgetLine.ended_at.is_(None),
        BudgetLine.spent.is_(None),
    )
    took_place = Visit.state.not_in((VisitState.CANCELLED, VisitState.POSTPONED))
    found = select(Visit).where(Visit.id.in_(open_lines), took_place)
    return session.scalars(found.order_by(Visit.starts, Visit.id)).all()


def visits_without_lines(session: Session, fiscal_year: int) -> Sequence[Visit]:
    """Return the visits that went ahead in a year and have no line of any budget at all."""
    year = FiscalYear(fiscal_year)
    lines = select(BudgetLine.visit_id).where(BudgetLine.ended_at.is_(None))
    found = select(Visit).where(
        Visit.starts.between(year.first_day, year.last_day),
        Visit.state.in_(PUBLISHABLE),
        Visit.id.not_in(lines),
    )
    return session.scalars(found.order_by(Visit.starts, Visit.id)).all()


def visits_with_lines(session: Session, visit: Visit, *, limit: int = 50) -> Sequence[Visit]:
    """Return the other visits that have lines, those of the same partners first, then by day."""
    lines = select(BudgetLine.visit_id).where(BudgetLine.ended_at.is_(None))
    partners = {link.partner_id for link in visit.links}
    same = select(VisitPartner.visit_id).where(VisitPartner.partner_id.in_(partners))
    found = select(Visit).where(Visit.id.in_(lines), Visit.id != visit.id)
    ordered = found.order_by(Visit.id.in_(same).desc(), Visit.starts.desc(), Visit.id)
    return session.scalars(ordered.limit(limit)).all()


def years_on_record(session: Session) -> Sequence[FiscalYear]:
    """Return the fiscal years that have lines, the latest first."""
    found = (
        select(BudgetLine.fiscal_year)
        .where(BudgetLine.ended_at.is_(None))
        .distinct()
        .order_by(BudgetLine.fiscal_year.desc())
    )
    return [FiscalYear(year) for year in session.scalars(found)]


def _with_lines(year: FiscalYear) -> Select[Visit]:
    lines = select(BudgetLine.visit_id).where(*_of_year(year))
    partners = selectinload(Visit.links).joinedload(VisitPartner.partner)
    return select(Visit).where(Visit.id.in_(lines)).options(partners)


def _summed(session: Session, year: FiscalYear, visits: Sequence[Visit]) -> Sequence[VisitSums]:
    rows = session.execute(
        select(BudgetLine.visit_id, *_columns())
        .where(*_of_year(year), BudgetLine.visit_id.in_([visit.id for visit in visits]))
        .group_by(BudgetLine.visit_id)
    )
    found: dict[UUID, Sums] = {row.visit_id: _sums(row) for row in rows}
    return [VisitSums(visit, found[visit.id]) for visit in visits]


def _of_year(year: FiscalYear) -> tuple[ColumnElement[bool], ...]:
    return BudgetLine.fiscal_year == year.start, BudgetLine.ended_at.is_(None)


def _columns() -> tuple[ColumnElement[Any], ...]:
    bound = func.coalesce(BudgetLine.committed, BudgetLine.spent, 0)
    return (
        func.sum(func.coalesce(BudgetLine.requested, 0)).label("requested"),
        func.sum(func.coalesce(BudgetLine.budgeted, 0)).label("budgeted"),
        func.sum(func.coalesce(BudgetLine.committed, 0)).label("committed"),
        func.sum(func.coalesce(BudgetLine.spent, 0)).label("spent"),
        func.sum(func.coalesce(BudgetLine.budgeted, 0) - bound).label("left"),
        func.sum(bound).label("bound"),
    )


def _sums(row: Any) -> Sums:  # noqa: ANN401 - a row of `_columns`
    names = ("requested", "budgeted", "committed", "spent", "left", "bound")
    return Sums(*(int(getattr(row, name) or 0) for name in names))
