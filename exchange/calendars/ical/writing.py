"""Write calendar entries as iCalendar (RFC 5545, RFC 7986) bytes; pure, time passed in.

Lines are written as they stand (see `content`, and `timezones` for VTIMEZONE): icalendar's release
7.3 builds three objects a line, and gets TEXT with a literal backslash-N, folds inside an escape
pair and X- properties wrong. It writes durations here, and reads everything back in the tests.
The same entries give the same bytes in every process, so that an ETag holds.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import cache, lru_cache
from typing import Final, NamedTuple
from urllib.parse import quote, urlsplit

from icalendar.prop import vDuration

from exchange.calendars.enums import Reminder
from exchange.calendars.ical.content import (
    clock_of,
    day_of,
    encoded,
    instant_of,
    one_line,
    text_of,
)
from exchange.calendars.rules import KNOWN_ENTRIES
from exchange.calendars.timezones import describe_zone, zone_to_write
from exchange.core.entries import CalendarEntry, EntryKind, EntryState
from exchange.core.hosts import is_this_machine
from exchange.core.languages import OFFICE_ZONE

PRODUCT: Final = "-//Kumamoto City//Exchange//EN"
REFRESH_EVERY: Final = timedelta(hours=12)

#: Stands before the title of what does not take place; Outlook shows no other sign of it.
CANCELLED_MARKS: Final = {
    "ja": "【中止】",
    "en": "[Cancelled] ",
    "zh-Hant": "【取消】",
    "zh-Hans": "【取消】",
    "ko": "[취소] ",
    "de": "[Abgesagt] ",
    "fr": "[Annulé] ",
}

#: A deadline or a task takes nobody's time, even when it has an hour.
_WITHOUT_DURATION: Final = frozenset(
    {EntryKind.ANNIVERSARY, EntryKind.REGISTRATION, EntryKind.TASK}
)
_MAX_UID: Final = 255
_UID: Final = re.compile(r"[!-~]+")
#: What stands in a URL as it is.
_IN_PATHS: Final = "/?&=#%:@!$'()*+,;~"


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedDescription:
    """What a feed says about itself."""

    #: Never changes, one for each feed and language; ASCII.
    uid: str
    name: str
    description: str
    #: BCP 47 tag of name and description.
    language: str
    #: Where pages are found, such as https://exchange.example; None when nobody can reach them.
    base_url: str | None
    #: A CSS3 colour name.
    colour: str


def calendar_bytes(
    entries: Sequence[CalendarEntry],
    *,
    feed: FeedDescription,
    one_time: bool,
    reminder: Reminder | None = None,
) -> bytes:
    """Write a calendar; `one_time` for a file downloaded once rather than subscribed to.

    Raises ValueError for an entry without last_modified, with a UID that is not unique, not
    ASCII or too long, or with times that are not aware or end before they start.
    """
    manner = _Manner(_reachable(feed.base_url), one_time, reminder)
    written = sorted(_written(entry, entry.clocks, manner) for entry in entries)
    _ensure_each_once(written)
    zones = {zone for event in written for zone in event.zones}
    if not written:
        zones = {OFFICE_ZONE.key}  # a calendar without any component is not valid
    bodies = [*map(_zone_bytes, sorted(zones)), *(event.body for event in written)]
    return b"".join([encoded(_head(feed)), *bodies, encoded(["END:VCALENDAR"])])


def _head(feed: FeedDescription) -> Iterator[str]:
    name, description, refresh = one_line(feed.name), text_of(feed.description), _refresh()
    yield "BEGIN:VCALENDAR"
    yield "VERSION:2.0"
    yield f"PRODID:{PRODUCT}"
    yield "CALSCALE:GREGORIAN"
    yield f"UID:{text_of(_checked_uid(feed.uid))}"
    yield f"NAME:{name}"
    yield f"X-WR-CALNAME:{name}"
    yield f"DESCRIPTION:{description}"
    yield f"X-WR-CALDESC:{description}"
    yield f"COLOR:{feed.colour}"
    yield f"REFRESH-INTERVAL;VALUE=DURATION:{refresh}"
    yield f"X-PUBLISHED-TTL:{refresh}"


@cache
def _refresh() -> str:
    return _duration(REFRESH_EVERY)


def _duration(length: timedelta) -> str:
    written: bytes = vDuration(length).to_ical()  # type: ignore[no-untyped-call]
    return written.decode()


class _Manner(NamedTuple):
    """How the events of one calendar are written."""

    base_url: str | None
    one_time: bool
    reminder: Reminder | None


class _Written(NamedTuple):
    """An entry as it is written; in the order in which a feed has them."""

    starts: datetime
    uid: str
    body: bytes
    #: Time zones it names.
    zones: frozenset[str]


@lru_cache(maxsize=KNOWN_ENTRIES)
def _written(entry: CalendarEntry, _clocks: object, manner: _Manner) -> _Written:
    """Write an entry once: of a changed feed nearly every entry is as it was."""
    times = list(_times(entry))
    body = encoded(_event(entry, (time.line for time in times), manner))
    zones = frozenset(time.zone for time in times if time.zone)
    return _Written(_start_of(entry), _checked_uid(entry.uid), body, zones)


def _event(entry: CalendarEntry, times: Iterable[str], manner: _Manner) -> Iterator[str]:
    modified, title = _modified(entry), one_line(shown_title(entry))
    yield "BEGIN:VEVENT"
    yield f"UID:{text_of(entry.uid)}"
    yield f"DTSTAMP:{modified}"
    yield f"LAST-MODIFIED:{modified}"
    yield f"SEQUENCE:{entry.sequence}"
    yield from times
    yield f"SUMMARY;LANGUAGE={entry.language}:{title}"
    if entry.text:
        yield f"DESCRIPTION:{text_of(entry.text)}"
    if entry.place:
        yield f"LOCATION:{one_line(entry.place)}"
    if entry.categories:
        yield f"CATEGORIES:{','.join(map(one_line, entry.categories))}"
    if entry.path is not None and manner.base_url is not None:
        yield f"URL:{manner.base_url}{quote(entry.path, safe=_IN_PATHS)}"
    yield f"STATUS:{_status(entry, one_time=manner.one_time)}"
    yield f"TRANSP:{'OPAQUE' if _takes_time(entry) else 'TRANSPARENT'}"
    if manner.reminder is not None and entry.state is not EntryState.CANCELLED:
        yield from _alarm(title, _trigger(manner.reminder, all_day=entry.all_day))
    yield "END:VEVENT"


def _alarm(title: str, trigger: str) -> Iterator[str]:
    yield "BEGIN:VALARM"
    yield "ACTION:DISPLAY"
    yield f"DESCRIPTION:{title}"
    yield f"TRIGGER:{trigger}"
    yield "END:VALARM"


@cache
def _trigger(reminder: Reminder, *, all_day: bool) -> str:
    """Remind some days before: at an entry's own hour, and of whole days at nine, not midnight."""
    nine = timedelta(hours=9) if all_day else timedelta()
    return _duration(nine - timedelta(days=reminder.days))


