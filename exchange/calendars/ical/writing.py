"""Write calendar entries as iCalendar (RFC 5545, RFC 7986) bytes; pure, time passed in.

icalendar builds properties and values. What its release 7.3 gets wrong is done here: TEXT with a
literal backslash-N, folds inside an escape pair, X- properties, VTIMEZONE (see `timezones`).
The same entries give the same bytes in every process, so that an ETag holds.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, lru_cache
from typing import Final, NamedTuple
from urllib.parse import quote, urlsplit

from icalendar import Alarm, Calendar, Event
from icalendar.prop import vCategory, vDatetime, vDDDTypes, vDuration, vInt, vText, vUri

from exchange.calendars.enums import Reminder
from exchange.calendars.ical.content import OneLine, Text, folded, lines_of
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
    *head, foot = lines_of(_calendar(feed))
    events = [event.body for event in written]
    return b"".join([*map(folded, head), *map(_zone_bytes, sorted(zones)), *events, folded(foot)])


def _calendar(feed: FeedDescription) -> Calendar:
    calendar = Calendar()
    calendar["VERSION"] = vText("2.0")
    calendar["PRODID"] = vText(PRODUCT)
    calendar["CALSCALE"] = vText("GREGORIAN")
    calendar["UID"] = vText(_checked_uid(feed.uid))
    calendar["NAME"] = OneLine(feed.name)
    calendar["X-WR-CALNAME"] = OneLine(feed.name)
    calendar["DESCRIPTION"] = Text(feed.description)
    calendar["X-WR-CALDESC"] = Text(feed.description)
    calendar["COLOR"] = vText(feed.colour)
    calendar["REFRESH-INTERVAL"] = vDuration(REFRESH_EVERY, params={"VALUE": "DURATION"})
    calendar["X-PUBLISHED-TTL"] = vDuration(REFRESH_EVERY)
    return calendar


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
    body = b"".join(map(folded, lines_of(_event(entry, manner))))
    return _Written(_start_of(entry), _checked_uid(entry.uid), body, _zones_of(entry))


def _event(entry: CalendarEntry, manner: _Manner) -> Event:
    modified = _modified(entry)
    event = Event()
    event["UID"] = vText(entry.uid)
    event["DTSTAMP"] = vDatetime(modified)
    event["LAST-MODIFIED"] = vDatetime(modified)
    event["SEQUENCE"] = vInt(entry.sequence)
    for name, moment in _times(entry):
        event[name] = vDDDTypes(moment)
    event["SUMMARY"] = OneLine(shown_title(entry), params={"LANGUAGE": entry.language})
    if entry.text:
        event["DESCRIPTION"] = Text(entry.text)
    if entry.place:
        event["LOCATION"] = OneLine(entry.place)
    if entry.categories:
        event["CATEGORIES"] = _categories(entry.categories)
    if entry.path is not None and manner.base_url is not None:
        event["URL"] = vUri(manner.base_url + quote(entry.path, safe="/?&=#%:@!$'()*+,;~"))
    event["STATUS"] = vText(_status(entry, one_time=manner.one_time))
    event["TRANSP"] = vText("OPAQUE" if _takes_time(entry) else "TRANSPARENT")
    if manner.reminder is not None and entry.state is not EntryState.CANCELLED:
        event.add_component(_alarm(entry, manner.reminder))
    return event


def _alarm(entry: CalendarEntry, reminder: Reminder) -> Alarm:
    """Remind some days before: at an entry's own hour, and of whole days at nine, not midnight."""
    nine = timedelta(hours=9) if entry.all_day else timedelta()
    alarm = Alarm()
    alarm["ACTION"] = vText("DISPLAY")
    alarm["DESCRIPTION"] = OneLine(shown_title(entry))
    alarm["TRIGGER"] = vDuration(nine - timedelta(days=reminder.days))
    return alarm


def _categories(names: Iterable[str]) -> vCategory:
    categories = vCategory([])
    categories.cats = [OneLine(name) for name in names]  # its constructor makes each a vText
    return categories


def _modified(entry: CalendarEntry) -> datetime:
    if entry.last_modified is None:
        raise ValueError(f"{entry.uid} has no last_modified: remember it before publishing")
    return entry.last_modified.astimezone(UTC).replace(microsecond=0)


def _times(entry: CalendarEntry) -> Iterator[tuple[str, date | datetime]]:
    """Yield DTSTART and DTEND; a moment without length has no DTEND, for it may not be equal."""
    starts, ends = entry.starts, entry.ends
    if isinstance(starts, datetime) and isinstance(ends, datetime):
        length = ends.astimezone(UTC) - starts.astimezone(UTC)
        _check_length(entry, length)
        yield "DTSTART", _writable(starts)
        if length:
            yield "DTEND", _writable(ends)
    elif isinstance(starts, datetime) or isinstance(ends, datetime):
        raise ValueError(f"{entry.uid} mixes a day and a time")
    else:
        _check_length(entry, ends - starts)
        yield "DTSTART", starts
        yield "DTEND", ends + timedelta(days=1)  # the first day it no longer takes place


def _check_length(entry: CalendarEntry, length: timedelta) -> None:
    if length < timedelta(0):
        raise ValueError(f"{entry.uid} ends before it starts")


def _writable(moment: datetime) -> datetime:
    return moment if zone_to_write(moment) else moment.astimezone(UTC)


def _zones_of(entry: CalendarEntry) -> frozenset[str]:
    moments = (moment for moment in (entry.starts, entry.ends) if isinstance(moment, datetime))
    return frozenset(zone for zone in map(zone_to_write, moments) if zone)


@cache
def _zone_bytes(tzid: str) -> bytes:
    description = describe_zone(tzid)
    return b"".join(map(folded, description.lines)) if description else b""


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
