"""Rules of activities: when they are dated well enough to be counted, and what counts them."""

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING

from exchange.core.dates import FiscalYear, PartialDate, Precision, ensure_happened
from exchange.core.errors import DomainError, TransitionError
from exchange.core.messages import Message, message
from exchange.strategy.enums import COUNTED_KINDS, COUNTED_ORGANISERS, ActivityKind, Count

if TYPE_CHECKING:
    from exchange.strategy.models import Activity


def ensure_dated(held: PartialDate, *, today: date) -> None:
    """Refuse a bare year, which lies in two fiscal years, and what is still to come."""
    if held.precision is Precision.YEAR:
        raise DomainError(message("strategy.activity.error.bare_year"), field="held")
    ensure_happened(held, today=today, field="held")


def years_of(held: PartialDate) -> tuple[int, int]:
    """Return the fiscal and the calendar year of an activity."""
    return FiscalYear.of(held).start, held.year


def year_name(year: int, *, calendar: bool) -> "FiscalYear | Message":
    """Return a year as it is shown by its basis."""
    if calendar:
        return message("strategy.activities.calendar_year", year=str(year))
    return FiscalYear(year)


def counted_in(activity: "Activity") -> list[Count]:
    """Return the figures an activity is counted in; one that was withdrawn is in none."""
    if activity.withdrawn_at is not None:
        return []
    return [
        count
        for count in Count
        if activity.kind in COUNTED_KINDS[count] and activity.organiser in COUNTED_ORGANISERS[count]
    ]


def ensure_unsealed(kinds: Collection[ActivityKind], sealed: FiscalYear | None) -> None:
    """Refuse to move what a closed year's figures count; its figure can be corrected instead."""
    if sealed is not None and set(kinds) != {ActivityKind.OTHER}:
        raise TransitionError(message("strategy.activity.error.sealed", year=sealed))


def ensure_stands(activity: "Activity") -> None:
    """Refuse to change what was withdrawn."""
    if activity.withdrawn_at is not None:
        raise TransitionError(message("strategy.activity.error.withdrawn"))
