"""The indicators' values by year, whoever counts or reports them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from exchange.core.dates import FiscalYear
from exchange.core.messages import Message, label, message
from exchange.indicators.enums import Method, ReadingKind, YearBasis
from exchange.indicators.progress import is_running
from exchange.indicators.rules import figure_text
from exchange.reports.enums import Record
from exchange.reports.sources import recorded

if TYPE_CHECKING:
    from exchange.indicators.models import Indicator
    from exchange.indicators.progress import Latest
    from exchange.indicators.queries.youth import YouthReading


@dataclass(frozen=True, slots=True)
class Value:
    """A value of an indicator, the year it is of, and where it is from."""

    figure: Decimal
    year: int
    source: Sequence[object]
    #: How it is counted is not settled, or its year is not over.
    provisional: bool = False
    #: What was sealed, where corrections moved it since.
    published: Decimal | None = None


#: By indicator, the values known of it, the earliest year first.
Values = Mapping[str, Sequence[Value]]


def latest(values: Sequence[Value], year: int) -> Value | None:
    """Return the last value that is of a year or an earlier one."""
    return next((value for value in reversed(values) if value.year <= year), None)


def of_year(indicator: "Indicator", values: Sequence[Value], year: int) -> Value | None:
    """Return the value of a year; of a survey, which is not held every year, the last one."""
    found = latest(values, year)
    if found is None or found.year == year or indicator.year_basis is YearBasis.SURVEY:
        return found
    return None


def youth_values(reading: "YouthReading") -> Sequence[Value]:
    """Return the youth indicator by year as its rule reads it.

    Unique persons since the start are known as of today alone.
    """
    path, rule = "/indicators/youth-participation/", reading.rule
    source, provisional = recorded(Record.LEDGER, path), not rule.locked
    if rule.default is ReadingKind.UNIQUE_PERSONS:
        figure = Decimal(reading.baseline.value + reading.unique_since_start)
        return [Value(figure, FiscalYear.of(reading.as_of).start, source, provisional)]
    found = []
    for year, each in reading.fiscal_years.items():
        running = rule.default is ReadingKind.RUNNING_TOTAL
        figure_of = each.running_total if running else each.person_times
        if figure_of is None:
            continue
        times = each.published.person_times if each.published else None
        published = each.published_running if running else times
        sealed = None if published is None else Decimal(published)
        found.append(Value(Decimal(figure_of), year, source, provisional, sealed))
    return found


def figure_values(
    indicator: "Indicator", found: Sequence["Latest"], today: date
) -> Sequence[Value]:
    """Return the values of an indicator that is counted from activities or reported."""
    source = recorded(Record.INDICATOR, f"/indicators/{indicator.slug}/")
    return [
        Value(each.value, each.year, source, is_running(indicator, each.year, today))
        for each in found
    ]


def said(indicator: "Indicator", value: Value | None) -> Sequence[object]:
    """Return a cell of a value: the figure, whether it may still move, what was published."""
    if value is None:
        return [message("reports.value.none")]
    cell: list[object] = [figure_text(value.figure, indicator.decimals)]
    cell.append(message("reports.value.year", year=year_said(indicator, value.year)))
    if value.published is not None:
        figure = figure_text(value.published, indicator.decimals)
        cell.append(message("reports.value.published", figure=figure))
    if value.provisional:
        cell.append(message("reports.value.provisional"))
    return cell


def year_said(indicator: "Indicator", year: int) -> object:
    """Return a year of an indicator as its basis has it."""
    return FiscalYear(year) if indicator.year_basis is YearBasis.FISCAL else str(year)


def target_said(indicator: "Indicator", year: int) -> object:
    """Return the target of a year; one that the source does not set is 未設定, never 0."""
    target = indicator.target_in(year)
    if target is None:
        return message("reports.value.unset")
    return figure_text(target, indicator.decimals)


def gap_said(indicator: "Indicator", value: Value | None, year: int) -> object:
    """Say whether the target of a year is reached, or what is missing; never while provisional."""
    target = indicator.target_in(year)
    if target is None or value is None:
        return None
    if value.provisional and indicator.method is Method.YOUTH_PARTICIPATION:
        return message("reports.value.unsettled")
    if value.figure >= target:
        return message("reports.value.reached")
    return message("reports.value.gap", gap=figure_text(target - value.figure, indicator.decimals))


def title_said(indicator: "Indicator", language: str) -> Sequence[object]:
    """Return a title; in Japanese, that it is our own translation where no source gives one."""
    ours = language == "ja" and not indicator.ja_official
    return [indicator.title, message("reports.value.translated") if ours else None]


def place_said(indicator: "Indicator") -> Message:
    """Say on which policy or measure an indicator stands."""
    if indicator.measure is not None:
        return message("reports.value.measure", number=str(indicator.measure.number))
    assert indicator.policy is not None  # one of the two, by constraint
    return message("reports.value.policy", number=str(indicator.policy.number))


def basis_said(indicator: "Indicator") -> Message:
    """Say which kind of year an indicator is counted by."""
    return label(indicator.year_basis)
