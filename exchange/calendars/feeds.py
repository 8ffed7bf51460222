"""Feeds: what was asked for, the version it has, and the bytes kept of it.

A feed's version is its topics' revisions, the days it reaches over, the office's day, its format
and its filters; as long as it holds, the kept bytes are the answer and nothing is computed. What
a subscriber compares is the digest of the bytes, for most nights they stay as they are.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Final
from uuid import UUID

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from exchange.calendars.agenda import ending_day, starting_day
from exchange.calendars.ical import FeedDescription, calendar_bytes
from exchange.calendars.models import KeptFeed
from exchange.calendars.private import shown_to_holder
from exchange.calendars.queries import KeptState, Scope, kept_body, kept_state
from exchange.calendars.rules import FORMAT_VERSION, KNOWN_ENTRIES
from exchange.calendars.services import keep_feed, remember
from exchange.calendars.subscriptions import PUBLIC_KINDS, FeedRequest, Holder
from exchange.core.entries import (
    UID_DOMAIN,
    Audience,
    CalendarEntry,
    EntryKind,
    EntryQuery,
    EntrySource,
    EntryState,
)
from exchange.core.messages import message
from exchange.core.revisions import revisions
from exchange.core.translate import translate

YEARS_BACK: Final = 1
YEARS_ON: Final = 10


@dataclass(frozen=True, slots=True)
class FeedBytes:
    """A feed as it is answered."""

    body: bytes
    digest: str
    last_modified: datetime


@cache
def _topics(sources: tuple[EntrySource, ...]) -> Sequence[str]:
    return sorted({topic for source in sources for topic in source.topics})


@dataclass(frozen=True, slots=True)
class Publisher:
    """What feeds are made from: the rooms' sources, today, and this server's address."""

    sources: tuple[EntrySource, ...]
    now: datetime
    today: date
    base_url: str | None

    @property
    def topics(self) -> Sequence[str]:
        """What the feeds depend on, in order."""
        return _topics(self.sources)

    def query(self, request: FeedRequest, *, months_as_span: bool = False) -> EntryQuery:
        """Ask for everything public within the window: last year to ten years on."""
        return EntryQuery(
            first=date(self.today.year - YEARS_BACK, 1, 1),
            last=date(self.today.year + YEARS_ON, 12, 31),
            language=request.language,
            audience=_asking_as(request),
            months_as_span=months_as_span,
            actor=request.holder.actor if request.holder else None,
        )


def _asking_as(request: FeedRequest) -> Audience:
    """A school asks as the public does, and gets what is its own beside it."""
    holder = request.holder
    return Audience.STAFF if holder and holder.actor.school_id is None else Audience.PUBLIC


def current_state(
    connection: Connection, request: FeedRequest, publisher: Publisher
) -> KeptState | None:
    """Return what is kept of a feed while that is the answer, in one statement."""
    kept = kept_state(connection, request.key)
    if kept is None or kept.version != _version(request, publisher, kept.revisions):
        return None
    return kept


def _version(request: FeedRequest, publisher: Publisher, numbers: Mapping[str, int]) -> str:
    parts = [f"{topic}={numbers.get(topic, 0)}" for topic in publisher.topics]
    told = "\n".join(
        (
            request.key,
            request.holder.viewpoint if request.holder else "",
            *parts,
            publisher.today.isoformat(),
            publisher.base_url or "",
            str(FORMAT_VERSION),
        )
    )
    return hashlib.sha256(told.encode()).hexdigest()[:32]


def kept_bytes(connection: Connection, request: FeedRequest, state: KeptState) -> FeedBytes | None:
    """Return the kept bytes of a state; None when others took their place meanwhile."""
    kept = kept_body(connection, request.key, state.digest)
    return None if kept is None else FeedBytes(kept[0], state.digest, kept[1])


def publish(session: Session, request: FeedRequest, publisher: Publisher) -> FeedBytes:
    """Build the feed, remember what it publishes, keep its bytes and return them."""
    version = _version(request, publisher, revisions(session, publisher.topics))
    entries = published_entries(session, request, publisher)
    wanted = [entry for entry in entries if request.wants(entry)]
    body = calendar_bytes(
        wanted,
        feed=describe(request, publisher.base_url),
        one_time=request.one_time,
        reminder=request.reminder,
    )
    kept = keep_feed(session, key=request.key, version=version, body=body, now=publisher.now)
    return _bytes_of(kept)


def published_entries(
    session: Session, request: FeedRequest, publisher: Publisher
) -> list[CalendarEntry]:
    """Return everything public in the window with its revision.

    What is remembered is always the whole, with month-only dates on their 1st: a subscriber's
    choice of partners or spans must not look like a change to the others.
    """
    query = publisher.query(request)
    current = [
        entry for entry in _find(session, query, publisher) if not _is_over(entry, publisher.today)
    ]
    if request.holder is not None:
        return _entries_of_holder(session, current, request, now=publisher.now)
    scope = Scope(request.language, Audience.PUBLIC, frozenset(PUBLIC_KINDS))
    found = [entry for entry in current if not entry.is_demo]
    revised = _remembered(session, found, scope, now=publisher.now)
    if request.months_as_span:
        return _with_revisions(
            _find(session, publisher.query(request, months_as_span=True), publisher), revised
        )
    return [_in_language(entry, own.language) for entry, own in zip(revised, found, strict=True)]


def _entries_of_holder(
    session: Session, entries: Sequence[CalendarEntry], request: FeedRequest, *, now: datetime
) -> list[CalendarEntry]:
    """Return what a person's own feed holds; others' memories of an entry do not move with it."""
    wanted = [entry for entry in entries if request.wants(entry)]
    return remember(session, shown_to_holder(session, wanted, request), now=now)


def coming_entries(
    session: Session, request: FeedRequest, publisher: Publisher
) -> list[CalendarEntry]:
    """Return what a feed would hold from today on, in order; nothing is remembered."""
    query = publisher.query(request, months_as_span=request.months_as_span)
    coming = [
        entry
        for entry in _find(session, query, publisher)
        if request.wants(entry) and ending_day(entry) >= publisher.today
    ]
    return sorted(coming, key=lambda entry: (starting_day(entry), entry.uid))


def _is_over(entry: CalendarEntry, today: date) -> bool:
    """Say whether a calendar has no more use for an entry: it was to take place, or be done."""
    expires = entry.state is EntryState.CANCELLED or entry.kind is EntryKind.REGISTRATION
    return expires and ending_day(entry) < today


def _remembered(
    session: Session, entries: Sequence[CalendarEntry], scope: Scope, *, now: datetime
) -> Sequence[CalendarEntry]:
    """Remember entries as the feed's language shows them.

    A title that exists in another language only stands in several feeds, each with a memory of
    its own.
    """
    shown = [_in_language(entry, scope.language) for entry in entries]
    return remember(session, shown, now=now, whole=scope)


def _in_language(entry: CalendarEntry, language: str) -> CalendarEntry:
    return entry if entry.language == language else _shown_in(entry, entry.clocks, language)


@lru_cache(maxsize=KNOWN_ENTRIES)
def _shown_in(entry: CalendarEntry, _clocks: object, language: str) -> CalendarEntry:
    """Return the same object each time: what is known of an entry is known of that."""
    return replace(entry, language=language)


def _with_revisions(
    entries: Sequence[CalendarEntry], revised: Sequence[CalendarEntry]
) -> list[CalendarEntry]:
    known = {entry.uid: entry for entry in revised}
    return [
        replace(
            entry,
            sequence=known[entry.uid].sequence,
            last_modified=known[entry.uid].last_modified,
        )
        for entry in entries
        if entry.uid in known
    ]


def describe(request: FeedRequest, base_url: str | None) -> FeedDescription:
    """Say what the feed is, in its language."""
    if request.holder is not None:
        return _describe_own(request.holder, request.language, base_url)
    digest = hashlib.sha256(request.key.encode()).hexdigest()[:16]
    return FeedDescription(
        uid=f"anniversaries-{digest}@{UID_DOMAIN}",
        name=translate(message("calendars.feed.name"), request.language),
        description=translate(message("calendars.feed.description"), request.language),
        language=request.language,
        base_url=base_url,
        colour="darkblue",
    )


def _describe_own(holder: Holder, language: str, base_url: str | None) -> FeedDescription:
    return FeedDescription(
        uid=f"feed-{holder.feed_id}@{UID_DOMAIN}",
        name=holder.name,
        description=translate(message("calendars.feed.own"), language),
        language=language,
        base_url=base_url,
        colour="steelblue",
    )


def describe_visit(
    title: str, key: UUID, *, language: str, base_url: str | None
) -> FeedDescription:
    """Say what a visit's own file is."""
    return FeedDescription(
        uid=f"itinerary-{key}@{UID_DOMAIN}",
        name=title,
        description=translate(message("calendars.feed.itinerary"), language),
        language=language,
        base_url=base_url,
        colour="darkgreen",
    )


def _bytes_of(kept: KeptFeed) -> FeedBytes:
    return FeedBytes(kept.body, kept.digest, kept.last_modified)


def _find(session: Session, query: EntryQuery, publisher: Publisher) -> list[CalendarEntry]:
    return [entry for source in publisher.sources for entry in source.find(session, query)]
