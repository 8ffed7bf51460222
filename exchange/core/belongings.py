"""What an account answers for, as rooms offer it, so that nothing is nobody's once it has ended.

A room lists its kinds in `offers.py`; `exchange.rooms` lists the rooms. Handing over moves the
rows of a kind that are still open; what is over keeps the name of whoever did it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlalchemy.orm import InstrumentedAttribute, Session
from sqlalchemy.orm.interfaces import ORMOption

from exchange.core.database import Editable, Localized
from exchange.core.messages import Message
from exchange.core.offers import Subject
from exchange.core.permissions import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """Something open: what it is, how far it has come, by when it is due, and with whom."""

    subject: Subject
    title: str | Localized
    state: Message | str
    due: date | None
    path: str
    partners: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Belonging:
    """One kind of thing an account answers for."""

    #: What the audit calls it: `visit`.
    kind: str
    table: type[Editable]
    #: Whose it is.
    owner: InstrumentedAttribute[UUID | None]
    is_open: ColumnElement[bool]
    #: What somebody must hold to answer for it.
    permission: str
    act: str
    describe: Callable[[Any], Item]
    #: The revision topic of feeds that show it.
    topic: str | None = None
    #: What `describe` looks at beside the row itself.
    options: tuple[ORMOption, ...] = ()


class Closing(Protocol):
    """A room's ending of what opens by an account: its feeds, and links it has handed out."""

    def __call__(
        self, session: Session, *, actor: Actor, leaver_id: UUID, heir_id: UUID | None
    ) -> int:
        """End or renew it, leave the heir a task where somebody waits for it; return how many.

        Without an heir the task is nobody's.
        """


@dataclass(frozen=True, slots=True)
class ClosingSource:
    """How a room counts what opens by an account, seen before, and how it ends."""

    count: Callable[[Session, UUID], int]
    close: Closing


#: Rooms' kinds, in the order in which they are read.
Belongings = Sequence[Belonging]


class Ender(Protocol):
    """The ending of an account, by the room that knows what accounts answer for."""

    def __call__(self, session: Session, *, actor: Actor, user_id: UUID, version: int) -> int:
        """End it, unless something open is its person's; return how many things are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EndAhead:
    """What the end of an account would mean, for whoever is asked whether it is to end."""

    #: How many open things are its person's: it does not end before they are somebody else's.
    open: int
    #: Where they are handed over; "" where there is no such page.
    path: str
    #: What opens by it, and how much of it there is.
    opened: Sequence[tuple[Message, int]]
    #: The last day that is planned for it.
    planned: date | None


class EndFinder(Protocol):
    """A room's answer to what the end of an account would mean; nothing is changed."""

    def __call__(self, session: Session, *, user_id: UUID) -> EndAhead:
        """Return it."""


@dataclass(frozen=True, slots=True)
class EndSource:
    """How an account ends: seen before, and done."""

    find: EndFinder
    end: Ender
