"""The form of a pasted host list, and of its columns as a person corrects them."""

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Final

from flask_wtf.file import FileField
from wtforms.validators import Length

from exchange.core.errors import BadRequestError
from exchange.core.messages import message
from exchange.core.reading import whole
from exchange.documents.sheet_files import read_sheets, text_of
from exchange.hosting.enums import Column
from exchange.hosting.hostlist import rows_of
from exchange.web.fields import PastedField
from exchange.web.forms import BaseForm

_LONGEST: Final = 200_000


class ListForm(BaseForm):
    """Paste the foundation's list, or send its file."""

    text = PastedField(
        message("hosting.field.list"),
        [Length(max=_LONGEST)],
        default="",
        render_kw={"rows": 10, "hint": message("hosting.hint.list"), "autocomplete": "off"},
    )
    file = FileField(
        message("hosting.field.file"),
        render_kw={"accept": ".xlsx,.xls,.csv,.txt", "hint": message("hosting.hint.file")},
    )


def rows_from(form: ListForm) -> Sequence[Sequence[str]]:
    """Return the cells of what was sent: the file where there is one. Raises DomainError."""
    body = form.file.data.read() if form.file.data else b""
    if not body:
        return rows_of(form.text.data or "")
    shown = (sheet for sheet in read_sheets(body).sheets if not sheet.hidden)
    sheet = next(shown, None)
    return [[text_of(cell).strip() for cell in row] for row in sheet.rows] if sheet else []


def pasted(rows: Sequence[Sequence[str]]) -> str:
    """Return cells as they would be pasted, for the form that carries them along."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter="\t", lineterminator="\n").writerows(rows)
    return text.getvalue()


def columns_from(values: Mapping[str, str]) -> dict[int, Column] | None:
    """Return the columns as the preview's lists say; None where the preview was not asked yet.

    Raises BadRequestError for what those lists do not offer.
    """
    sent = {name.removeprefix("column-"): value for name, value in values.items() if "-" in name}
    chosen = {place: value for name, value in sent.items() if (place := whole(name)) is not None}
    if not chosen:
        return None
    if not set(chosen.values()) <= {"", *Column}:
        raise BadRequestError(message("hosting.error.unknown_column"))
    return {place: Column(value) for place, value in chosen.items() if value}
