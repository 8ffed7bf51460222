"""The grid as a form: rows of cells, answers about cities, a pasted block or a file."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Final
from uuid import UUID

from flask_wtf.file import FileField

from exchange.core.database import uuid7
from exchange.core.errors import DomainError
from exchange.core.messages import message
from exchange.core.reading import from_json, whole
from exchange.core.text import clean_line
from exchange.itineraries.enums import Column
from exchange.itineraries.grid import ReadRow, TypedRow
from exchange.sheets.forms import SheetForm
from exchange.web.fields import PastedField
from exchange.web.forms import BaseForm

#: Rows that stand empty at the end of the page.
EMPTY_ROWS: Final = 6
MOST_TYPED: Final = 500


class GridForm(BaseForm):
    """The token of the grid; its rows are read from the fields beside it."""


class BlockForm(SheetForm):
    """A block pasted from a sheet, or a workbook sent again."""

    text = PastedField(
        message("itineraries.field.block"),
        render_kw={"rows": 6, "autocomplete": "off", "hint": message("itineraries.hint.block")},
    )
    file = FileField(
        message("itineraries.field.file"),
        render_kw={"accept": ".xlsx,.xls,.csv", "hint": message("itineraries.hint.file")},
    )


def typed_rows(fields: Mapping[str, str]) -> Sequence[TypedRow]:
    """Return the rows a page sent, in its order; every row stands in a field at least."""
    count = min(whole(fields.get("rows", "")) or 0, len(fields))
    return [_typed(fields, f"r{at}-") for at in range(count)]


def ensure_few(rows: Sequence[ReadRow]) -> None:
    """Raise DomainError for more rows than are saved at a time."""
    if len(rows) > MOST_TYPED:
        raise DomainError(message("itineraries.error.too_many_rows", most=MOST_TYPED))


def answers(fields: Mapping[str, str]) -> Mapping[str, str]:
    """Return which zone was chosen for cities nobody had told the clock of, by name."""
    found = {}
    for at in range(min(whole(fields.get("cities", "")) or 0, len(fields))):
        name, zone = fields.get(f"c{at}-name", ""), fields.get(f"c{at}-zone", "")
        if name and zone:
            found[name] = zone
    return found


def empty_rows(count: int = EMPTY_ROWS) -> Sequence[TypedRow]:
    """Return rows to type into."""
    return [TypedRow(key=uuid7(), version=0, cells={}) for _ in range(count)]


def opened_text(cells: Mapping[Column, str]) -> str:
    """Write what a row said when the page was opened, as the page carries it."""
    return json.dumps(
        {column.value: cells.get(column, "") for column in Column}, ensure_ascii=False
    )


def _typed(fields: Mapping[str, str], at: str) -> TypedRow:
    def text(name: str) -> str:
        return clean_line(fields.get(at + name, ""))

    return TypedRow(
        key=_key(fields.get(f"{at}key", "")),
        version=whole(fields.get(f"{at}version", "")) or 0,
        cells={column: text(column.value) for column in Column},
        opened=_opened(fields.get(f"{at}opened", "")),
        start_fold=text("start_fold"),
        end_fold=text("end_fold"),
        drop=bool(fields.get(f"{at}drop")),
    )


def _opened(text: str) -> Mapping[Column, str]:
    try:
        found = from_json(text or "{}")
    except ValueError:
        return {}
    pairs: Iterable[tuple[object, object]] = found.items() if isinstance(found, dict) else ()
    known = {column.value: column for column in Column}
    return {known[str(name)]: str(cell) for name, cell in pairs if name in known}


def _key(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return uuid7()
