"""The blueprint, and what the address says about a list of gifts."""

from typing import Final, TypeVar

from flask import Blueprint, request

from exchange.core.dates import FiscalYear
from exchange.core.errors import BadRequestError
from exchange.core.messages import message
from exchange.core.reading import whole
from exchange.gifts.enums import GiftDirection, GiftLine
from exchange.gifts.queries import GiftFilter

blueprint = Blueprint("gifts", __name__, url_prefix="/gifts")

Choice = TypeVar("Choice")
_DIRECTIONS: Final = {"": None, **{each.value: each for each in GiftDirection}}
_LINES: Final = {"": None, **{each.value: each for each in GiftLine}}
_FIRST, _LAST = 1945, 2100


def wanted_gifts() -> GiftFilter:
    """Read which gifts are asked for; raises BadRequestError for what no list offers."""
    arguments = request.args
    return GiftFilter(
        direction=_one(_DIRECTIONS, arguments.get("direction", "")),
        partner=arguments.get("partner", ""),
        line=_one(_LINES, arguments.get("line", "")),
        year=wanted_year(),
        text=arguments.get("q", ""),
    )


def wanted_year() -> FiscalYear | None:
    """Read the fiscal year in the address; None without one."""
    text = request.args.get("year", "")
    if not text:
        return None
    year = whole(text)
    if year is None or not _FIRST <= year <= _LAST:
        raise BadRequestError(message("gifts.error.filter"))
    return FiscalYear(year)


def wanted_direction() -> GiftDirection:
    """Read which way a new gift went; given by us where the address does not say."""
    found = _one(_DIRECTIONS, request.args.get("direction", ""))
    return found or GiftDirection.GIVEN


def _one(table: dict[str, Choice], text: str) -> Choice:
    if text not in table:
        raise BadRequestError(message("gifts.error.filter"))
    return table[text]
