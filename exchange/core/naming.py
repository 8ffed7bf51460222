"""What the things that others point at are called, kind by kind: rows by key, and kinds in words.

`exchange.rooms.naming` lists the kinds. A name is shown to those who may see it; whoever may not
reads of the kind alone.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import ColumnElement, inspect, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.interfaces import ORMOption

from exchange.core.database import Keyed, Localized
from exchange.core.messages import Message
from exchange.core.offers import Subject
from exchange.core.permissions import Actor

Title: TypeAlias = str | Localized | Message


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectKind:
    """One kind of thing that audit lines are about."""

    #: What one of them is called: 訪問.
    words: Message
    #: Where its rows are; None for what is no row, such as a whole register.
    table: type[Keyed] | None = None
    #: A row's own name; None where it has none of its own.
    title: Callable[[Any], Title] | None = None
    #: Its page, of a row; "" where there is none.
    path: Callable[[Any], str] | None = None
    #: What is needed to see a row's name; None for whoever sees that there is one.
    reads: str | None = None
    #: What is needed to open its page.
    opens: str | None = None
    #: What `title` and `path` look at beside the row itself.
    options: tuple[ORMOption, ...] = ()
    #: Whether a row is a person, who may have been erased.
    is_person: bool = False
    #: Whether what a row was is erased, where the row itself stays; None where rows go.
    is_erased: Callable[[Any], bool] | None = None
    #: Whether lines are about such rows; of others they tell in their values alone.
    has_lines: bool = True

    def column(self, field: str) -> ColumnElement[Any] | None:
        """Return the column of a field of its rows; None for what is no column of them."""
        return inspect(self.table).local_table.columns.get(field) if self.table else None

    @property
    def room(self) -> str:
        """The room its rows are of, for the words of its fields; "" where there are none."""
        return self.table.__module__.split(".")[1] if self.table else ""


@dataclass(frozen=True, slots=True)
class Named:
    """A subject as a page shows it."""

    kind: SubjectKind
    #: None where it has no name of its own, or not for this reader.
    title: Title | None = None
    path: str = ""
    #: Whether there is no such row any more, or nothing of the person in it.
    is_gone: bool = False


Kinds: TypeAlias = Mapping[str, SubjectKind]


def names_of(
    session: Session, kinds: Kinds, subjects: Collection[Subject], *, actor: Actor
) -> Mapping[Subject, Named]:
    """Return what some subjects are called, in a statement a kind; unknown kinds are left out."""
    wanted: dict[str, set[UUID]] = {}
    for subject in subjects:
        wanted.setdefault(subject.kind, set()).add(subject.id)
    found: dict[Subject, Named] = {}
    for name, keys in wanted.items():
        if kind := kinds.get(name):
            rows = _rows(session, kind, keys)
            found |= {Subject(name, key): _named(kind, rows.get(key), actor) for key in keys}
    return found


def _rows(session: Session, kind: SubjectKind, keys: Collection[UUID]) -> Mapping[UUID, Any]:
    if kind.table is None:
        return {}
    statement = select(kind.table).where(kind.table.id.in_(keys)).options(*kind.options)
    return {row.id: row for row in session.scalars(statement)}


def _named(kind: SubjectKind, row: Any, actor: Actor) -> Named:  # noqa: ANN401 - of any table
    if row is None:
        return Named(kind, is_gone=kind.table is not None)
    if kind.is_erased and kind.is_erased(row):
        return Named(kind, is_gone=True)
    is_read = kind.reads is None or actor.may(kind.reads)
    is_opened = kind.opens is None or actor.may(kind.opens)
    return Named(
        kind,
        title=kind.title(row) if kind.title and is_read else None,
        path=kind.path(row) if kind.path and is_opened else "",
    )
