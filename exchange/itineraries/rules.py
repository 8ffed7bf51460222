"""Rules of an item's times."""

from datetime import date, timedelta
from typing import Final

from exchange.core.errors import DomainError
from exchange.core.messages import message
from exchange.core.walltime import WallTime, duration

#: Preparations and follow-ups belong to a visit; what lies further off was mistyped.
MARGIN: Final = timedelta(days=92)


def ensure_near(start: WallTime, end: WallTime, *, first: date, last: date) -> None:
    """Raise DomainError for an item far from the days of its visit: a slip in month or year."""
    for field, wall in (("start_day", start), ("end_day", end)):
        if not first - MARGIN <= wall.day <= last + MARGIN:
            sentence = message("itineraries.error.far_from_visit", first=first, last=last)
            raise DomainError(sentence, field=field)


def ensure_order(start: WallTime, end: WallTime) -> None:
    """Raise DomainError when `end` is before `start` in true time, whatever the clocks show."""
    if duration(start, end) < timedelta(0):
        raise DomainError(message("itineraries.error.ends_before_starts_there"), field="end_clock")
