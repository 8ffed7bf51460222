"""Feeds: what was asked for, the version it has, and the bytes kept of it.

A feed's version is its topics' revisions, the days it reaches over, the office's day, its format
and its filters; as long as it holds, the kept bytes are the answer and nothing is computed.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.calendars.ical import FeedDescription, calendar_bytes
from exchange.calendars.models import KeptFeed
from exchange.calendars.queries import Scope, kept_feed
from exchange.calendars.rules import FORMAT_VERSION
from exchange.calendars.services import keep_feed, remember
from exchange.core.entries import (
    UID_DOMAIN,
    Audience,
    CalendarEntry,
    EntryKind,
    EntryQuery,
    EntrySource,
)
from exchange.core.errors import BadRequestError
from exchange.core.languages import FEED_LANGUAGES
from exchange.core.messages import message
from exchange.core.revisions import revisions
from exchange.core.translate import translate

PUBLIC_KINDS: Final = (
    EntryKind.ANNIVERSARY,
    EntryKind.CELEBRATION,
    EntryKind.REGISTRATION,
    EntryKind.VISIT,
)
#: What `kinds` may name; visits come along with celebrations in the whole calendar.
CHOOSABLE_KINDS: Final = (EntryKind.ANNIVERSARY, EntryKind.CELEBRATION, EntryKind.REGISTRATION)
YEARS_BACK: Final = 1
YEARS_ON: Final = 10


@dataclass(frozen=True, slots=True)
class FeedRequest:
    """What a subscriber asks for; empty sets mean everything."""

    language: str = "ja"
    partners: frozenset[str] = frozenset()
    kinds: frozenset[EntryKind] = frozenset()
    milestones: bool = False
    months_as_span: bool = False
    one_time: bool = False

    @property
    def key(self) -> str:
        """Name the feed among the kept ones."""
        return "|".join(
            (
                self.language,
                ",".join(sorted(self.partners)),
                ",".join(sorted(self.kinds)),
                "milestones" if self.milestones else "",
                "span" if self.months_as_span else "",
                "once" if self.one_time else "",
            )
        )

    @property
    def arguments(self) -> dict[str, Any]:
        """The parameters of the feed's address, without those that say nothing new."""
        told = {
            "lang": self.language,
            "partner": sorted(self.partners),
            "kinds": ",".join(sorted(self.kinds)),
            "milestones": "1" if self.milestones else "",
            "months": "span" if self.months_as_span else "",
        }
        return {name: value for name, value in told.items() if value}

    def wants(self, entry: CalendarEntry) -> bool:
        """Say whether an entry belongs to the feed; demo entries belong to none."""
        return (
            not entry.is_demo
            and (not self.partners or entry.partner in self.partners)
            and (not self.kinds or entry.kind in self.kinds)
            and (not self.milestones or entry.milestone)
        )


@dataclass(frozen=True, slots=True)
class FeedBytes:
    """A feed as it is answered."""

    version: str
    body: bytes
    last_modified: datetime


@dataclass(frozen=True, slots=True)
class Publisher:
    """What feeds are made from: the rooms' sources, today, and this server's address."""

    sources: tuple[EntrySource, ...]
    now: datetime
    today: date
    base_url: str | None

    def query(self, request: FeedRequest, *, months_as_span: bool = False) -> EntryQuery:
        """Ask for everything public within the window: last year to ten years on."""
        return EntryQuery(
            first=date(self.today.year - YEARS_BACK, 1, 1),
            last=date(self.today.year + YEARS_ON, 12, 31),
            language=request.language,
            months_as_span=months_as_span,
        )


