"""A sent file as it is kept until it is confirmed: its cells, without what is never stored."""

import base64
import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final, Generic

from exchange.documents.delimited import Encoding, decoded
from exchange.documents.lists.columns import FieldT, GuardT, Vocabulary
from exchange.documents.lists.heads import Head, HeadFinder
from exchange.documents.sheet_files import Cell, FileKind, Row, Sheet, SheetFile, text_of
from exchange.documents.sheet_limits import Marks

#: Encodings among which a person can choose; a workbook and UTF-16 say themselves what they are.
CHOICES: Final = (Encoding.UTF_8, Encoding.CP932, Encoding.EUC_JP)


@dataclass(frozen=True, slots=True)
class Choices:
    """How a file is to be read; None is what it seems to be."""

    encoding: Encoding | None = None
    sheet: int | None = None
    #: From 1.
    header_row: int | None = None
    with_hidden: bool = True
    #: What a heading means (a field, or nothing), as a person said.
    remembered: Mapping[str, str] | None = None

    def as_json(self) -> dict[str, Any]:
        """Return what a row of the database keeps; what is remembered is kept elsewhere."""
        return {
            "encoding": self.encoding,
            "sheet": self.sheet,
            "header_row": self.header_row,
            "with_hidden": self.with_hidden,
        }


@dataclass(frozen=True, slots=True)
class Table(Generic[FieldT, GuardT]):
    """The one table of a file that is read, and its headings."""

    sheet: Sheet
    at: int
    head: Head[FieldT, GuardT]


def table_of(
    file: SheetFile, choices: Choices, vocabulary: Vocabulary[FieldT, GuardT]
) -> Table[FieldT, GuardT]:
    """Return the chosen sheet, or the one whose headings tell most: visible ones first."""
    finder, row = HeadFinder(vocabulary, choices.remembered or {}), choices.header_row
    if choices.sheet is not None and choices.sheet < len(file.sheets):
        sheet = file.sheets[choices.sheet]
        return Table(sheet, choices.sheet, finder.find(sheet, row=row))
    found = [Table(sheet, at, finder.find(sheet, row=row)) for at, sheet in enumerate(file.sheets)]
    return max(found, key=lambda each: (each.head.told, not each.sheet.hidden, -each.at))


def in_encoding(file: SheetFile, encoding: Encoding | None) -> SheetFile:
    """Read a text file anew in another encoding; other files stay as they are."""
    if file.raw is None or encoding in {None, file.encoding}:
        return file
    return _read_in(file, file.raw, encoding)


def _read_in(file: SheetFile, raw: Sequence[Sequence[str]], encoding: Encoding | None) -> SheetFile:
    assert encoding is not None, "a text file has an encoding"
    rows = decoded(raw, encoding)
    return replace(file, encoding=encoding, sheets=[replace(file.sheets[0], rows=rows)])


def without_guarded(
    file: SheetFile, choices: Choices, vocabulary: Vocabulary[FieldT, GuardT]
) -> SheetFile:
    """Empty the columns that are never stored, in every sheet."""
    finder = HeadFinder(vocabulary, choices.remembered or {})
    sheets, raw = [], file.raw
    for sheet in file.sheets:
        head = finder.find(sheet, row=choices.header_row)
        guarded = frozenset(head.guarded)
        sheets.append(replace(sheet, rows=_emptied(sheet.rows, head.row, guarded, None)))
        raw = _emptied(raw, head.row, guarded, "") if raw is not None else None
    return replace(file, sheets=sheets, raw=raw)


def _emptied(
    rows: Sequence[Sequence[Any]], above: int, columns: frozenset[int], nothing: str | None
) -> Sequence[Any]:
    if not columns:
        return rows
    below = (
        tuple(nothing if at in columns else cell for at, cell in enumerate(row))
        for row in rows[above:]
    )
    return [*rows[:above], *below]


def only_rows(file: SheetFile, table: Table[FieldT, GuardT], numbers: Sequence[int]) -> SheetFile:
    """Keep one table's headings and some of its rows, each where it stands; the rest is emptied.

    A row keeps the number it has in the file that was sent.
    """
    kept = frozenset(numbers)
    rows = [
        row if number <= table.head.row or number in kept else ()
        for number, row in enumerate(table.sheet.rows[: max(numbers)], start=1)
    ]
    sheet = replace(table.sheet, rows=rows, marks=Marks(), hidden=False)
    return replace(file, sheets=[sheet], raw=None)


def pack(file: SheetFile) -> str:
    """Return a file as text, small and ready to be sealed."""
    data = {
        "kind": file.kind,
        "encoding": file.encoding,
        "raw": file.raw,
        "sheets": [_sheet_json(sheet, bare=file.raw is not None) for sheet in file.sheets],
    }
    packed = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return base64.b64encode(zlib.compress(packed.encode(), 1)).decode()


def unpack(text: str) -> SheetFile:
    """Return the file that `pack` packed."""
    data = json.loads(zlib.decompress(base64.b64decode(text)))
    encoding = Encoding(data["encoding"]) if data["encoding"] else None
    raw = data["raw"]
    file = SheetFile(
        FileKind(data["kind"]), [_sheet(each) for each in data["sheets"]], encoding, raw
    )
    return file if raw is None else _read_in(file, raw, encoding)


def _sheet_json(sheet: Sheet, *, bare: bool) -> dict[str, Any]:
    marks = sheet.marks
    return {
        "name": sheet.name,
        "hidden": sheet.hidden,
        "rows": [] if bare else [[_cell_json(cell) for cell in row] for row in sheet.rows],
        "marks": [
            sorted(marks.hidden_rows),
            sorted(marks.hidden_columns),
            sorted(marks.formulas),
            sorted(marks.merged),
        ],
    }


def _cell_json(cell: Cell) -> object:
    """Return what JSON knows; days and moments in an object of their own, spans as text."""
    if isinstance(cell, date):
        return {"at": cell.isoformat()}
    return cell if cell is None or isinstance(cell, str | float | bool) else text_of(cell)


def _sheet(data: Mapping[str, Any]) -> Sheet:
    marks = Marks(*(frozenset(map(_mark, each)) for each in data["marks"]))
    rows: Sequence[Row] = [tuple(map(_cell, row)) for row in data["rows"]]
    return Sheet(data["name"], rows, data["hidden"], marks)


def _mark(value: Any) -> Any:  # noqa: ANN401 - a number, or the four of a block of cells
    return tuple(value) if isinstance(value, list) else value


def _cell(value: Any) -> Cell:  # noqa: ANN401 - whatever JSON gives
    if isinstance(value, dict):
        moment = datetime.fromisoformat(value["at"])
        return moment if "T" in value["at"] else moment.date()
    cell: Cell = value
    return cell
