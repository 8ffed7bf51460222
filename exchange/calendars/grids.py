"""The calendar page's months and weeks: which day holds which entries, and where one turns to."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from exchange.calendars.agenda import MONTHS, ending_day, in_order, later, starting_day
from exchange.closures.rules import ClosedDay
from exchange.core.entries import CalendarEntry
from exchange.core.languages import Language

_DAY: Final = timedelta(days=1)
_WEEK: Final = timedelta(days=7)
#: What lasts this long stands in a month on its first and last day, and once beside it.
_LONG: Final = 2 * _WEEK
#: Calendars on Japanese and Taiwanese walls begin with Sunday; a week's plan with Monday.
_SUNDAY_FIRST: Final = frozenset({Language.JA.value, Language.ZH_HANT.value})


class View(StrEnum):
    """How the calendar page is drawn; also the value of its `view`."""

    AGENDA = "agenda"
    MONTH = "month"
    YEAR = "year"
    WEEK = "week"


@dataclass(frozen=True, slots=True)
class Day:
    """One day of a grid and what it holds: what begins or ends there, or runs on over it."""

    day: date
    entries: Sequence[CalendarEntry]
    #: Belongs to the month before or after.
    outside: bool = False

    def runs_on(self, entry: CalendarEntry) -> bool:
        """Say whether an entry began on a day before."""
        return starting_day(entry) < self.day


@dataclass(frozen=True, slots=True)
class Mark:
    """A day's name at some places: a quiet mark, not an entry."""

    name: str
    #: The language the name is really in.
    language: str
    #: Names of the places, none for the city's own day.
    places: Sequence[str]
    provisional: bool


@dataclass(frozen=True, slots=True)
class MonthGrid:
    """A month as rows of seven days."""

    first: date
    weeks: Sequence[Sequence[Day]]
    #: What lasts long and is going on in the month.
    throughout: Sequence[CalendarEntry] = ()


@dataclass(frozen=True, slots=True)
class Span:
    """What a view shows at once, and where it turns to; days are inclusive."""

    first: date
    last: date
    earlier: date
    later: date


def span_of(view: View, day: date) -> Span:
    """Return the days a view shows around a day."""
    if view is View.WEEK:
        monday = day - _DAY * day.weekday()
        return Span(monday, monday + 6 * _DAY, monday - _WEEK, monday + _WEEK)
    months = 1 if view is View.MONTH else MONTHS
    first = day.replace(day=1)
    return Span(first, later(first, months) - _DAY, later(first, -months), later(first, months))


def month_grid(entries: Sequence[CalendarEntry], first: date, language: str) -> MonthGrid:
    """Lay a month out in whole weeks; the days around it are there without their entries."""
    begins = first - _DAY * ((first.weekday() + (language in _SUNDAY_FIRST)) % 7)
    following = later(first, 1)
    held = by_day([each for each in entries if not _lasts_long(each)], first, following - _DAY)
    throughout = [
        entry
        for entry in in_order(entries)
        if _lasts_long(entry) and starting_day(entry) < following and first <= ending_day(entry)
    ]
    days: list[Day] = []
    day = begins
    while day < following or len(days) % 7:
        outside = day.month != first.month
        turning = [e for e in throughout if day in (starting_day(e), ending_day(e))]
        days.append(Day(day, () if outside else (*turning, *held.get(day, ())), outside))
        day += _DAY
    weeks = [days[at : at + 7] for at in range(0, len(days), 7)]
    return MonthGrid(first, weeks, throughout)


def _lasts_long(entry: CalendarEntry) -> bool:
    return ending_day(entry) - starting_day(entry) >= _LONG


def year_grids(entries: Sequence[CalendarEntry], first: date, language: str) -> Sequence[MonthGrid]:
    """Lay twelve months out, beginning with one."""
    return [month_grid(entries, later(first, number), language) for number in range(MONTHS)]


@dataclass(frozen=True, slots=True)
class Week:
    """A week's plan: what lasts all of it, said once, and its days with the rest."""

    throughout: Sequence[CalendarEntry]
    days: Sequence[Day]


def week_plan(entries: Sequence[CalendarEntry], monday: date) -> Week:
    """Lay a week out."""
    sunday = monday + 6 * _DAY
    throughout = [entry for entry in in_order(entries) if _covers(entry, monday, sunday)]
    held = by_day([entry for entry in entries if entry not in throughout], monday, sunday)
    days = [Day(day, held.get(day, ())) for day in days_between(monday, sunday)]
    return Week(throughout, days)


def _covers(entry: CalendarEntry, first: date, last: date) -> bool:
    """Say whether an entry is there on every day, or outlasts the week by far."""
    starts, ends = starting_day(entry), ending_day(entry)
    return starts <= last and first <= ends and ends - starts >= _WEEK


def marks_by_day(
    closed: Mapping[str, Sequence[ClosedDay]], names: Mapping[str, str], language: str
) -> Mapping[date, Sequence[Mark]]:
    """Gather the named days of several places: the city's own first, each name once a day.

    `names` are the places' own; the city's slug has none.
    """
    found: dict[date, dict[str, Mark]] = {}
    for slug, days in closed.items():
        for each in days:
            name, tag = each.name.get_in(language)
            marks = found.setdefault(each.day, {})
            known = marks.get(name, Mark(name, tag, (), each.provisional))
            place = (names[slug],) if slug in names else ()
            marks[name] = replace(known, places=(*known.places, *place))
    return {day: list(marks.values()) for day, marks in found.items()}


def by_day(
    entries: Sequence[CalendarEntry], first: date, last: date
) -> Mapping[date, Sequence[CalendarEntry]]:
    """Return the entries of each day between two, in order; one of several days is in each."""
    held: dict[date, list[CalendarEntry]] = {}
    for entry in in_order(entries):
        for day in days_between(max(starting_day(entry), first), min(ending_day(entry), last)):
            held.setdefault(day, []).append(entry)
    return held


def days_between(first: date, last: date) -> Iterator[date]:
    """Yield the days from first to last, both inclusive; none when last comes before."""
    for number in range((last - first).days + 1):
        yield first + _DAY * number
