"""The indicators with their values by year, as every yearly report prints them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from exchange.core.errors import NotFoundError
from exchange.indicators.enums import Method
from exchange.indicators.queries.definitions import all_indicators, missing_tables
from exchange.indicators.queries.figures import figures_of
from exchange.indicators.queries.youth import YouthReading, youth_reading
from exchange.reports.figures import Values, figure_values, of_year, youth_values

if TYPE_CHECKING:
    from exchange.indicators.models import Indicator, MissingTable


@dataclass(frozen=True, slots=True)
class Table:
    """The indicators in the strategy's order, and what is known of them."""

    indicators: Sequence["Indicator"]
    #: Years for which the source has a column of targets.
    target_years: Sequence[int]
    values: Values
    #: None before the youth indicator is loaded.
    reading: YouthReading | None
    #: Measures for which the source prints a heading and no table.
    missing: Sequence["MissingTable"]

    def without_value(self, year: int) -> Sequence["Indicator"]:
        """Return the indicators of which no value of a year is known."""
        return [
            each
            for each in self.indicators
            if of_year(each, self.values.get(each.slug, ()), year) is None
        ]


def indicator_table(session: Session, today: date) -> Table:
    """Return every indicator with its values, sample data among them where there is any."""
    indicators = all_indicators(session)
    years = {target.year for indicator in indicators for target in indicator.targets}
    reading = reading_of(session, today)
    return Table(
        indicators=indicators,
        target_years=sorted(years),
        values=_values(session, indicators, reading, today),
        reading=reading,
        missing=missing_tables(session),
    )


def _values(
    session: Session,
    indicators: Sequence["Indicator"],
    reading: YouthReading | None,
    today: date,
) -> Values:
    """Return the values of all indicators: counted from the ledger, counted and reported."""
    figures = figures_of(session, indicators, with_demo=True)
    found = {
        indicator.slug: figure_values(indicator, figures.get(indicator.slug, ()), today)
        for indicator in indicators
    }
    for indicator in indicators:
        if indicator.method is Method.YOUTH_PARTICIPATION and reading is not None:
            found[indicator.slug] = youth_values(reading)
    return found


def reading_of(session: Session, today: date) -> YouthReading | None:
    """Return the whole city's reading; None before the indicator is loaded."""
    try:
        return youth_reading(session, with_demo=True, today=today)
    except NotFoundError:
        return None
