"""Gifts as workbooks: the register, and the list of 交際費 that is published without names."""

from collections.abc import Sequence
from typing import Final

from werkzeug.wrappers import Response

from exchange.core import clock
from exchange.core.amounts import major_of
from exchange.core.database import Money
from exchange.core.dates import FiscalYear
from exchange.core.messages import Message, label, message
from exchange.core.translate import translate
from exchange.documents.xlsx_files import xlsx_bytes
from exchange.gifts.models import Gift
from exchange.gifts.queries import all_gifts, published_gifts
from exchange.gifts.services import note_register_taken
from exchange.gifts.views.page import blueprint, wanted_gifts, wanted_year
from exchange.web import languages
from exchange.web.access import requires, signed_in
from exchange.web.downloads import name_file
from exchange.web.transactions import aside_repeated, session

_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_COLUMNS: Final[tuple[Message, ...]] = (
    message("gifts.field.day"),
    message("gifts.column.direction"),
    message("gifts.field.partner"),
    message("gifts.field.visit"),
    message("gifts.field.title"),
    message("gifts.field.maker"),
    message("gifts.field.unit_price"),
    message("gifts.field.quantity"),
    message("gifts.field.value"),
    message("gifts.field.currency"),
    message("gifts.field.line"),
    message("gifts.field.document_number"),
    message("gifts.field.approved_on"),
    message("gifts.field.decided_by"),
    message("gifts.field.kept_at"),
)
_NAMES: Final[tuple[Message, ...]] = (
    message("gifts.column.giver"),
    message("gifts.column.recipient"),
    message("gifts.field.note"),
)
_PUBLISHED: Final[tuple[Message, ...]] = (
    message("gifts.field.day"),
    message("gifts.column.amount"),
    message("gifts.column.content"),
)


@blueprint.get("/gifts.xlsx")
@requires("gifts:read")
def workbook() -> Response:
    """Give the gifts of a filter; who gave and received only for those who may read names.

    That names were taken is written down before the answer leaves.
    """
    named = signed_in().may("members:read")
    columns = (*_COLUMNS, *_NAMES) if named else _COLUMNS
    gifts = all_gifts(session(), wanted_gifts())
    rows = [(*_cells(gift), *(_names(gift) if named else ())) for gift in gifts]
    answer = _sent(message("gifts.file.register"), "gifts.xlsx", columns, rows)
    if named:
        who, count = signed_in(), len(gifts)
        aside_repeated(lambda short: note_register_taken(short, actor=who, count=count))
    return answer


@blueprint.get("/entertainment.xlsx")
@requires("gifts:read")
def published() -> Response:
    """Give a fiscal year's 交際費 as it is published: date, amount, content; nobody's name."""
    year = wanted_year() or FiscalYear.of(clock.today())
    rows = [
        (gift.day.isoformat(), _figure(gift.value), _content(gift))
        for gift in published_gifts(session(), year)
    ]
    name = f"entertainment-{year.start}.xlsx"
    return _sent(message("gifts.file.published", year=year), name, _PUBLISHED, rows)


def _content(gift: Gift) -> str:
    return translate(
        message("gifts.file.content", title=gift.title["ja"], count=gift.quantity),
        languages.current(),
    )


def _cells(gift: Gift) -> tuple[object, ...]:
    language = languages.current()
    money = gift.value or gift.unit_price
    return (
        gift.day.isoformat(),
        translate(label(gift.direction), language),
        gift.partner.names.in_language(language),
        gift.visit.title.in_language(language) if gift.visit else None,
        gift.title.in_language(language),
        gift.maker or None,
        _figure(gift.unit_price),
        gift.quantity,
        _figure(gift.value),
        money.currency if money else None,
        translate(label(gift.line), language),
        gift.document_number or None,
        gift.approved_on.isoformat() if gift.approved_on else None,
        translate(label(gift.decided_by), language) if gift.decided_by else None,
        gift.kept_at or None,
    )


def _names(gift: Gift) -> tuple[object, ...]:
    return gift.given_by, gift.received_by, gift.note or None


def _figure(amount: Money | None) -> int | float | None:
    """Return an amount as a cell holds it: a workbook knows no other numbers than these."""
    if amount is None:
        return None
    major = major_of(amount)
    return int(major) if major == major.to_integral_value() else float(major)


def _sent(
    title: Message, name: str, columns: Sequence[Message], rows: Sequence[Sequence[object]]
) -> Response:
    language = languages.current()
    heads = [translate(column, language) for column in columns]
    body = xlsx_bytes(
        translate(message("gifts.file.sheet"), language),
        heads,
        [dict(zip(heads, row, strict=True)) for row in rows],
    )
    answer = Response(body, mimetype=_XLSX)
    name_file(answer, "attachment", name, f"{translate(title, language)}.xlsx")
    return answer
