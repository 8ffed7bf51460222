"""What things are made of, as the driver gives it: compared, not decoded, and no object is made.

Much that is asked for again has hardly changed since. Made anew is then only what was made of
other facts; whoever keeps things by their facts reads all facts they are made of.
"""

from collections.abc import Hashable, Iterator, Mapping
from typing import Any, Generic, TypeVar

from sqlalchemy import JSON, ColumnElement, Select, Text, cast, inspect, type_coerce
from sqlalchemy.orm import InstrumentedAttribute, Session
from sqlalchemy.types import NullType

from exchange.core.database.base import Base
from exchange.core.database.columns import LocalizedType

Key = TypeVar("Key", bound=Hashable)
Facts = TypeVar("Facts")
Thing = TypeVar("Thing")


def given(*columns: InstrumentedAttribute[Any]) -> Iterator[ColumnElement[Any]]:
    """Select columns as the driver gives them; JSON as its text."""
    for column in columns:
        is_json = isinstance(column.type, JSON | LocalizedType)
        plain = cast(column, Text) if is_json else type_coerce(column, NullType())
        yield plain.label(f"{column.class_.__name__}_{column.key}")


def all_given(model: type[Base]) -> Iterator[ColumnElement[Any]]:
    """Select every column of a table as the driver gives it."""
    return given(*(getattr(model, each.key) for each in inspect(model).column_attrs))


def read_given(
    session: Session, statement: Select[*tuple[Any, ...]], values: Mapping[str, Any] | None = None
) -> list[tuple[Hashable, ...]]:
    """Return the rows of a statement as the driver gives them; the session makes nothing of them.

    What it was about to write is written first.
    """
    session.flush()
    return [tuple(row) for row in session.connection().execute(statement, values).all()]


def unseen(session: Session) -> Session:
    """Open a session in the same transaction that has loaded nothing yet.

    What a session has loaded before stays as it was then; here everything is as it is now.
    """
    session.flush()
    return Session(session.connection(), join_transaction_mode="rollback_only")


class MadeOf(Generic[Key, Facts, Thing]):
    """Things by key, each beside the facts it was made of, for as long as the process lives."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._made: dict[Key, tuple[Facts, Thing]] = {}

    def get(self, key: Key, facts: Facts | None) -> Thing | None:
        """Return what was made for a key, if it was made of these facts."""
        found = self._made.get(key)
        return found[1] if found is not None and found[0] == facts else None

    def known(self, facts: Mapping[Key, Facts]) -> dict[Key, Thing]:
        """Return what was made of these facts, by key; one that was made of others is left out."""
        made = self._made
        return {
            key: found[1]
            for key, told in facts.items()
            if (found := made.get(key)) is not None and found[0] == told
        }

    def keep(self, made: Mapping[Key, tuple[Facts, Thing]]) -> None:
        """Keep things; where they would be too many, what was kept before is forgotten."""
        if len(self._made) + len(made) > self._most:
            self._made.clear()
        self._made.update(made)
