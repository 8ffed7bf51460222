"""Reported values: the entries of a year, and those that stand."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import Session, selectinload

from exchange.core.errors import NotFoundError
from exchange.indicators.models import Indicator, IndicatorValue, SealedFigure
from exchange.indicators.reported import SETTLED
from exchange.youth.models import ClosedYear


def locked_indicator(session: Session, slug: str) -> Indicator:
    """Return an indicator, locked, so that entries of its values get their numbers in turn."""
    found = session.scalar(
        select(Indicator)
        .where(Indicator.slug == slug)
        .options(selectinload(Indicator.targets))
        .with_for_update(of=Indicator)
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFoundError
    return found


def values_of(
    session: Session, indicator_id: UUID, year: int | None = None, *, section: str | None = None
) -> Sequence[IndicatorValue]:
    """Return the entries of an indicator, of one year or section, in the order they were made."""
    statement = select(IndicatorValue).where(IndicatorValue.indicator_id == indicator_id)
    if year is not None:
        statement = statement.where(IndicatorValue.year == year)
    if section is not None:
        statement = statement.where(IndicatorValue.section == section)
    return session.scalars(
        statement.order_by(IndicatorValue.year, IndicatorValue.number, IndicatorValue.id)
    ).all()


def entry_of(session: Session, key: UUID) -> tuple[IndicatorValue, Indicator]:
    """Return an entry and its indicator; raises NotFoundError."""
    found = session.execute(
        select(IndicatorValue, Indicator)
        .join(Indicator, IndicatorValue.indicator_id == Indicator.id)
        .where(IndicatorValue.id == key)
    ).one_or_none()
    if found is None:
        raise NotFoundError
    return found[0], found[1]


def standing_values(
    session: Session, *, with_demo: bool
) -> Mapping[UUID, Mapping[int, IndicatorValue]]:
    """Return what stands, by indicator and year, the earliest year first; in one statement."""
    found: dict[UUID, dict[int, IndicatorValue]] = {}
    statement = select(IndicatorValue).where(IndicatorValue.step.in_(SETTLED))
    if not with_demo:
        statement = statement.where(IndicatorValue.is_demo.is_(False))
    for each in session.scalars(
        statement.order_by(IndicatorValue.indicator_id, IndicatorValue.year, IndicatorValue.number)
    ):
        found.setdefault(each.indicator_id, {})[each.year] = each
    return found


def sealed_figures(session: Session, *, with_demo: bool) -> Mapping[int, Mapping[UUID, Decimal]]:
    """Return what was sealed with closed years, by year and indicator; demo years for staff.

    Only years with which anything was: those closed before it was sealed say nothing.
    """
    real = () if with_demo else (ClosedYear.is_demo.is_(False),)
    with_seal = ClosedYear.fiscal_year.in_(select(SealedFigure.fiscal_year))
    found: dict[int, dict[UUID, Decimal]] = {}
    for year, indicator, value in session.execute(
        select(ClosedYear.fiscal_year, SealedFigure.indicator_id, SealedFigure.value)
        .outerjoin(
            SealedFigure,
            and_(
                SealedFigure.fiscal_year == ClosedYear.fiscal_year,
                SealedFigure.with_demo.is_(with_demo),
            ),
        )
        .where(with_seal, *real)
    ):
        of_year = found.setdefault(year, {})
        if indicator is not None:
            of_year[indicator] = value
    return found
