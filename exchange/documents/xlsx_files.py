"""Workbooks that open in any Excel: one record a row, one datum a cell, no formula, no macro."""

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from exchange.core.later import Later

if TYPE_CHECKING:
    import xlsxwriter
else:
    xlsxwriter = Later("xlsxwriter")

#: The same rows give the same bytes, whenever they are written.
_WRITTEN: Final = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
_NARROWEST, _WIDEST = 8, 60
#: From here on letters are drawn in full width.
_FULL_WIDTH: Final = 0x2E80
_A4: Final = 9


@dataclass(frozen=True, slots=True)
class Tab:
    """One sheet of a workbook; its name is unlike the others' and fits what a sheet allows."""

    name: str
    columns: Sequence[str]
    rows: Iterable[Mapping[str, object]]


def xlsx_bytes(sheet: str, columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> bytes:
    """Write rows under a line of column names; None is an empty cell, numbers stay numbers."""
    return workbook_bytes([Tab(sheet, columns, rows)])


def workbook_bytes(tabs: Iterable[Tab]) -> bytes:
    """Write several sheets the same way."""
    written = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(written, options) as book:
        book.set_properties({"created": _WRITTEN})
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        body = book.add_format({"text_wrap": True, "valign": "top"})
        for tab in tabs:
            _write(book.add_worksheet(tab.name), tab, head, body)
    return written.getvalue()


def _write(page: Any, tab: Tab, head: Any, body: Any) -> None:  # noqa: ANN401 - the library's own
    page.write_row(0, 0, tab.columns, head)
    widths = [_width(name) for name in tab.columns]
    for line, row in enumerate(tab.rows, start=1):
        for place, name in enumerate(tab.columns):
            value = row[name]
            page.write(line, place, _cell(value), body)
            widths[place] = max(widths[place], _width(value))
    for place, width in enumerate(widths):
        page.set_column(place, place, width)
    page.freeze_panes(1, 0)
    page.set_landscape()
    page.set_paper(_A4)
    page.repeat_rows(0)
    page.fit_to_pages(1, 0)


def _cell(value: object) -> object:
    """Return what a cell holds; truth in words, as our CSV has it."""
    if value is None or (isinstance(value, int | float) and not isinstance(value, bool)):
        return value
    return str(value).lower() if isinstance(value, bool) else str(value)


def _width(value: object) -> int:
    """Return how wide a column must be for a value, at most the widest."""
    longest = max(map(_places, str(value).split("\n")))
    return min(max(longest + 2, _NARROWEST), _WIDEST)


def _places(line: str) -> int:
    """Count places of a line; a full-width letter takes two."""
    return sum(2 if ord(letter) >= _FULL_WIDTH else 1 for letter in line)
