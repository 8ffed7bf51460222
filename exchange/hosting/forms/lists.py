"""The form of a pasted host list, and of its columns as a person corrects them."""

from collections.abc import Mapping
from typing import Final

from flask_wtf.file import FileField
from wtforms.validators import Length

from exchange.core.errors import BadRequestError
from exchange.core.messages import message
from exchange.core.reading import whole
from exchange.hosting.enums import Column
from exchange.sheets.forms import ACCEPT, SheetForm
from exchange.web.fields import PastedField

_LONGEST: Final = 200_000


class ListForm(SheetForm):
    """Paste the foundation's list, or send its file."""

    text = PastedField(
        message("hosting.field.list"),
        [Length(max=_LONGEST)],
        default="",
        render_kw={"rows": 10, "hint": message("hosting.hint.list"), "autocomplete": "off"},
    )
    file = FileField(
        message("hosting.field.file"),
        render_kw={"accept": ACCEPT, "hint": message("hosting.hint.file")},
    )


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
