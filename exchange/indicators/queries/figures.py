"""The figures of indicators that are counted from activities or reported, year by year."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.indicators.enums import Method, YearBasis
from exchange.indicators.models import Indicator, IndicatorValue
from exchange.indicators.progress import Latest
from exchange.indicators.queries.values import sealed_figures, standing_values
from exchange.strategy.enums import Count
from exchange.strategy.queries import ActivityTotals, Held, activity_totals

#: What is counted from activities.
COUNTED: Final[Mapping[Method, Count]] = {
    Method.PROMOTIONS_ABROAD: Count.PROMOTIONS_ABROAD,
    Method.SEMINARS_AND_COURSES: Count.SEMINARS_AND_COURSES,
}


def figures_of(
    session: Session, indicators: Sequence[Indicator], *, with_demo: bool
) -> Mapping[str, Sequence[Latest]]:
    """Return the values of indicators by slug, the earliest year first; a year without is no 0.

    Counted ones by the year basis of each, in one statement a basis; reported ones as the
    division accepted or corrected them last, and so counted ones of a closed year that were
    corrected. The youth indicator has readings of its own.
    """
    counted = [indicator for indicator in indicators if indicator.method in COUNTED]
    totals = {
        calendar: activity_totals(session, calendar=calendar)
        for calendar in {_by_calendar(indicator) for indicator in counted}
    }
    reported = [indicator for indicator in indicators if indicator.method is Method.REPORTED]
    asked = [*counted, *reported]
    standing = standing_values(session, with_demo=with_demo) if asked else {}
    sealed = sealed_figures(session, with_demo=with_demo) if asked else {}
    return {
        indicator.slug: [
            _with_published(each, indicator, sealed)
            for each in _of(indicator, totals, standing.get(indicator.id, {}), with_demo=with_demo)
        ]
        for indicator in asked
    }


def counted_value(
    session: Session, indicator: Indicator, year: int, *, with_demo: bool
) -> Decimal | None:
    """Return how often activities of a year count towards an indicator; None for not at all."""
    totals = activity_totals(session, calendar=_by_calendar(indicator))
    counted = _counted(totals[COUNTED[indicator.method]], with_demo=with_demo)
    return next((each.value for each in counted if each.year == year), None)


def _of(
    indicator: Indicator,
    totals: Mapping[bool, ActivityTotals],
    entered: Mapping[int, IndicatorValue],
    *,
    with_demo: bool,
) -> Sequence[Latest]:
    values = {
        year: Latest(entry.value, year, contains_demo=entry.is_demo)
        for year, entry in entered.items()
    }
    if indicator.method in COUNTED:
        years = totals[_by_calendar(indicator)][COUNTED[indicator.method]]
        values = {each.year: each for each in _counted(years, with_demo=with_demo)} | values
    return [values[year] for year in sorted(values)]


def _with_published(
    latest: Latest, indicator: Indicator, sealed: Mapping[int, Mapping[UUID, Decimal]]
) -> Latest:
    """Say what was published when the value's year was closed, where it reads otherwise now."""
    if latest.year not in sealed:
        return latest
    published = sealed[latest.year].get(indicator.id)
    return replace(latest, published=published, moved=published != latest.value)


def _counted(years: Mapping[int, Held], *, with_demo: bool) -> Sequence[Latest]:
    shown = {year: held.times - (0 if with_demo else held.demo) for year, held in years.items()}
    return [
        Latest(Decimal(times), year, contains_demo=with_demo and years[year].demo > 0)
        for year, times in shown.items()
        if times
    ]


def _by_calendar(indicator: Indicator) -> bool:
    return indicator.year_basis is YearBasis.CALENDAR