def read_request(
    arguments: Mapping[str, Sequence[str]], *, known_partners: Iterable[str]
) -> FeedRequest:
    """Read the parameters of a feed's address.

    Raises BadRequestError, naming the parameter, for any value that is not known.
    """
    known = set(known_partners)
    return FeedRequest(
        language=_one_of(arguments, "lang", FEED_LANGUAGES, "ja"),
        partners=frozenset(_each_of(arguments, "partner", known)),
        kinds=frozenset(
            EntryKind(kind) for kind in _each_of(arguments, "kinds", set(CHOOSABLE_KINDS))
        ),
        milestones=_one_of(arguments, "milestones", ("0", "1"), "0") == "1",
        months_as_span=_one_of(arguments, "months", ("first", "span"), "first") == "span",
        one_time=_one_of(arguments, "download", ("0", "1"), "0") == "1",
    )


def version_of(session: Session, request: FeedRequest, publisher: Publisher) -> str:
    """Return the feed's version, in one statement."""
    topics = sorted({topic for source in publisher.sources for topic in source.topics})
    numbers = revisions(session, topics)
    parts = [f"{topic}={numbers[topic]}" for topic in topics]
    told = "\n".join(
        (
            request.key,
            *parts,
            publisher.today.isoformat(),
            publisher.base_url or "",
            str(FORMAT_VERSION),
        )
    )
    return hashlib.sha256(told.encode()).hexdigest()[:32]


def kept_at(session: Session, request: FeedRequest, version: str) -> FeedBytes | None:
    """Return the kept bytes when they are of this version."""
    kept = kept_feed(session, request.key)
    return _bytes_of(kept) if kept is not None and kept.version == version else None


def publish(session: Session, request: FeedRequest, publisher: Publisher) -> FeedBytes:
    """Build the feed, remember what it publishes, keep its bytes and return them."""
    version = version_of(session, request, publisher)
    entries = published_entries(session, request, publisher)
    wanted = [entry for entry in entries if request.wants(entry)]
    body = calendar_bytes(
        wanted, feed=describe(request, publisher.base_url), one_time=request.one_time
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
    scope = Scope(request.language, frozenset({Audience.PUBLIC}), frozenset(PUBLIC_KINDS))
    found = [entry for entry in _find(session, query, publisher) if not entry.is_demo]
    revised = _remembered(session, found, scope, now=publisher.now)
    if request.months_as_span:
        return _with_revisions(
            _find(session, publisher.query(request, months_as_span=True), publisher), revised
        )
    return _with_revisions(found, revised)


def _remembered(
    session: Session, entries: Sequence[CalendarEntry], scope: Scope, *, now: datetime
) -> Sequence[CalendarEntry]:
    """Remember entries as the feed's language shows them.

    A title that exists in another language only stands in several feeds, each with a memory of
    its own.
    """
    shown = [replace(entry, language=scope.language) for entry in entries]
    return remember(session, shown, now=now, whole=scope)


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
    digest = hashlib.sha256(request.key.encode()).hexdigest()[:16]
    return FeedDescription(
        uid=f"anniversaries-{digest}@{UID_DOMAIN}",
        name=translate(message("calendars.feed.name"), request.language),
        description=translate(message("calendars.feed.description"), request.language),
        language=request.language,
        base_url=base_url,
        colour="darkblue",
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
    return FeedBytes(kept.version, kept.body, kept.last_modified)


def _find(session: Session, query: EntryQuery, publisher: Publisher) -> list[CalendarEntry]:
    return [entry for source in publisher.sources for entry in source.find(session, query)]


def _one_of(
    arguments: Mapping[str, Sequence[str]], name: str, allowed: Iterable[str], default: str
) -> str:
    values = _each_of(arguments, name, set(allowed))
    if len(values) > 1:
        raise BadRequestError(message("calendars.error.repeated", name=name))
    return values[0] if values else default


def _each_of(arguments: Mapping[str, Sequence[str]], name: str, allowed: set[str]) -> Sequence[str]:
    """Return the values of a parameter, repeated or separated by commas."""
    values = [part for text in arguments.get(name, ()) for part in text.split(",") if part]
    for value in values:
        if value not in allowed:
            raise BadRequestError(
                message(
                    "calendars.error.unknown_value",
                    name=name,
                    value=value[:40],
                    known=", ".join(sorted(allowed)),
                )
            )
    return values
