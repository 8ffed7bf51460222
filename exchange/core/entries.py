"""What rooms exchange with the calendar: one entry, whatever its source."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Final, Protocol
from uuid import UUID

from exchange.core.messages import Message
from exchange.core.permissions import Actor

if TYPE_CHECKING:  # rules look at entries, and rules reach no database
    from sqlalchemy.orm import Session

#: The part of a UID after the @: a name, not the server's address, and never changed.
UID_DOMAIN: Final = "exchange.kumamoto-city"


class EntryKind(StrEnum):
    """What an entry is about; also the values of the feed's `kinds`."""

    ANNIVERSARY = "anniversaries"
    CELEBRATION = "celebrations"
    REGISTRATION = "registrations"
    VISIT = "visits"
    ITINERARY = "itinerary"
    YOUTH = "youth"
    TASK = "tasks"


class Audience(StrEnum):
    """Who may see an entry."""

    PUBLIC = "public"
    STAFF = "staff"
    #: The school it concerns, beside the staff; a query asks for it by its actor.
    SCHOOL = "school"


class EntryState(StrEnum):
    """Whether it takes place."""

    CONFIRMED = "confirmed"
    TENTATIVE = "tentative"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """One thing on a calendar, in one language, times as they are.

    `starts` and `ends` are both dates (whole days, `ends` is the last day, inclusive) or both
    aware datetimes whose zones are IANA zones and may differ (a flight). Nothing is padded: a
    date known to the month stands on the 1st with `month_only`, and its title says so.
    """

    uid: str
    kind: EntryKind
    audience: Audience
    title: str
    language: str
    starts: date | datetime
    ends: date | datetime
    text: str = ""
    place: str = ""
    categories: tuple[str, ...] = ()
    #: Path on this server, without host; None when there is no page for it.
    path: str | None = None
    #: Slugs of the partners it concerns, the first one named first.
    partners: tuple[str, ...] = ()
    state: EntryState = EntryState.CONFIRMED
    #: What its room calls how far it has come, for staff; None where it has no such states.
    stage: Message | None = None
    #: The city whose clock `starts` shows, and what the clock at the other end shows then.
    city: str = ""
    elsewhere: tuple[datetime, str] | None = None
    milestone: bool = False
    month_only: bool = False
    #: Who is to do it; None where that is nobody's own.
    assignee: UUID | None = None
    is_demo: bool = False
    #: Filled from `published_entries` for feeds; drawn pages do not need them.
    sequence: int = 0
    last_modified: datetime | None = None

    def __hash__(self) -> int:
        """Hash by name and language: what is made of an entry is looked up by it, feed by feed."""
        return hash((self.uid, self.language))

    @property
    def all_day(self) -> bool:
        """Say whether the entry is made of whole days."""
        return not isinstance(self.starts, datetime)

    @property
    def moments(self) -> tuple[str, str]:
        """When it starts and ends, clock and zone written out."""
        return _written(self.starts), _written(self.ends)

    @property
    def clocks(self) -> tuple[str, str] | None:
        """What tells two entries apart that are equal; None of whole days, which have no clock.

        The same instant on the clocks of two zones is equal to itself and yet another entry.
        """
        return self.moments if isinstance(self.starts, datetime) else None


def _written(moment: date | datetime) -> str:
    zone = moment.tzinfo if isinstance(moment, datetime) else None
    return f"{moment.isoformat()} {zone}" if zone else moment.isoformat()


def anniversary_uid(basis_slug: str, year: int) -> str:
    """Name the anniversary of a basis in one year; published once, it stays for ever."""
    return f"{basis_slug}-{year}@{UID_DOMAIN}"


def term_uid(agreement_slug: str, *, reminder: bool) -> str:
    """Name the end of an agreement's term, or the reminder before it; it stays for ever."""
    return f"{agreement_slug}-term{'-reminder' if reminder else ''}@{UID_DOMAIN}"


def entry_uid(kind: EntryKind, key: UUID) -> str:
    """Name the entry of a stored row; published once, it stays for ever."""
    return f"{kind.value}-{key}@{UID_DOMAIN}"


@dataclass(frozen=True, slots=True)
class EntryQuery:
    """What a calendar asks its sources for: `first` and `last` are inclusive days."""

    first: date
    last: date
    #: A BCP 47 tag; titles in it, long text only where the interface has the language.
    language: str
    audience: Audience = Audience.PUBLIC
    #: Partner slugs; empty means all.
    partners: frozenset[str] = frozenset()
    #: Draw month-only dates as a span over the month instead of on its 1st.
    months_as_span: bool = False
    actor: Actor | None = None

    def is_of_staff(self, permission: str) -> bool:
        """Tell whether a member of staff asks who holds `resource:action`."""
        if self.audience is not Audience.STAFF or self.actor is None:
            return False
        return self.actor.may(permission)


class EntryFinder(Protocol):
    """A room's entries within a query, in few statements whatever the number of rows."""

    def __call__(self, session: "Session", query: EntryQuery) -> Sequence[CalendarEntry]:
        """Return the entries; for the public audience nothing that is not published."""


@dataclass(frozen=True, slots=True)
class EntrySource:
    """A room's offer to the calendar: its entries, and the revision topics they depend on."""

    topics: tuple[str, ...]
    find: EntryFinder