def _modified(entry: CalendarEntry) -> str:
    if entry.last_modified is None:
        raise ValueError(f"{entry.uid} has no last_modified: remember it before publishing")
    return instant_of(entry.last_modified)


class _Time(NamedTuple):
    """DTSTART or DTEND, and the time zone it names."""

    line: str
    zone: str | None = None


def _times(entry: CalendarEntry) -> Iterator[_Time]:
    """Yield DTSTART and DTEND; a moment without length has no DTEND, for it may not be equal."""
    starts, ends = entry.starts, entry.ends
    if isinstance(starts, datetime) and isinstance(ends, datetime):
        length = ends.astimezone(UTC) - starts.astimezone(UTC)
        _check_length(entry, length)
        yield _time("DTSTART", starts)
        if length:
            yield _time("DTEND", ends)
    elif isinstance(starts, datetime) or isinstance(ends, datetime):
        raise ValueError(f"{entry.uid} mixes a day and a time")
    else:
        _check_length(entry, ends - starts)
        beyond = ends + timedelta(days=1)  # the first day it no longer takes place
        yield _Time(f"DTSTART;VALUE=DATE:{day_of(starts)}")
        yield _Time(f"DTEND;VALUE=DATE:{day_of(beyond)}")


def _check_length(entry: CalendarEntry, length: timedelta) -> None:
    if length < timedelta(0):
        raise ValueError(f"{entry.uid} ends before it starts")


def _time(name: str, moment: datetime) -> _Time:
    zone = zone_to_write(moment)
    if zone is None:
        return _Time(f"{name}:{instant_of(moment)}")
    return _Time(f"{name};TZID={zone}:{clock_of(moment)}", zone)


@cache
def _zone_bytes(tzid: str) -> bytes:
    description = describe_zone(tzid)
    return encoded(description.lines) if description else b""


def shown_title(entry: CalendarEntry) -> str:
    """Return the title as written: what does not take place says so first."""
    if entry.state is EntryState.CANCELLED:
        return CANCELLED_MARKS[entry.language] + entry.title
    return entry.title


def _status(entry: CalendarEntry, *, one_time: bool) -> str:
    """Keep a cancelled entry in subscriptions as CONFIRMED: Google hides CANCELLED ones."""
    if entry.state is EntryState.CANCELLED:
        return "CANCELLED" if one_time else "CONFIRMED"
    return "TENTATIVE" if entry.state is EntryState.TENTATIVE else "CONFIRMED"


def _takes_time(entry: CalendarEntry) -> bool:
    return not entry.all_day and entry.kind not in _WITHOUT_DURATION


def _start_of(entry: CalendarEntry) -> datetime:
    starts = entry.starts
    if not isinstance(starts, datetime):
        starts = datetime.combine(starts, time.min, OFFICE_ZONE)
    return starts.astimezone(UTC)


def _ensure_each_once(written: Sequence[_Written]) -> None:
    seen: set[str] = set()
    for event in written:
        if event.uid in seen:
            raise ValueError(f"{event.uid} stands twice in one calendar")
        seen.add(event.uid)


def _checked_uid(uid: str) -> str:
    if len(uid) > _MAX_UID or not _UID.fullmatch(uid):
        raise ValueError(f"a UID is 1 to {_MAX_UID} ASCII characters without blanks, not {uid!r}")
    return uid


def _reachable(base_url: str | None) -> str | None:
    """Return the base of links, its host in ASCII; None when it is this machine only."""
    if base_url is None:
        return None
    parts = urlsplit(base_url)
    host = parts.hostname or ""
    if not host or is_this_machine(host):
        return None
    ascii_host = host.encode("idna").decode("ascii")
    netloc = f"[{host}]" if ":" in host else ascii_host
    port = f":{parts.port}" if parts.port else ""
    return f"{parts.scheme}://{netloc}{port}{quote(parts.path.rstrip('/'), safe='/%')}"
