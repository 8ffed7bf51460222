"""How large a file of tables may be, and what can be said beside its cells."""

from dataclasses import dataclass
from typing import Final

from exchange.core.errors import DomainError
from exchange.core.messages import message

#: Megabytes of a file as it is sent, and of a workbook once it is unpacked.
MOST_MEGABYTES: Final = 5
MOST_UNPACKED: Final = 120
#: Rows people are told, and what is read: titles and sums stand around them.
TOLD_ROWS: Final = 10_000
MOST_ROWS: Final = TOLD_ROWS + 100
MOST_COLUMNS: Final = 200
MOST_SHEETS: Final = 30
#: Blocks of merged cells that are explained.
MOST_MERGED: Final = 1000
BYTES: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Marks:
    """What a sheet says beside its cells: hidden rows from 1; columns from 0."""

    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    #: Columns in which some cell is computed.
    formulas: frozenset[int] = frozenset()
    #: Blocks of merged cells: first row, first column, last row, last column.
    merged: frozenset[tuple[int, int, int, int]] = frozenset()


def ensure_size(length: int, *, rows: int = 0, columns: int = 0) -> None:
    """Refuse what is larger than a list can be, before more of it is read."""
    if length > MOST_MEGABYTES * BYTES:
        raise DomainError(message("documents.sheet.large", most=MOST_MEGABYTES), field="file")
    if rows > MOST_ROWS:
        raise DomainError(message("documents.sheet.rows", most=TOLD_ROWS), field="file")
    if columns > MOST_COLUMNS:
        raise DomainError(message("documents.sheet.columns", most=MOST_COLUMNS), field="file")


def broken() -> DomainError:
    """Say that a file cannot be opened."""
    return DomainError(message("documents.sheet.broken"), field="file")
