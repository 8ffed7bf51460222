"""A budget as a table: pasted from a spreadsheet or sent as a workbook, beside what is there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Final
from uuid import UUID

from exchange.budgets.enums import Column, Fate
from exchange.budgets.grid.cells import Book, CellProblem, TypedRow, cells_of, read_row
from exchange.budgets.rules import LinePlan
from exchange.core.errors import DomainError
from exchange.core.languages import Language
from exchange.core.messages import Message, label, message
from exchange.core.text import fold
from exchange.core.translate import translate

if TYPE_CHECKING:
    from exchange.budgets.models import BudgetLine

MOST_ROWS: Final = 500
#: Titles and notes may stand above the line that names the columns.
_HEADER_WITHIN: Final = 10
_NAMED_AT_LEAST: Final = 3
#: The heading of the column that says which line a row is; it is written, never typed.
KEY: Final = message("budgets.column.key")


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """A row that can be read: the line it states; None takes the line off."""

    number: int
    key: UUID
    version: int
    plan: LinePlan | None


@dataclass(frozen=True, slots=True)
class Listed:
    """What becomes of a row: which cells change, or which cannot be read."""

    number: int
    cells: Mapping[Column, str]
    fate: Fate
    #: The cells that differ, as they are now.
    before: Mapping[Column, str]
    problems: Sequence[CellProblem] = ()
    key: UUID | None = None
    version: int = 0
    plan: LinePlan | None = None
    #: Why the whole row is refused.
    refusal: Message | None = None


def columns_of(row: Sequence[str]) -> dict[int, Column | None]:
    """Return what each column holds by its heading, in any language; None is the line's key."""
    words: dict[str, Column | None] = {
        fold(translate(label(column), language)): column
        for language in Language
        for column in Column
    }
    words |= {fold(translate(KEY, language)): None for language in Language}
    found = {place: words[fold(text)] for place, text in enumerate(row) if fold(text) in words}
    return found if len(set(found.values())) >= _NAMED_AT_LEAST else {}


def read_table(
    rows: Sequence[Sequence[str]], lines: "Sequence[BudgetLine]", book: Book, language: str
) -> list[Listed]:
    """Return what becomes of each row beside the lines there are, and of lines left out.

    A table without a line of headings has the columns of the grid; only one with the column of
    keys can change a line or take one off. Raises DomainError for what is no table.
    """
    start, columns = _header(rows)
    known = {line.id: line for line in lines}
    found = []
    for number, row in enumerate(rows[start:], start + 1):
        typed = _typed(number, row, columns)
        if not typed.is_blank:
            found.append(_listed(typed, known, book, language))
    if not found:
        raise DomainError(message("budgets.error.no_rows"), field="text")
    if len(found) > MOST_ROWS:
        raise DomainError(message("budgets.error.too_many", most=MOST_ROWS), field="text")
    return found + (_left_out(found, lines, language) if None in columns.values() else [])


def plan_of(line: "BudgetLine") -> LinePlan:
    """Return what is stated about a line."""
    return LinePlan(**{part.name: getattr(line, part.name) for part in fields(LinePlan)})


def _header(rows: Sequence[Sequence[str]]) -> tuple[int, Mapping[int, Column | None]]:
    for place, row in enumerate(rows[:_HEADER_WITHIN]):
        if columns := columns_of(row):
            return place + 1, columns
    return 0, dict(enumerate(Column))


def _typed(number: int, row: Sequence[str], columns: Mapping[int, Column | None]) -> TypedRow:
    cells, key, version = dict.fromkeys(Column, ""), None, 0
    for place, column in columns.items():
        text = row[place] if place < len(row) else ""
        if column is not None:
            cells[column] = text
        elif text:
            key, version = _key(text)
    return TypedRow(number, cells, key, version)


def _key(text: str) -> tuple[UUID | None, int]:
    """Read `key/version`; a spoilt one makes a new row."""
    key, _, version = text.partition("/")
    try:
        return UUID(key), int(version)
    except ValueError:
        return None, 0


def _listed(row: TypedRow, known: "Mapping[UUID, BudgetLine]", book: Book, language: str) -> Listed:
    read = read_row(row, book)
    line = known.get(row.key) if row.key else None
    before = cells_of(line, language) if line else {}
    values = (row.number, row.cells)
    if isinstance(read, list):
        return Listed(*values, Fate.REFUSED, {}, read, row.key, row.version)
    if row.key is not None and line is None:
        gone = message("budgets.error.line_gone")
        return Listed(*values, Fate.REFUSED, {}, (), row.key, row.version, read, gone)
    if line is None:
        return Listed(*values, Fate.NEW, {}, (), None, 0, read)
    if read == plan_of(line):
        return Listed(*values, Fate.SAME, {}, (), row.key, line.version, read)
    if line.version != row.version:
        stale = message("budgets.error.line_changed")
        return Listed(*values, Fate.REFUSED, before, (), row.key, row.version, read, stale)
    differing = {each: before[each] for each in Column if before[each] != row.cells[each]}
    return Listed(*values, Fate.CHANGED, differing, (), row.key, row.version, read)


def _left_out(
    found: Sequence[Listed], lines: "Sequence[BudgetLine]", language: str
) -> list[Listed]:
    named = {row.key for row in found}
    return [
        Listed(0, cells_of(line, language), Fate.REMOVED, {}, (), line.id, line.version)
        for line in lines
        if line.id not in named
    ]
