"""Workbooks to be filled in: headings with notes, drop-downs, columns that keep what is typed."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from exchange.core.later import Later

if TYPE_CHECKING:
    import xlsxwriter
else:
    xlsxwriter = Later("xlsxwriter")

_WRITTEN: Final = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
#: Rows with a drop-down.
_ROWS: Final = 1_000
_TEXT: Final = "@"


@dataclass(frozen=True, slots=True)
class FormColumn:
    """One column to be filled in."""

    heading: str
    #: Shown where the pointer rests on the heading.
    note: str
    example: str
    width: int = 16
    choices: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class FormSheet:
    """The sheet that is filled in, and one beside it that shows how."""

    name: str
    example_name: str
    columns: Sequence[FormColumn]


def form_bytes(form: FormSheet) -> bytes:
    """Write the workbook; every cell is text, so that Excel eats no zero and makes no date."""
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True, "strings_to_formulas": False}) as book:
        book.set_properties({"created": _WRITTEN})
        head = book.add_format({"bold": True, "bottom": 1, "bg_color": "#E8F1FE"})
        text = book.add_format({"num_format": _TEXT})
        sheet, shown = book.add_worksheet(form.name), book.add_worksheet(form.example_name)
        for at, column in enumerate(form.columns):
            for each in (sheet, shown):
                each.set_column(at, at, column.width, text)
                each.write_string(0, at, column.heading, head)
            sheet.write_comment(0, at, column.note, {"x_scale": 2})
            shown.write_string(1, at, column.example, text)
            shown.write_string(2, at, column.note, text)
            if column.choices:
                sheet.data_validation(1, at, _ROWS, at, _offered(column))
        sheet.freeze_panes(1, 0)
    return written.getvalue()


def _offered(column: FormColumn) -> dict[str, Any]:
    """Offer the choices of a column, and refuse nothing else: what is typed is read later."""
    choices = list(column.choices)
    return {"validate": "list", "source": choices, "ignore_blank": True, "show_error": False}
