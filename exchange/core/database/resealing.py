"""Sealing again under the current key what is sealed under another, a few rows at a time.

Columns are found in the tables' own description, so that none is forgotten. A row keeps its
version and the day of its last change: what it says stays the same, and a form that is open too.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    Table,
    Text,
    and_,
    func,
    not_,
    or_,
    select,
    type_coerce,
    update,
)
from sqlalchemy.orm import Session

from exchange.core.database.base import Base
from exchange.core.database.engine import Database, transact
from exchange.core.database.sealed import Sealed, sealed_columns
from exchange.core.keys import KeyProblemError, Keyring, KeyTrial, Place

_ROWS: Final = 100
#: So many values are tried under a key before it is said not to be theirs.
_TRIED: Final = 3


@dataclass(slots=True)
class Resealed:
    """What came of it."""

    #: Values that stand under the current key now and did not before.
    values: int = 0
    #: Where values stand that no key opens; they were left as they are.
    broken: list[Place] = field(default_factory=list)


def lacking_keys(session: Session, ring: Keyring) -> Sequence[str]:
    """Return the ids of keys under which something is sealed that the ring does not open."""
    trial = KeyTrial(ring)
    for table, columns in _tables():
        for column in columns:
            value = table.c[column]
            known = [_under(value, name) for name in ring.keys]
            for condition in (*known, not_(or_(*known)) if known else value.is_not(None)):
                found = select(table.c.id, value).where(value.is_not(None), condition)
                for row in session.execute(found.limit(_TRIED)).mappings():
                    trial.see(row[column].text, Place(table.name, column, row["id"]))
    return trial.unopened


def values_by_key(session: Session, ring: Keyring) -> Mapping[str, int]:
    """Count what is sealed, by the key of the ring it is sealed under."""
    counts = dict.fromkeys(ring.keys, 0)
    for table, columns in _tables():
        pairs = [(name, column) for name in ring.keys for column in columns]
        under = [func.count().filter(_under(table.c[column], name)) for name, column in pairs]
        row = session.execute(select(*under).select_from(table)).one()
        for (name, _), count in zip(pairs, row, strict=True):
            counts[name] += count
    return counts


def reseal(database: Database, ring: Keyring) -> Resealed:
    """Seal everything under the ring's first key, in short transactions; killed, it is resumed.

    Who writes meanwhile waits for a hundred rows at most.
    """
    result = Resealed()
    for table, columns in _tables():
        after: UUID | None = None
        while True:
            found = _old_rows(table, columns, ring.current, after)
            rows = transact(database, partial(_reseal_some, table, found, ring))
            if not rows:
                break
            after = max(rows)
            result.values += sum(row.values for row in rows.values())
            result.broken += [place for row in rows.values() for place in row.broken]
    return result


def _old_rows(
    table: Table, columns: Sequence[str], current: str, after: UUID | None
) -> Select[Any]:
    """Ask for the next rows in which something is sealed under another key."""
    found = (
        select(table.c.id, *(table.c[name] for name in columns))
        .where(or_(*(_is_old(table.c[name], current) for name in columns)))
        .order_by(table.c.id)
        .limit(_ROWS)
        .with_for_update()
    )
    return found if after is None else found.where(table.c.id > after)


def _reseal_some(
    table: Table, found: Select[Any], ring: Keyring, session: Session
) -> Mapping[UUID, Resealed]:
    """Seal some rows anew; return what came of each, by its key."""
    rows = session.execute(found).mappings().all()
    return {row["id"]: _reseal_row(session, table, row, ring) for row in rows}


def _reseal_row(session: Session, table: Table, row: Mapping[Any, Any], ring: Keyring) -> Resealed:
    came, values = Resealed(), dict[str, object]()
    for name, sealed in row.items():
        if not isinstance(sealed, Sealed) or sealed.text.startswith(f"{ring.current}:"):
            continue
        place = Place(table.name, name, row["id"])
        try:
            values[name] = Sealed(ring.seal(ring.open(sealed.text, place), place))
        except KeyProblemError:
            came.broken.append(place)
    if values:
        came.values = len(values)
        unmoved = {column.name: column for column in table.columns if column.onupdate is not None}
        session.execute(update(table).where(table.c.id == row["id"]).values(**unmoved, **values))
    return came


def _tables() -> Iterator[tuple[Table, Sequence[str]]]:
    for name, columns in sealed_columns().items():
        yield Base.metadata.tables[name], columns


def _is_old(column: ColumnElement[Sealed], current: str) -> ColumnElement[bool]:
    return and_(column.is_not(None), not_(_under(column, current)))


def _under(column: ColumnElement[Sealed], name: str) -> ColumnElement[bool]:
    return type_coerce(column, Text).startswith(f"{name}:", autoescape=True)
