"""What stands in one cell: a day, a time from–to, a city or two."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Final

from exchange.core.dates import parse_partial
from exchange.core.errors import DomainError
from exchange.core.messages import message

_BRACKETS: Final = re.compile(r"[(\[][^)\]]*[)\]]")
_MONTH_DAY: Final = re.compile(r"(\d{1,2})(?:月|[/.\-])(\d{1,2})日?")
_NUMBERED: Final = re.compile(r"(?:第|day)?(\d{1,2})日目|(?:第|day)(\d{1,2})日?", re.IGNORECASE)
_CLOCK: Final = re.compile(
    r"(?P<half>午前|午後|am|pm)?(?P<hour>\d{1,2})[:時](?:(?P<minute>\d{1,2})分?)?"
)
_SECONDS: Final = re.compile(r"(\d{1,2}:\d{2}):\d{2}(?:\.\d+)?")
_FROM_TO: Final = re.compile(r"→|⇒|~|〜|–|—|‐|−|-|ー|から|to")
_NEXT_DAY: Final = re.compile(r"翌々日|翌日|翌|前日|次日|\(([+-]\d)\)|\+(\d)")
_DAY_WORDS: Final = {"翌々日": 2, "翌日": 1, "翌": 1, "次日": 1, "前日": -1}
_CITY_ARROW: Final = re.compile(r"\s*(?:→|⇒|->|＞|>)\s*")
_NOON: Final = 12
_ENDS: Final = 2


@dataclass(frozen=True, slots=True)
class Span:
    """A time from–to; `days` from the one to the other, None where nothing is said of it."""

    start: time
    end: time | None
    days: int | None = None


def read_day(text: str, *, first: date, last: date) -> date:
    """Read a day as it is typed in a programme of the days from `first` to `last`.

    2027-05-17, R9.5.17, 5/17, 5月17日(月), 2日目. A year left out is the one that lies nearest.
    Raises DomainError for what is no day.
    """
    plain = _BRACKETS.sub("", "".join(unicodedata.normalize("NFKC", text).split()))
    if numbered := _NUMBERED.fullmatch(plain):
        return first + timedelta(days=int(numbered[1] or numbered[2]) - 1)
    if found := _MONTH_DAY.fullmatch(plain):
        return _nearest(int(found[1]), int(found[2]), text, (first, last))
    known = parse_partial(plain)
    if known.month is None or known.day is None:
        raise DomainError(message("itineraries.error.day", text=text))
    return known.earliest


def read_span(text: str) -> Span:
    """Read 10:00, 10:00-11:30, 17:40→21:00, 13:00～翌12:30, 23:00-18:00(-1).

    Raises DomainError for what is no time.
    """
    plain = _SECONDS.sub(r"\1", "".join(unicodedata.normalize("NFKC", text).lower().split()))
    plain, days = _days_said(plain)
    parts = [part for part in _FROM_TO.split(plain) if part]
    if not 1 <= len(parts) <= _ENDS:
        raise DomainError(message("itineraries.error.time", text=text))
    clocks = [_clock(part, text) for part in parts]
    return Span(clocks[0], clocks[1] if len(clocks) == _ENDS else None, days)


def split_cities(text: str) -> tuple[str, str]:
    """Return the city an item begins in and the one it ends in: 台北→熊本; the second may be ""."""
    first, *others = [part for part in _CITY_ARROW.split(text.strip()) if part] or [""]
    return first, others[-1] if others and others[-1] != first else ""


def _days_said(plain: str) -> tuple[str, int | None]:
    found = _NEXT_DAY.search(plain)
    if found is None:
        return plain, None
    number = found[1] or found[2]
    days = int(number) if number else _DAY_WORDS[found[0]]
    return plain[: found.start()] + plain[found.end() :], days


def _clock(part: str, text: str) -> time:
    found = _CLOCK.fullmatch(part)
    if found is None:
        raise DomainError(message("itineraries.error.time", text=text))
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    if found["half"] in {"午後", "pm"} and hour < _NOON:
        hour += _NOON
    try:
        return time(hour, minute)
    except ValueError:
        raise DomainError(message("itineraries.error.time", text=text)) from None


def _nearest(month: int, day: int, text: str, visit: tuple[date, date]) -> date:
    """Return the day of the year in which it lies nearest to the visit."""
    first, last = visit
    found = []
    for year in range(first.year - 1, last.year + 2):
        try:
            found.append(date(year, month, day))
        except ValueError:
            continue
    if not found:
        raise DomainError(message("itineraries.error.day", text=text))
    return min(found, key=lambda each: max(first - each, each - last, timedelta(0)))
