"""Which days are closed, which of them are not announced yet, and what an avoided span covers."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from exchange.core.errors import DomainError
from exchange.core.messages import message

if TYPE_CHECKING:
    from exchange.closures.models import AvoidedDays, Holiday
    from exchange.core.database import Localized

#: The city's own place, beside the partners' slugs.
HOME: Final = "kumamoto"
_SATURDAY: Final = 5
#: What lies further apart was mistyped.
LONGEST: Final = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class ClosedDay:
    """A named day at a place; `provisional` is computed and not announced yet.

    `caution` is no closed day, but one on which little gets done.
    """

    day: date
    name: "Localized"
    provisional: bool
    caution: bool


def closed_days_at(
    holidays: Iterable["Holiday"], place: str, start: date, end: date
) -> list[ClosedDay]:
    """Return a place's named days from `start` to `end`, both included, in order."""
    first, last = start.isoformat(), end.isoformat()
    found = [
        _closed(holiday, date.fromisoformat(day))
        for holiday in holidays
        if place in holiday.places
        for day in holiday.days
        if first <= day <= last
    ]
    return sorted(found, key=lambda closed: (closed.day, closed.caution, closed.name["ja"]))


def _closed(holiday: "Holiday", day: date) -> ClosedDay:
    through = holiday.official_through
    return ClosedDay(
        day=day,
        name=holiday.names,
        provisional=through is not None and day > through,
        caution=holiday.caution,
    )


def known_through(holidays: Iterable["Holiday"]) -> date | None:
    """Return the last day any calendar of ours reaches; None when there is none."""
    return max((date.fromisoformat(h.days[-1]) for h in _whole(holidays) if h.days), default=None)


def are_known(holidays: Iterable["Holiday"], start: date, end: date) -> bool:
    """Say whether the calendars cover the days from `start` to `end`: no data is no open day."""
    known = [day for holiday in _whole(holidays) for day in (holiday.days[:1] + holiday.days[-1:])]
    if not known:
        return False
    first, last = date.fromisoformat(min(known)), date.fromisoformat(max(known))
    return first.year <= start.year and end.year <= last.year


def _whole(holidays: Iterable["Holiday"]) -> Iterator["Holiday"]:
    """Yield what belongs to a whole calendar: single days taken in say nothing of the others."""
    return (holiday for holiday in holidays if holiday.source is None)


def is_weekend(day: date) -> bool:
    """Say whether offices rest that day of the week."""
    return day.weekday() >= _SATURDAY


def workday(day: date, closed: Collection[date]) -> date:
    """Return the day, or the last working day before a weekend or the office's `closed` days."""
    while is_weekend(day) or day in closed:
        day -= timedelta(days=1)
    return day


def next_workday(day: date, closed: Collection[date]) -> date:
    """Return the day, or the first working day after a weekend or the office's `closed` days."""
    while is_weekend(day) or day in closed:
        day += timedelta(days=1)
    return day


def days_of(avoided: "AvoidedDays", start: date, end: date) -> Iterator[date]:
    """Yield the days of a span that lie within `start` and `end`."""
    return days_between(max(avoided.starts, start), min(avoided.ends, end))


def days_between(day: date, last: date) -> Iterator[date]:
    """Yield the days from one to another, both included."""
    while day <= last:
        yield day
        day += timedelta(days=1)


def ensure_span(starts: date, ends: date) -> None:
    """Raise DomainError for a span that ends before it begins, or is longer than a year."""
    if ends < starts:
        raise DomainError(message("closures.error.ends_before_starts"), field="ends")
    if ends - starts > LONGEST:
        raise DomainError(message("closures.error.too_long"), field="ends")
