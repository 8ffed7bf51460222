"""A chosen day or window held against the closed days of both sides."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from sqlalchemy.orm import Session

from exchange.closures.models import AvoidedDays
from exchange.closures.queries import all_holidays, avoided_days
from exchange.closures.rules import (
    HOME,
    ClosedDay,
    are_known,
    closed_days_at,
    days_of,
    is_weekend,
)
from exchange.core.errors import DomainError
from exchange.core.messages import message

#: A quarter of a year is looked at in one go.
LONGEST: Final = 92


@dataclass(frozen=True, slots=True)
class WindowDay:
    """One day of a window, and what speaks against it on either side."""

    day: date
    here: Sequence[ClosedDay]
    there: Sequence[ClosedDay]
    #: What the office wants avoided; empty for the public.
    avoided: Sequence[AvoidedDays]

    @property
    def weekend(self) -> bool:
        """Whether it is a Saturday or a Sunday."""
        return is_weekend(self.day)

    @property
    def open(self) -> bool:
        """Whether both sides work that day and nothing is to be minded."""
        return not (self.weekend or self.here or self.there or self.avoided)


@dataclass(frozen=True, slots=True)
class Run:
    """Open days in a row."""

    first: date
    last: date


def check_window(
    session: Session, partner: str, first: date, last: date, *, staff: bool
) -> list[WindowDay]:
    """Return each day from `first` to `last` with its closed days; `staff` see those to avoid.

    Raises DomainError for a window that ends before it begins, is longer than a quarter, or lies
    where no closed day is known: nothing on file is not nothing closed.
    """
    ensure_window(first, last)
    holidays = all_holidays(session)
    if not are_known(holidays, first, last):
        raise DomainError(message("celebrations.error.closures_unknown"), field="starts")
    here, there = (
        _by_day(closed_days_at(holidays, place, first, last)) for place in (HOME, partner)
    )
    found = avoided_days(session, first, last) if staff else ()
    minded: dict[date, list[AvoidedDays]] = {}
    for avoided in found:
        if avoided.place in (HOME, partner):
            for day in days_of(avoided, first, last):
                minded.setdefault(day, []).append(avoided)
    return [
        WindowDay(day, here.get(day, ()), there.get(day, ()), minded.get(day, ()))
        for day in (first + timedelta(days=number) for number in range((last - first).days + 1))
    ]


def ensure_window(first: date, last: date) -> None:
    """Raise DomainError for a window that ends before it begins or is too long to look at."""
    if last < first:
        raise DomainError(message("celebrations.error.ends_before_starts"), field="ends")
    if (last - first).days >= LONGEST:
        raise DomainError(message("celebrations.error.window_long", count=LONGEST), field="ends")


def open_runs(days: Iterable[WindowDay]) -> list[Run]:
    """Return the open days in a row, those across a weekend apart."""
    runs: list[Run] = []
    for each in days:
        if not each.open:
            continue
        if runs and runs[-1].last + timedelta(days=1) == each.day:
            runs[-1] = Run(runs[-1].first, each.day)
        else:
            runs.append(Run(each.day, each.day))
    return runs


def _by_day(closed: Iterable[ClosedDay]) -> dict[date, list[ClosedDay]]:
    found: dict[date, list[ClosedDay]] = {}
    for each in closed:
        found.setdefault(each.day, []).append(each)
    return found
