"""Values between a database and a backup: each kind is written one way, whichever database it is.

Read and written below SQLAlchemy's types, so that a backup of an older schema needs no model.
"""

import base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    CHAR,
    JSON,
    Boolean,
    Date,
    DateTime,
    Float,
    Integer,
    LargeBinary,
    Numeric,
    String,
    Time,
    Uuid,
)
from sqlalchemy.types import TypeEngine

#: From what a driver gives to what JSON holds, or back; None never comes here.
Convert = Callable[[Any], Any]

#: SQLite shows a UUID as CHAR(32); nothing else of the house is CHAR.
_KINDS: Final[tuple[tuple[type[TypeEngine[Any]], str], ...]] = (
    (Uuid, "uuid"),
    (CHAR, "uuid"),
    (DateTime, "instant"),
    (Date, "date"),
    (Time, "time"),
    (Boolean, "boolean"),
    (Float, "real"),
    (Numeric, "decimal"),
    (Integer, "integer"),
    (LargeBinary, "bytes"),
    (JSON, "json"),
    (String, "text"),
)


@dataclass(frozen=True, slots=True)
class Column:
    """A column as a backup knows it."""

    name: str
    kind: str
    #: Digits after the point of a decimal.
    scale: int = 0


def column_of(name: str, kind: TypeEngine[Any]) -> Column:
    """Return the column of a reflected type."""
    for known, word in _KINDS:
        if isinstance(kind, known):
            return Column(name, word, getattr(kind, "scale", None) or 0)
    raise TypeError(f"{name}: no backup knows {kind!r}")


def _same(value: Any) -> Any:  # noqa: ANN401 - a driver's own value
    return value


def _iso(value: Any) -> str:  # noqa: ANN401
    text: str = value.isoformat()
    return text


def _coded(value: Any) -> str:  # noqa: ANN401
    return base64.b64encode(value).decode()


def _text_in_utc(value: str) -> str:
    return datetime.fromisoformat(value).replace(tzinfo=UTC).isoformat()


def _instant_of_sqlite(value: str) -> str:
    instant = datetime.fromisoformat(value).astimezone(UTC).replace(tzinfo=None)
    return instant.isoformat(sep=" ", timespec="microseconds")


_FROM_SQLITE: Final[Mapping[str, Convert]] = {
    "uuid": lambda value: str(UUID(value)),
    "instant": _text_in_utc,
    "time": lambda value: time.fromisoformat(value).isoformat(),
    "boolean": bool,
    "bytes": _coded,
}
_TO_SQLITE: Final[Mapping[str, Convert]] = {
    "uuid": lambda value: UUID(value).hex,
    "instant": _instant_of_sqlite,
    "time": lambda value: time.fromisoformat(value).isoformat(timespec="microseconds"),
    "decimal": float,
    "bytes": base64.b64decode,
}
_FROM_POSTGRESQL: Final[Mapping[str, Convert]] = {
    "uuid": str,
    "instant": lambda value: _iso(value.astimezone(UTC)),
    "date": _iso,
    "time": _iso,
    "decimal": str,
    "bytes": _coded,
}
#: Text that PostgreSQL reads as its column wants it.
_TO_POSTGRESQL: Final[Mapping[str, Convert]] = {"bytes": base64.b64decode, "decimal": Decimal}


def reader(column: Column, dialect: str) -> Convert:
    """Return what turns a driver's value into a backup's."""
    if dialect == "postgresql":
        return _FROM_POSTGRESQL.get(column.kind, _same)
    if column.kind == "decimal":
        return lambda value: f"{value:.{column.scale}f}"
    return _FROM_SQLITE.get(column.kind, _same)


def writer(column: Column, dialect: str) -> Convert:
    """Return what turns a backup's value into a driver's."""
    table = _TO_POSTGRESQL if dialect == "postgresql" else _TO_SQLITE
    return table.get(column.kind, _same)
