"""Files of tables, as people send them."""

import io
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Final

import xlsxwriter

#: The same rows give the same bytes, whenever they are written.
_WRITTEN: Final = datetime(2026, 4, 1)  # noqa: DTZ001 - a workbook knows no zone
#: Writes what rows alone cannot say: merged titles, hidden rows, formulas.
Touch = Callable[[Any, Any], None]


def xlsx_of(
    rows: Sequence[Sequence[object]],
    touch: Touch | None = None,
    *,
    name: str = "名簿",
    date_format: str = "yyyy/m/d",
    date_1904: bool = False,
) -> bytes:
    """Write rows as a workbook of one sheet; `touch(book, sheet)` adds to it."""
    written = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "date_1904": date_1904}
    with xlsxwriter.Workbook(written, options) as book:
        book.set_properties({"created": _WRITTEN})
        sheet = book.add_worksheet(name)
        day = book.add_format({"num_format": date_format})
        for line, row in enumerate(rows):
            for place, value in enumerate(row):
                if hasattr(value, "year"):
                    sheet.write_datetime(line, place, value, day)
                elif value is not None:
                    sheet.write(line, place, value)
        if touch:
            touch(book, sheet)
    return written.getvalue()


def csv_of(
    rows: Sequence[Sequence[object]], encoding: str = "utf-8", *, delimiter: str = ","
) -> bytes:
    """Write rows as text with the line ends of Windows."""
    lines = (delimiter.join("" if cell is None else str(cell) for cell in row) for row in rows)
    return "\r\n".join([*lines, ""]).encode(encoding)
