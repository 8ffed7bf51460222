"""Named constraints turned into sentences, once."""

import re
from dataclasses import dataclass
from typing import Final, TypeVar

from sqlalchemy import Index, Table, UniqueConstraint
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from exchange.core.database.base import Base
from exchange.core.database.rows import Keyed
from exchange.core.errors import DomainError, StaleRowError
from exchange.core.messages import Message

RowT = TypeVar("RowT", bound=Keyed)


@dataclass(frozen=True, slots=True)
class Clash:
    """What to say when a constraint refuses, and on which field."""

    sentence: Message
    field: str | None


_CLASHES: Final[dict[str, Clash]] = {}
_SQLITE_UNIQUE: Final = re.compile(r"UNIQUE constraint failed: (?P<columns>.+)")
_SQLITE_NAMED: Final = re.compile(r"CHECK constraint failed: (?P<name>\w+)")


def explain_clash(constraint: str, sentence: Message, *, field: str | None = None) -> None:
    """Register the sentence of a named constraint, beside the model that owns it."""
    _CLASHES[constraint] = Clash(sentence, field)


def flush(session: Session) -> None:
    """Flush; a refused constraint becomes its sentence and the transaction is rolled back.

    Raises DomainError for registered constraints, StaleRowError when the row was changed by
    somebody else in between, and the database's own error otherwise.
    """
    try:
        session.flush()
    except StaleDataError as error:
        session.rollback()
        raise StaleRowError(theirs={}, version=0) from error
    except IntegrityError as error:
        session.rollback()
        if explained := _explained(error):
            raise explained from error
        raise


def add_once(session: Session, row: RowT) -> tuple[RowT, bool]:
    """Add a row whose key came with its form; return it and True, or the earlier one and False.

    Two submits of one form at the same moment meet at the primary key: the later one waits,
    is refused and finds what the earlier one made. Raises as `flush` does.
    """
    if (found := session.get(type(row), row.id)) is not None:
        return found, False
    try:
        with session.begin_nested():
            session.add(row)
            session.flush()
    except IntegrityError as error:
        if (found := session.get(type(row), row.id)) is not None:
            return found, False
        session.rollback()
        if explained := _explained(error):
            raise explained from error
        raise
    return row, True


def _explained(error: IntegrityError) -> DomainError | None:
    clash = _CLASHES.get(constraint_name(error) or "")
    return DomainError(clash.sentence, field=clash.field) if clash else None


def constraint_name(error: IntegrityError) -> str | None:
    """Return the name of the constraint that refused; SQLite names only columns for UNIQUE."""
    diagnostics = getattr(error.orig, "diag", None)
    if diagnostics is not None:
        return str(diagnostics.constraint_name)
    text = str(error.orig)
    if named := _SQLITE_NAMED.search(text):
        return named["name"]
    if unique := _SQLITE_UNIQUE.search(text):
        return _unique_name(unique["columns"])
    return None


def _unique_name(columns: str) -> str | None:
    """Find the constraint over `table.a, table.b` in the metadata."""
    pairs = [column.strip().split(".") for column in columns.split(",")]
    table = Base.metadata.tables.get(pairs[0][0])
    if table is None:
        return None
    wanted = {pair[-1] for pair in pairs}
    return next((name for name, names in _unique_sets(table) if names == wanted), None)


def _unique_sets(table: Table) -> list[tuple[str, set[str]]]:
    uniques: list[UniqueConstraint | Index] = [
        *(item for item in table.constraints if isinstance(item, UniqueConstraint)),
        *(item for item in table.indexes if item.unique),
    ]
    return [(str(item.name), {column.name for column in item.columns}) for item in uniques]
