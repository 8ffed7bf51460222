"""The grid as a form: cells by row and column, and a table that is pasted or sent."""

import re
from collections.abc import Mapping
from typing import Final
from uuid import UUID

from flask_wtf.file import FileField
from wtforms.validators import Length

from exchange.budgets.enums import Column
from exchange.budgets.grid import TypedRow
from exchange.core.messages import message
from exchange.core.reading import whole
from exchange.core.text import clean_line
from exchange.sheets.forms import ACCEPT, SheetForm
from exchange.web.fields import PastedField
from exchange.web.forms import KeyedForm

_LONGEST: Final = 200_000
_CELL: Final = re.compile(r"r(?P<row>[0-9]{1,4})-(?P<name>[a-z_]+)")


class GridForm(KeyedForm):
    """A grid; its cells are read by `typed_rows`."""


class ListForm(SheetForm, KeyedForm):
    """Paste the lines of a spreadsheet, or send its file."""

    text = PastedField(
        message("budgets.field.text"),
        [Length(max=_LONGEST)],
        default="",
        render_kw={"rows": 10, "hint": message("budgets.hint.text"), "autocomplete": "off"},
    )
    file = FileField(
        message("budgets.field.file"),
        render_kw={"accept": ACCEPT, "hint": message("budgets.hint.file")},
    )


def typed_rows(values: Mapping[str, str]) -> list[TypedRow]:
    """Return the rows of a sent grid, numbered from 1 as they stand."""
    cells: dict[int, dict[str, str]] = {}
    for name, value in values.items():
        if found := _CELL.fullmatch(name):
            cells.setdefault(int(found["row"]), {})[found["name"]] = clean_line(value)
    return [_row(number, cells[place]) for number, place in enumerate(sorted(cells), 1)]


def _row(number: int, cells: Mapping[str, str]) -> TypedRow:
    try:
        key = UUID(cells.get("key", ""))
    except ValueError:
        key = None
    return TypedRow(
        number,
        {column: cells.get(column.value, "") for column in Column},
        key,
        (whole(cells.get("version", "")) or 0) if key else 0,
    )
