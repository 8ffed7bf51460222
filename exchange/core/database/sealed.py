"""Encrypted columns: a value opens only in the table, column and row it was sealed for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Dialect, Text
from sqlalchemy.types import TypeDecorator

from exchange.core.database.base import Base, uuid7
from exchange.core.database.rows import Keyed
from exchange.core.keys import Keyring, Place


@dataclass(frozen=True, slots=True)
class Sealed:
    """An encrypted text as it is stored: the key's id, then the cipher text."""

    text: str = field(repr=False)


class Encrypted(TypeDecorator[Sealed]):
    """A column of sealed texts; a plain one is refused.

    Declared as `phone: Mapped[Sealed | None] = mapped_column(Encrypted)`, written by `seal`,
    read by `unseal`: only those who hold the keyring see the text.
    """

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Sealed | None, dialect: Dialect) -> str | None:
        """Store what was sealed, and nothing else."""
        if value is None:
            return None
        if not isinstance(value, Sealed):
            raise TypeError("a plain value reached an encrypted column")
        return value.text

    def process_result_value(self, value: str | None, dialect: Dialect) -> Sealed | None:
        """Give the sealed text back, unopened."""
        return None if value is None else Sealed(value)


def seal(row: Keyed, column: str, plain: str | None, *, ring: Keyring) -> None:
    """Encrypt a text into a row's column; a new row gets its key now. None empties the column."""
    row.id = row.id or uuid7()
    value = None if plain is None else Sealed(ring.seal(plain, _place(row, column)))
    setattr(row, column, value)


def unseal(row: Keyed, column: str, *, ring: Keyring) -> str | None:
    """Return a column's text; raises KeyProblemError where the value does not belong."""
    value: Sealed | None = getattr(row, column)
    return None if value is None else ring.open(value.text, _place(row, column))


def sealed_columns() -> Mapping[str, Sequence[str]]:
    """Return every table's encrypted columns, as the rooms declare them."""
    found = {
        table.name: [column.name for column in table.columns if isinstance(column.type, Encrypted)]
        for table in Base.metadata.sorted_tables
    }
    return {table: columns for table, columns in found.items() if columns}


def _place(row: Keyed, column: str) -> Place:
    table: str = row.__tablename__  # type: ignore[attr-defined]  # every mapped row has one
    return Place(table, column, row.id)
