"""When a published entry counts as changed, and how its revision then moves."""

import hashlib
import json
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final, NamedTuple

from exchange.core.entries import CalendarEntry, EntryKind
from exchange.core.errors import DomainError
from exchange.core.messages import message
from exchange.core.permissions import Actor

#: Raise it when the written form of every entry changes: subscribers then fetch all of them anew.
FORMAT_VERSION: Final = 1

#: As many entries as a process remembers the digests and the bytes of: some megabytes.
KNOWN_ENTRIES: Final = 8192

#: iCalendar's instants know no fractions.
TICK: Final = timedelta(seconds=1)

#: A person's feeds: how many work at once, for how long, and when their page warns.
MOST_FEEDS: Final = 10
FEED_LIFETIME: Final = timedelta(days=365)
FEED_WARNING: Final = timedelta(days=30)
#: `last_fetched_at` is written at most this often.
FETCH_INTERVAL: Final = timedelta(minutes=10)

#: What a feed of one's own may hold, and the permission it takes; None is everyone's.
_PERMISSIONS: Final[Mapping[EntryKind, str | None]] = {
    EntryKind.ANNIVERSARY: None,
    EntryKind.CELEBRATION: None,
    EntryKind.VISIT: None,
    EntryKind.ITINERARY: "itinerary:read",
    EntryKind.REGISTRATION: None,
    EntryKind.YOUTH: None,
    EntryKind.TASK: "tasks:edit",
}


class Revision(NamedTuple):
    """What was published of an entry: digests of its content and of its schedule, and when."""

    digest: str
    schedule_digest: str
    #: Moves with time, place and state only, and never down (RFC 5545 3.8.7.4).
    sequence: int
    #: Moves with every visible change, by a second at least; UTC, whole seconds.
    last_modified: datetime


def next_revision(
    entry: CalendarEntry, *, known: Revision | None, came_back: bool, now: datetime
) -> Revision:
    """Compare an entry with what was published of it; the same revision when nothing moved.

    An entry that came back after it had gone counts as changed, for subscribers dropped it.
    """
    content = content_digest(entry)
    if known is not None and known.digest == content and not came_back:
        return known
    schedule, instant = schedule_digest(entry), now.replace(microsecond=0)
    if known is None:
        return Revision(content, schedule, 0, instant)
    moved = known.schedule_digest != schedule
    return Revision(
        content,
        schedule,
        known.sequence + 1 if moved else known.sequence,
        max(instant, known.last_modified + TICK),
    )


def content_digest(entry: CalendarEntry) -> str:
    """Digest all that a reader of the entry sees, its revision apart."""
    return _content_digest(entry, entry.clocks)


@lru_cache(maxsize=KNOWN_ENTRIES)
def _content_digest(entry: CalendarEntry, _clocks: tuple[str, str] | None) -> str:
    """Digest an entry once: of a changed feed nearly every entry is as it was."""
    return _digest(
        _schedule(entry)
        | {
            "format": FORMAT_VERSION,
            "kind": entry.kind,
            "title": entry.title,
            "text": entry.text,
            "categories": entry.categories,
            "path": entry.path,
        }
    )


def schedule_digest(entry: CalendarEntry) -> str:
    """Digest when and where the entry takes place, and whether."""
    return _digest(_schedule(entry))


def _schedule(entry: CalendarEntry) -> dict[str, object]:
    times = (
        [f"{entry.starts:%Y-%m}"]  # the same entry, drawn on the 1st or over the month
        if entry.month_only
        else list(entry.moments)
    )
    return {"times": times, "place": entry.place, "state": entry.state}


def _digest(values: Mapping[str, object]) -> str:
    written = json.dumps(values, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(written.encode()).hexdigest()


def kinds_for(actor: Actor) -> tuple[EntryKind, ...]:
    """Return what a feed of this person may hold."""
    return tuple(
        kind
        for kind, permission in _PERMISSIONS.items()
        if permission is None or actor.may(permission)
    )


def ensure_kinds(actor: Actor, kinds: Collection[EntryKind]) -> None:
    """Raise DomainError unless there is something to hold, and all of it may be seen."""
    if not kinds:
        raise DomainError(message("calendars.error.no_kind"), field="kinds")
    if not set(kinds) <= set(kinds_for(actor)):
        raise DomainError(message("calendars.error.kind_refused"), field="kinds")


def ensure_room(live: int) -> None:
    """Raise DomainError once a person has as many feeds as anyone may."""
    if live >= MOST_FEEDS:
        raise DomainError(message("calendars.error.many_feeds", count=MOST_FEEDS))


def is_fetch_due(last_fetched_at: datetime | None, now: datetime) -> bool:
    """Say whether a fetch is to be noted; most are not, so that polling writes nothing."""
    return last_fetched_at is None or now - last_fetched_at >= FETCH_INTERVAL
