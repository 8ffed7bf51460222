"""Spreadsheets and lists as people send them: xlsx, xls, csv and pasted cells, read into tables.

Nothing here knows what the cells mean. A refusal is a DomainError on the field `file`, in words.
"""

import codecs
import io
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final

import python_calamine
from python_calamine import CalamineError, CalamineSheet, PasswordError, SheetVisibleEnum

from exchange.core.errors import DomainError
from exchange.core.messages import message
from exchange.documents.delimited import WIDE, Encoding, decoded, encoding_of, split_lines
from exchange.documents.old_workbooks import OLE_START, scan_old_workbook
from exchange.documents.sheet_limits import MOST_MERGED, MOST_SHEETS, Marks, broken, ensure_size
from exchange.documents.workbook_parts import ZIP_START, scan_workbook

#: What a cell holds; an empty one is None, a whole number is a float as in the file.
Cell = str | float | bool | date | datetime | time | timedelta | None
Row = Sequence[Cell]
#: How files begin that are no tables, in small letters: what gets chosen by mistake.
_FOREIGN: Final = (
    *(b"%pdf", b"\xff\xd8\xff", b"\x89png", b"gif8", b"{\\rtf"),
    *(b"<!doctype", b"<html", b"<?xml"),
)
#: Photographs of telephones say so after a length of four bytes.
_HEIC: Final = b"ftyp"
_LOOKED_AT: Final = 64


class FileKind(StrEnum):
    """What a file turned out to be, told from its bytes."""

    XLSX = "xlsx"
    XLS = "xls"
    CSV = "csv"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of cells, from its first row and column on."""

    name: str
    rows: Sequence[Row]
    hidden: bool = False
    #: What is marked in it: hidden rows from 1, hidden and computed columns from 0.
    marks: Marks = field(default_factory=Marks)


@dataclass(frozen=True, slots=True)
class SheetFile:
    """What was read of a file."""

    kind: FileKind
    sheets: Sequence[Sheet]
    #: Of text alone; a workbook says itself how it is written.
    encoding: Encoding | None = None
    #: Of text alone: cells that hold their bytes, to be read anew in another encoding (`decoded`).
    raw: Sequence[Sequence[str]] | None = None

    @property
    def is_prose(self) -> bool:
        """Whether it is text without any columns."""
        rows = [row for sheet in self.sheets for row in sheet.rows]
        return self.kind is FileKind.CSV and all(len(row) < 2 for row in rows)


def read_sheets(body: bytes, *, encoding: Encoding | None = None) -> SheetFile:
    """Read a file's tables; text is read as `encoding`, or as what it seems to be."""
    ensure_size(len(body))
    if body.startswith(ZIP_START):
        return _workbook(body, FileKind.XLSX, scan_workbook(body))
    if body.startswith(OLE_START):
        return _workbook(body, FileKind.XLS, scan_old_workbook(body))
    _ensure_text(body)
    chosen = encoding or encoding_of(body)
    raw = split_lines(body, chosen)
    sheets = [Sheet("", decoded(raw, chosen))]
    return SheetFile(FileKind.CSV, sheets, chosen, None if chosen in WIDE else raw)


def text_of(cell: Cell) -> str:
    """Return a cell as one would type it: whole numbers without a point, days as 2012-05-03."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else str(cell)
    return cell.isoformat() if isinstance(cell, date | time) else str(cell)


def shown_cells(file: SheetFile) -> list[list[str]]:
    """Return the cells of the first sheet that is not hidden, as one would type them."""
    shown = next((sheet for sheet in file.sheets if not sheet.hidden), None)
    return [[text_of(cell).strip() for cell in row] for row in shown.rows] if shown else []


def _ensure_text(body: bytes) -> None:
    """Refuse what holds nothing, and pictures, PDFs and web pages, whatever their names say."""
    start = body[:_LOOKED_AT].removeprefix(codecs.BOM_UTF8).strip().lower()
    if not body.removeprefix(codecs.BOM_UTF8).strip():
        raise DomainError(message("documents.sheet.empty"), field="file")
    if start.startswith(_FOREIGN) or start[4:8] == _HEIC:
        raise DomainError(message("documents.sheet.no_workbook"), field="file")


def _workbook(body: bytes, kind: FileKind, marks: Sequence[Marks]) -> SheetFile:
    """Read a workbook whose size has been looked at; sheets of charts have no cells."""
    try:
        with python_calamine.load_workbook(io.BytesIO(body)) as book:
            if len(book.sheet_names) > MOST_SHEETS:
                raise DomainError(message("documents.sheet.sheets", most=MOST_SHEETS), field="file")
            sheets = [
                _sheet(
                    book.get_sheet_by_index(at),
                    hidden=about.visible is not SheetVisibleEnum.Visible,
                    marks=marks[at] if at < len(marks) else Marks(),
                )
                for at, about in enumerate(book.sheets_metadata)
            ]
    except PasswordError as error:
        raise DomainError(message("documents.sheet.password"), field="file") from error
    except (CalamineError, ValueError, OSError) as error:
        raise broken() from error
    except BaseException as error:
        # The reader is compiled: what it did not expect in a file ends in a panic, which is no
        # Exception and has no importable class.
        if type(error).__name__ == "PanicException":
            raise broken() from error
        raise
    return SheetFile(kind, sheets)


def _sheet(sheet: CalamineSheet, *, hidden: bool, marks: Marks) -> Sheet:
    ensure_size(0, rows=sheet.total_height, columns=sheet.total_width)
    rows = [tuple(map(_cell, row)) for row in sheet.to_python(skip_empty_area=False)]
    return Sheet(sheet.name, rows, hidden, replace(marks, merged=_merged(sheet)))


def _merged(sheet: CalamineSheet) -> frozenset[tuple[int, int, int, int]]:
    """Return the blocks of merged cells as marks have them; none of more than can be named."""
    found = sheet.merged_cell_ranges or ()
    if len(found) > MOST_MERGED:
        return frozenset()
    return frozenset((first[0] + 1, first[1], last[0] + 1, last[1]) for first, last in found)


def _cell(value: object) -> Cell:
    """Return a cell; a moment at midnight is a day, an empty text nothing."""
    match value:
        case "":
            return None
        case bool() | str():
            return value
        case int() | float():
            return float(value)
        case datetime(hour=0, minute=0, second=0, microsecond=0):
            return value.date()
        case date() | time() | timedelta():
            return value
    return None
