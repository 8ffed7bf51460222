"""The figures of indicators that are counted from activities or reported, year by year."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final

from sqlalchemy.orm import Session

from exchange.indicators.enums import Method, YearBasis
from exchange.indicators.models import Indicator
from exchange.indicators.progress import Latest
from exchange.indicators.queries.values import standing_values
from exchange.strategy.enums import Count
from exchange.strategy.queries import Held, activity_totals

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
    division accepted or corrected them last. The youth indicator has
    readings of its own.
    """
    counted = [indicator for indicator in indicators if indicator.method in COUNTED]
    totals = {
        calendar: activity_totals(session, calendar=calendar)
        for calendar in {_by_calendar(indicator) for indicator in counted}
    }
    reported = [indicator for indicator in indicators if indicator.method is Method.REPORTED]
    standing = standing_values(session, with_demo=with_demo) if reported else {}
    return {
        **{
            indicator.slug: _counted(
                totals[_by_calendar(indicator)][COUNTED[indicator.method]], with_demo=with_demo
            )
            for indicator in counted
        },
        **{
            indicator.slug: [
                Latest(entry.value, year, contains_demo=entry.is_demo)
                for year, entry in standing.get(indicator.id, {}).items()
            ]
            for indicator in reported
        },
    }


def _counted(years: Mapping[int, Held], *, with_demo: bool) -> Sequence[Latest]:
    shown = {year: held.times - (0 if with_demo else held.demo) for year, held in years.items()}
    return [
        Latest(Decimal(times), year, contains_demo=with_demo and years[year].demo > 0)
        for year, times in shown.items()
        if times
    ]


def _by_calendar(indicator: Indicator) -> bool:
    return indicator.year_basis is YearBasis.CALENDAR
