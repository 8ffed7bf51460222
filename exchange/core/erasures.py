"""What rooms keep about one person: found part by part, counted, and erased in one transaction.

A room offers its parts in `erasures.py`; `exchange.rooms` lists them, rows that point at others
before those they point at. A part finds the rows of one table; erasing deletes them, or empties
what is personal in rows that other records need.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Table, delete, false, inspect, select, tuple_, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from exchange.core.database import Base
from exchange.core.keys import Keyring
from exchange.core.messages import Message
from exchange.core.offers import Subject
from exchange.core.text import fold

#: A shorter spelling is a word more often than a name.
_SHORTEST: Final = 2
#: Stands where words were that a row cannot do without.
NO_WORDS: Final = "－"


class Held(StrEnum):
    """What is kept about a pupil, as people call it."""

    PUPIL = "pupil"
    REGISTRATIONS = "registrations"
    STEPS = "steps"
    CONSENT_LINKS = "consent_links"
    CONSENTS = "consents"
    SCANS = "scans"
    HEALTH = "health"
    PASSPORTS = "passports"
    REPORTS = "reports"
    ACHIEVEMENTS = "achievements"
    APPLICATIONS = "applications"
    CHANGE_REQUESTS = "change_requests"
    SCHOOL_MOVES = "school_moves"
    DUPLICATES = "duplicates"
    ELIGIBILITY = "eligibility"
    SCORES = "scores"
    WAITING_NOTES = "waiting_notes"
    RESULT_NOTICES = "result_notices"
    ATTENDANCES = "attendances"
    MESSAGES = "messages"
    ROSTERS = "rosters"
    HOST_PAIRS = "host_pairs"
    HOST_FAMILIES = "host_families"
    LEDGER_LINKS = "ledger_links"
    FILES = "files"
    DISCLOSURES = "disclosures"
    MAILS = "mails"
    JOBS = "jobs"
    AUDIT_VALUES = "audit_values"


@dataclass(frozen=True, slots=True)
class Person:
    """Whose data is looked for: a pupil, with the rows of other schools merged into it."""

    pupils: frozenset[UUID]
    registrations: frozenset[UUID]
    #: Where the pupil is or was registered.
    schools: frozenset[UUID]
    #: Full names in every script, folded.
    spellings: frozenset[str]
    #: Family name, given name and birth date, as somebody else may have written them.
    written: frozenset[tuple[str, str, date]]
    #: Mail addresses that are kept for nobody else.
    addresses: frozenset[str]

    def is_named_in(self, *texts: str | None) -> bool:
        """Say whether a text spells the full name."""
        folded = fold("\n".join(text for text in texts if text))
        return any(each in folded for each in self.spellings if len(each) >= _SHORTEST)

    def __or__(self, other: "Person") -> "Person":
        """Return two people as one: what is about either of them is about it."""
        return Person(
            pupils=self.pupils | other.pupils,
            registrations=self.registrations | other.registrations,
            schools=self.schools | other.schools,
            spellings=self.spellings | other.spellings,
            written=self.written | other.written,
            addresses=self.addresses | other.addresses,
        )


@dataclass(slots=True)
class Search:
    """One search for everything about a person; `subjects` grows with what was found."""

    session: Session
    person: Person
    ring: Keyring
    subjects: set[Subject] = field(default_factory=set)

    def keys_of(self, *kinds: str) -> set[UUID]:
        """Return the keys of the rows found so far that the audit calls one of some kinds."""
        return {subject.id for subject in self.subjects if subject.kind in kinds}


#: Which rows of the part's table are about the person.
Finder = Callable[[Search], ColumnElement[bool]]
#: What stands in the columns of a kept row afterwards.
Emptied = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The rows of one table that are about a person, and what becomes of them."""

    held: Held
    table: type[Base]
    find: Finder
    #: None: the rows are deleted. A function gets a row's key.
    emptied: Emptied | Callable[[UUID], Emptied] | None = None
    #: What audit lines and documents call such a row.
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Obstacle:
    """What stands against erasing a person yet, and the page on which that is settled."""

    sentence: Message
    path: str


#: Says why a person cannot be erased yet; nothing where nothing stands against it.
Hindrance = Callable[[Session, Person, date], Sequence[Obstacle]]


@dataclass(frozen=True, slots=True)
class Found:
    """What one part found: the keys of its rows."""

    part: Part
    keys: Sequence[tuple[Any, ...]]


def among(column: InstrumentedAttribute[Any], keys: Callable[[Search], Any]) -> Finder:
    """Find the rows whose column is one of some keys."""
    return lambda search: column.in_(list(keys(search)))


def pupils(search: Search) -> frozenset[UUID]:
    """Return the keys of the person's pupil rows."""
    return search.person.pupils


def registrations(search: Search) -> frozenset[UUID]:
    """Return the keys of the person's registrations."""
    return search.person.registrations


def survey(search: Search, parts: Sequence[Part]) -> Sequence[Found]:
    """Find every part's rows, in the order of the parts."""
    found = []
    for part in parts:
        columns = _key_columns(part.table)
        where = part.find(search)
        rows = search.session.execute(select(*columns).where(where).order_by(*columns))
        keys: list[tuple[Any, ...]] = [tuple(row) for row in rows]
        if part.subject:
            search.subjects |= {Subject(part.subject, key[0]) for key in keys}
        found.append(Found(part, keys))
    return found


def counted(found: Sequence[Found]) -> Mapping[Held, int]:
    """Return how many rows of each kind were found, in the order people read them."""
    counts = dict.fromkeys(Held, 0)
    for each in found:
        counts[each.part.held] += len(each.keys)
    return {held: number for held, number in counts.items() if number}


def erase_found(session: Session, found: Sequence[Found]) -> None:
    """Delete or empty what was found; nothing that was read before is to be trusted after."""
    session.flush()
    for each in found:
        if each.part.emptied is None:
            session.execute(_quietly(delete(each.part.table).where(_is_one(each))))
        else:
            _empty(session, each)
    session.expire_all()


def _empty(session: Session, found: Found) -> None:
    table, emptied = found.part.table, found.part.emptied
    counter = {"version": table.version + 1} if hasattr(table, "version") else {}
    statement = update(table)
    if not callable(emptied):
        values = {**(emptied or {}), **counter}
        session.execute(_quietly(statement.where(_is_one(found)).values(values)))
        return
    for (key,) in found.keys:
        values = {**emptied(key), **counter}
        session.execute(_quietly(statement.where(_key_columns(table)[0] == key).values(values)))


def _quietly(statement: Any) -> Any:  # noqa: ANN401 - an update or a delete
    return statement.execution_options(synchronize_session=False)


def _is_one(found: Found) -> ColumnElement[bool]:
    columns = _key_columns(found.part.table)
    if not found.keys:
        return false()
    if len(columns) == 1:
        return columns[0].in_([key for (key,) in found.keys])
    return tuple_(*columns).in_(found.keys)


def _key_columns(table: type[Base]) -> Sequence[ColumnElement[Any]]:
    mapped = inspect(table).local_table
    assert isinstance(mapped, Table), "every part is a table"
    return list(mapped.primary_key.columns)
