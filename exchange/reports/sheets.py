"""A report as plain parts: drawn on a page, printed, and written as a workbook from one value.

A cell is a text, a number, a date, an amount, a Message, a Localized, a Linked, None, or several
of them in a row; every figure stands beside where it is from.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from exchange.core.amounts import YEN, Money
from exchange.core.database import Localized
from exchange.core.messages import Message, message
from exchange.core.translate import show, translate
from exchange.documents.xlsx_files import Tab

#: A workbook's sheet cannot be called by more letters, or by these.
_SHEET_NAME: Final = 31
_REFUSED: Final = str.maketrans("", "", "[]:*?/\\")


@dataclass(frozen=True, slots=True)
class Linked:
    """A value, and the page of the record it is from."""

    value: object
    path: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a part's table; a share of 0 is as wide as it needs."""

    title: Message
    number: bool = False
    share: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """What a report says under one heading: sentences, a table, notes."""

    key: str
    title: Message
    lines: Sequence[Message] = ()
    columns: Sequence[Column] = ()
    rows: Sequence[Sequence[object]] = ()
    #: Said instead of a table without rows.
    empty: Message | None = None
    notes: Sequence[Message] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """A whole report."""

    title: Message
    #: What it covers, and as of when.
    about: Sequence[Message]
    parts: Sequence[Part]
    #: To be read aloud, before everything else.
    opening: Sequence[Message] = ()
    contains_demo: bool = False


def several(cell: object) -> Sequence[object]:
    """Return a cell as the values that stand in it in a row, empty ones left out."""
    values = cell if isinstance(cell, list | tuple) else [cell]
    return [value for value in values if value is not None and value != ""]


def paper_of(report: Report, language: str) -> Mapping[str, object]:
    """Return what the template prints."""
    return {
        "about": list(report.about),
        "opening": list(report.opening),
        "parts": [_printed_part(part, language) for part in report.parts],
    }


def tabs_of(report: Report, language: str) -> Sequence[Tab]:
    """Return the workbook: what the report says in sentences first, then a sheet a table."""
    said = message("reports.workbook.text")
    column = translate(said, language)
    rows = [{column: translate(line, language)} for line in _sentences(report)]
    tabs = [Tab(_sheet_name(report, said, language), [column], rows)]
    for part in report.parts:
        if part.columns:
            tabs.append(_tab(report, part, language))
    return tabs


def _sentences(report: Report) -> Iterable[Message]:
    yield report.title
    yield from report.about
    yield from report.opening
    for part in report.parts:
        yield part.title
        yield from part.lines
        if part.empty is not None and not part.rows:
            yield part.empty
        yield from part.notes


def _tab(report: Report, part: Part, language: str) -> Tab:
    names = [translate(column.title, language) for column in part.columns]
    rows = [
        dict(zip(names, (_written(cell, language) for cell in row), strict=True))
        for row in part.rows
    ]
    return Tab(_sheet_name(report, part.title, language), names, rows)


def _sheet_name(report: Report, title: Message, language: str) -> str:
    said = message("reports.workbook.demo", title=title) if report.contains_demo else title
    return translate(said, language).translate(_REFUSED)[:_SHEET_NAME]


def _written(cell: object, language: str) -> object:
    """Return what a workbook holds: numbers and yen as numbers, everything else in words."""
    values = [each.value if isinstance(each, Linked) else each for each in several(cell)]
    if not values:
        return None
    if len(values) == 1 and isinstance(values[0], int) and not isinstance(values[0], bool):
        return values[0]
    if len(values) == 1 and isinstance(values[0], Money) and values[0].currency == YEN:
        return values[0].minor
    return " ".join(_in_words(value, language) for value in values)


def _in_words(value: object, language: str) -> str:
    return value.in_language(language) if isinstance(value, Localized) else show(value, language)


def _printed_part(part: Part, language: str) -> Mapping[str, object]:
    return {
        "title": part.title,
        "lines": list(part.lines),
        "columns": [
            {"title": each.title, "number": each.number, "share": each.share}
            for each in part.columns
        ],
        "rows": [[_printed_cell(cell, language) for cell in row] for row in part.rows],
        "empty": part.empty if part.empty is not None and not part.rows else "",
        "notes": list(part.notes),
    }


def _printed_cell(cell: object, language: str) -> Sequence[object]:
    values = (each.value if isinstance(each, Linked) else each for each in several(cell))
    return [each if isinstance(each, Localized) else show(each, language) for each in values]
