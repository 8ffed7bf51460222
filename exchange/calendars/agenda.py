"""The calendar page's list, month by month, and the entries a program asks for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from exchange.core.entries import CalendarEntry
from exchange.core.errors import BadRequestError
from exchange.core.languages import OFFICE_ZONE
from exchange.core.messages import message

MONTHS: Final = 12
#: No view of a calendar needs more; whoever asks is refused.
LONGEST: Final = timedelta(days=800)
#: The years a calendar can be turned to; beyond them days run out.
FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2200


@dataclass(frozen=True, slots=True)
class Month:
    """A month of the agenda: its first day and what begins in it."""

    first: date
    entries: Sequence[CalendarEntry]


def agenda_months(entries: Sequence[CalendarEntry], first: date) -> Sequence[Month]:
    """Group entries by the month they begin in; those running on from before stand first.

    What was over before, by the clocks of its place, is left out.
    """
    months: dict[date, list[CalendarEntry]] = {}
    for entry in sorted((entry for entry in entries if ending_day(entry) >= first), key=_place):
        begins = max(starting_day(entry), first).replace(day=1)
        months.setdefault(begins, []).append(entry)
    return [Month(month, found) for month, found in sorted(months.items())]


def starting_day(entry: CalendarEntry) -> date:
    """Return the day an entry begins, at the place it begins."""
    return entry.starts.date() if isinstance(entry.starts, datetime) else entry.starts


def ending_day(entry: CalendarEntry) -> date:
    """Return the day an entry ends, at the place it ends."""
    return entry.ends.date() if isinstance(entry.ends, datetime) else entry.ends


def read_day(text: str | None, *, today: date) -> date:
    """Read `2027-05` as its first day, or `2027-05-19`; raises BadRequestError.

    A month that is the present one means today.
    """
    if not text:
        return today
    try:
        day = date.fromisoformat(text if len(text) > len("2027-05") else f"{text}-01")
    except ValueError as error:
        raise BadRequestError(message("calendars.error.month")) from error
    _ensure_near(day)
    return today if text == today.isoformat()[:7] else day


def read_choices(name: str, asked: Sequence[str], *, known: Sequence[str]) -> frozenset[str]:
    """Return the values asked for under a name; raises BadRequestError for an unknown one."""
    for value in filter(None, asked):
        if value not in known:
            raise BadRequestError(
                message(
                    "calendars.error.unknown_value",
                    name=name,
                    value=value[:40],
                    known=", ".join(sorted(known)),
                )
            )
    return frozenset(filter(None, asked))


def in_order(entries: Sequence[CalendarEntry]) -> list[CalendarEntry]:
    """Return entries by day, whole days first, then by instant."""
    return sorted(entries, key=_place)


def later(month: date, months: int) -> date:
    """Return the first day of the month so many months on, or back."""
    index = month.year * 12 + month.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


def read_range(start: str | None, end: str | None) -> tuple[date, date]:
    """Read a program's `start` and `end` (exclusive), days or instants; returns inclusive days.

    Raises BadRequestError with a sentence for anything else.
    """
    first, beyond = _day(start, "start"), _day(end, "end")
    if beyond <= first:
        raise BadRequestError(message("calendars.error.range_order"))
    if beyond - first > LONGEST:
        raise BadRequestError(message("calendars.error.range_long", days=LONGEST.days))
    _ensure_near(first)
    return first, beyond - timedelta(days=1)


def for_grid(entry: CalendarEntry, *, url: str | None) -> Mapping[str, Any]:
    """Return an entry as calendar programs take it: whole days with an exclusive end."""
    drawn = {
        "id": entry.uid,
        "title": entry.title,
        "start": entry.starts.isoformat(),
        "end": _end(entry),
        "allDay": entry.all_day,
        "kind": entry.kind.value,
        "state": entry.state.value,
        "milestone": entry.milestone,
        "partners": entry.partners,
        "monthOnly": entry.month_only,
        "demo": entry.is_demo,
        "lang": entry.language,
    }
    return drawn if url is None else {**drawn, "url": url}


def _ensure_near(day: date) -> None:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise BadRequestError(
            message("calendars.error.year", first=str(FIRST_YEAR), last=str(LAST_YEAR))
        )


def _end(entry: CalendarEntry) -> str:
    if isinstance(entry.ends, datetime):
        return entry.ends.isoformat()
    return (entry.ends + timedelta(days=1)).isoformat()


def _place(entry: CalendarEntry) -> tuple[date, bool, datetime, str]:
    """Order by day, whole days first, then by instant."""
    instant = (
        entry.starts if isinstance(entry.starts, datetime) else datetime.min.replace(tzinfo=UTC)
    )
    return starting_day(entry), not entry.all_day, instant, entry.uid


def _day(text: str | None, name: str) -> date:
    if not text:
        raise BadRequestError(message("calendars.error.range_missing", name=name))
    try:
        return date.fromisoformat(text) if len(text) <= len("2027-05-19") else _office_day(text)
    except (ValueError, OverflowError) as error:
        raise BadRequestError(message("calendars.error.range_unreadable", name=name)) from error


def _office_day(text: str) -> date:
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        return instant.date()
    return instant.astimezone(OFFICE_ZONE).date()
