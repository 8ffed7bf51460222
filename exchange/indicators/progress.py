"""How far an indicator is: its latest value, the gap to the next target, a line for reference."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from exchange.core.dates import FiscalYear
from exchange.core.messages import Message, message
from exchange.indicators.enums import YearBasis
from exchange.indicators.rules import figure_text
from exchange.strategy.rules import year_name

if TYPE_CHECKING:
    from exchange.indicators.models import Indicator


@dataclass(frozen=True, slots=True)
class Latest:
    """The latest value of an indicator and the year it is of."""

    value: Decimal
    year: int
    #: Demo rows are among what it is counted from.
    contains_demo: bool = False
    #: What was sealed when its year was closed; `moved`: it reads otherwise now.
    published: Decimal | None = None
    moved: bool = False


@dataclass(frozen=True, slots=True)
class Progress:
    """What a line of the table says of an indicator's value; texts are printed figures."""

    value: str
    year: FiscalYear | Message
    #: The year is not over: its value still moves.
    running: bool
    #: The target the gap is measured to, and what is missing; None without any target.
    target_year: int | None
    gap: str | None
    #: The value on the straight line from the baseline, for reference alone.
    reference: str | None
    contains_demo: bool
    #: What was published of a closed year that was corrected since.
    published: Message | None = None


def shown_year(indicator: "Indicator", year: int) -> FiscalYear | Message:
    """Return a year of an indicator as it is shown by its basis."""
    if indicator.year_basis is YearBasis.SURVEY:
        return message("indicators.progress.survey_year", year=str(year))
    return year_name(year, calendar=indicator.year_basis is YearBasis.CALENDAR)


def is_running(indicator: "Indicator", year: int, today: date) -> bool:
    """Say whether a year of an indicator is not over yet."""
    if indicator.year_basis is YearBasis.FISCAL:
        return year >= FiscalYear.of(today).start
    return year >= today.year


def has_value(indicator: "Indicator", values: Sequence[Latest], year: int) -> bool:
    """Say whether a year has a value; of a survey, which is not held every year, an earlier one."""
    if indicator.year_basis is YearBasis.SURVEY:
        return any(each.year <= year for each in values)
    return any(each.year == year for each in values)


def next_target(indicator: "Indicator", year: int) -> tuple[int, Decimal] | None:
    """Return the first target that is set for a year or later, else the last one; None of none."""
    found = _set_targets(indicator)
    return next((each for each in found if each[0] >= year), found[-1] if found else None)


def straight_line(indicator: "Indicator", year: int) -> Decimal | None:
    """Return the value of a year on the line through the baseline and the targets that are set.

    It is for reference: no source sets it. None outside the line, and on its points, which are
    printed themselves.
    """
    points = [(indicator.baseline_year, indicator.baseline), *_set_targets(indicator)]
    for (start, low), (end, high) in pairwise(points):
        if start < year < end:
            return low + (high - low) * (year - start) / (end - start)
    return None


def progress_of(indicator: "Indicator", latest: Latest, today: date) -> Progress:
    """Return what the table says of an indicator that has a value."""
    target, line = next_target(indicator, latest.year), straight_line(indicator, latest.year)
    gap = max(target[1] - latest.value, Decimal(0)) if target else None
    return Progress(
        value=figure_text(latest.value, indicator.decimals),
        year=shown_year(indicator, latest.year),
        running=is_running(indicator, latest.year, today),
        target_year=target[0] if target else None,
        gap=None if gap is None else figure_text(gap, indicator.decimals),
        reference=None if line is None else figure_text(line, indicator.decimals),
        contains_demo=latest.contains_demo,
        published=_published(indicator, latest) if latest.moved else None,
    )


def _published(indicator: "Indicator", latest: Latest) -> Message:
    if latest.published is None:
        return message("indicators.progress.published_none")
    figure = figure_text(latest.published, indicator.decimals)
    return message("indicators.progress.published", figure=figure)


def _set_targets(indicator: "Indicator") -> Sequence[tuple[int, Decimal]]:
    return [(each.year, each.value) for each in indicator.targets if each.value is not None]
