"""How the calendar's entries are put in order on the first pages."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from exchange.core.dates import PartialDate
from exchange.core.entries import CalendarEntry, EntryKind, EntryState
from exchange.core.languages import OFFICE_ZONE


def first_day(entry: CalendarEntry) -> date:
    """Return the office's day on which an entry begins."""
    return _office_day(entry.starts)


def last_day(entry: CalendarEntry) -> date:
    """Return the office's day on which an entry ends."""
    return _office_day(entry.ends)


def shown_date(entry: CalendarEntry) -> PartialDate:
    """Return an entry's date as the source gives it: a month where no day is known."""
    day = first_day(entry)
    return PartialDate.parse(f"{day:%Y-%m}" if entry.month_only else f"{day:%Y-%m-%d}")


def days_until(entry: CalendarEntry, today: date) -> int | None:
    """Return how many days are left; None when the day is not known."""
    return None if entry.month_only else (first_day(entry) - today).days


def upcoming(entries: Iterable[CalendarEntry], today: date, *, limit: int) -> list[CalendarEntry]:
    """Return the next entries in order; one known to the month counts until the month is over."""
    coming = (entry for entry in entries if _is_coming(entry, today))
    return sorted(coming, key=_order)[:limit]


def by_day(
    entries: Iterable[CalendarEntry], first: date
) -> Sequence[tuple[date, Sequence[CalendarEntry]]]:
    """Group entries by the day they begin, in order; those begun before `first` stand on it."""
    days: dict[date, list[CalendarEntry]] = {}
    for entry in sorted(entries, key=_order):
        days.setdefault(max(first_day(entry), first), []).append(entry)
    return sorted(days.items())


def under_way(entries: Iterable[CalendarEntry], today: date) -> list[CalendarEntry]:
    """Return the visits whose days are now and that are not called off, however far they are."""
    return [
        entry
        for entry in entries
        if entry.kind is EntryKind.VISIT
        and entry.state is not EntryState.CANCELLED
        and first_day(entry) <= today <= last_day(entry)
    ]


def _is_coming(entry: CalendarEntry, today: date) -> bool:
    day = first_day(entry)
    if entry.month_only:
        return (day.year, day.month) >= (today.year, today.month)
    return day >= today


def _order(entry: CalendarEntry) -> tuple[date, bool, str, str]:
    time = "" if not isinstance(entry.starts, datetime) else entry.starts.isoformat()
    return first_day(entry), not entry.month_only, time, entry.title


def _office_day(value: date) -> date:
    return value.astimezone(OFFICE_ZONE).date() if isinstance(value, datetime) else value
