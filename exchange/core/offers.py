"""What a higher room shows on a lower room's page, and other small values rooms exchange."""

import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Protocol
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.core.database import Localized
from exchange.core.entries import Audience
from exchange.core.messages import Message
from exchange.core.permissions import Actor


@dataclass(frozen=True, slots=True)
class Subject:
    """What an audit line, a task or a link is about: a kind (`visit`) and its key."""

    kind: str
    id: UUID


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of a page, drawn by a template of the room that offers it."""

    id: str
    title: Message
    template: str
    context: Mapping[str, object] = field(default_factory=dict)
    audience: Audience = Audience.PUBLIC
    order: int = 50


@dataclass(frozen=True, slots=True)
class Hit:
    """One answer of the search box; the page says it in the reader's language, and marks others."""

    kind: Message
    title: str | Localized
    path: str
    text: str | Localized | Message = ""


class PanelSource(Protocol):
    """A room's offer to a page: the page's subject in, panels out."""

    def __call__(
        self, session: Session, *, subject: Subject, actor: Actor | None
    ) -> Sequence[Panel]:
        """Return the panels for a subject that this actor (None: the public) may see."""


@dataclass(frozen=True, slots=True)
class Linkable:
    """Something of a higher room that a lower room's row can be linked to."""

    id: UUID
    title: str | Localized
    starts: date
    ends: date
    path: str
    state: Message


class LinkFinder(Protocol):
    """A room's offer to a lower room's form: what of a partner can be linked, latest first."""

    def __call__(self, session: Session, *, partner_id: UUID, actor: Actor) -> Sequence[Linkable]:
        """Return what the actor may see."""


@dataclass(frozen=True, slots=True)
class LinkSource:
    """What kind of thing a room offers to link (`visit`, `edition`), and how it is found."""

    kind: str
    find: LinkFinder


@dataclass(frozen=True, slots=True)
class VisitEvent:
    """Something on a visit's programme at which people stand in an order."""

    id: UUID
    title: Localized
    day: date


@dataclass(frozen=True, slots=True)
class Following:
    """What hangs on a visit's days: when it is, and when it would be; None where it stays.

    `flagged` ones stay though their visit moves, and somebody is to look at them.
    """

    title: str | Localized
    before: date
    after: date | None
    flagged: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitMove:
    """A visit's first and last day as they are, and as they would be."""

    visit_id: UUID
    first: date
    last: date
    new_first: date
    new_last: date

    @property
    def days(self) -> int:
        """By how many days it begins later; less than 0 for earlier."""
        return (self.new_first - self.first).days


class FollowingFinder(Protocol):
    """A room's answer to what would become of its things when a visit moves."""

    def __call__(self, session: Session, *, move: VisitMove) -> Sequence[Following]:
        """Return them in true order; raises DomainError where one cannot be where it would be."""


class Follower(Protocol):
    """A room's moving of its things behind a visit that has moved and is locked."""

    def __call__(self, session: Session, *, actor: Actor, move: VisitMove) -> None:
        """Move what is not fixed."""


@dataclass(frozen=True, slots=True)
class FollowSource:
    """How a room's things follow a visit that moves: seen before, and done."""

    find: FollowingFinder
    follow: Follower


class Origin(Protocol):
    """A room's tying of what a new visit was made from to it: a letter that asks for it."""

    def __call__(self, session: Session, *, actor: Actor, key: UUID, visit_id: UUID) -> None:
        """Tie it, as far as the actor may edit it; raises DomainError, NotFoundError."""


class PrintFinder(Protocol):
    """A room's answer to which papers of a visit were ever printed."""

    def __call__(self, session: Session, *, visit_id: UUID) -> Collection[str]:
        """Return their names, those of a visit's `Paper`s by its value."""


class Copier(Protocol):
    """A room's copying of its things to a visit that is made from an earlier one."""

    def __call__(self, session: Session, *, actor: Actor, source_id: UUID, copy_id: UUID) -> None:
        """Copy what a plan needs and the actor may edit: nobody, and nothing that took place."""


@dataclass(frozen=True, slots=True)
class OpenEnd:
    """Something of a visit that is still open when it is called off."""

    kind: Message
    title: str | Localized
    path: str


@dataclass(frozen=True, slots=True)
class ToTell:
    """Somebody who is to be told that a visit is put off or called off, and how to reach them."""

    kind: Message
    name: str | Localized
    #: Tells them apart from others of the kind, for as long as nothing is changed.
    key: str
    note: str = ""
    #: The days for which they are expected.
    days: tuple[date, ...] = ()

    @property
    def party(self) -> str:
        """What a tick beside them is kept under: it names nobody."""
        return hashlib.sha256(f"{self.kind.id}|{self.key}".encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class LooseEnds:
    """What a visit that is put off or called off leaves behind."""

    #: What was spent on it, in sentences.
    costs: Sequence[Message] = ()
    open: Sequence[OpenEnd] = ()
    tell: Sequence[ToTell] = ()


def each_once(parties: Iterable[ToTell]) -> list[ToTell]:
    """Return parties by name, each where it stands first, with all its days."""
    found: dict[str, ToTell] = {}
    for party in parties:
        name = party.name if isinstance(party.name, str) else party.name["ja"]
        known = found.get(name, party)
        days = tuple(dict.fromkeys((*known.days, *party.days)))
        found[name] = replace(known, note=known.note or party.note, days=days)
    return list(found.values())


class LooseEndFinder(Protocol):
    """A room's answer to what a visit that is put off or called off leaves behind."""

    def __call__(self, session: Session, *, visit_id: UUID, actor: Actor) -> LooseEnds:
        """Return what the actor may see, in the order of a list that is worked through."""


@dataclass(frozen=True, slots=True)
class Remaining:
    """Something a fiscal year leaves open: what, why it is on the list, and where it is."""

    title: str | Localized
    why: Message
    path: str


class RemainderFinder(Protocol):
    """A room's answer to what of its own is still open of a fiscal year that is to be closed."""

    def __call__(self, session: Session, *, fiscal_year: int, actor: Actor) -> Sequence[Remaining]:
        """Return it in order, as far as the actor may read it."""


class EventFinder(Protocol):
    """A room's offer to a visit's orders of precedence: what is on its programme."""

    def __call__(self, session: Session, *, visit_id: UUID) -> Sequence[VisitEvent]:
        """Return a visit's events in true order."""


class Purge(Protocol):
    """A room's deleting of what it keeps past its day, for whoever asks every room."""

    def __call__(
        self, session: Session, *, actor: Actor, today: date, limit: int
    ) -> Sequence[object]:
        """Delete what is due, at most `limit` of it, and return what was emptied."""


@dataclass(frozen=True, slots=True)
class Official:
    """An official record that is over: what it is, its last day, and where it is read."""

    subject: Subject
    title: Localized
    last_day: date
    path: str


#: A room's official records that were over before a day, the oldest first.
OfficialFinder = Callable[[Session, date], Sequence[Official]]


#: What of a room is past its day, or will be on a day to come; nothing is changed.
DueFinder = Callable[[Session, date], Sequence[object]]


@dataclass(frozen=True, slots=True)
class Retention:
    """What a room keeps for a time only: how it finds what is due, and how that goes."""

    find: DueFinder
    purge: Purge


#: A room's hits for a folded query, limited to what the actor may see by the query itself.
HitSource = Callable[[Session, str, Actor], Sequence[Hit]]
