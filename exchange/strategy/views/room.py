"""The room's blueprint, and what the address says about a list of activities."""

from typing import Final, TypeVar

from flask import Blueprint, request

from exchange.core.errors import BadRequestError
from exchange.core.messages import message
from exchange.core.reading import whole
from exchange.strategy.enums import ActivityKind, Count
from exchange.strategy.queries import ActivityFilter

blueprint = Blueprint("strategy", __name__, url_prefix="/strategy")

Choice = TypeVar("Choice")
_KINDS: Final = {"": None, **{each.value: each for each in ActivityKind}}
_COUNTS: Final = {"": None, **{each.value: each for each in Count}}
_BASES: Final = {"": False, "fiscal": False, "calendar": True}
_FIRST, _LAST = 1945, 2100


def wanted_activities() -> ActivityFilter:
    """Read which activities are asked for; raises BadRequestError for what no list offers."""
    arguments = request.args
    return ActivityFilter(
        kind=_one(_KINDS, arguments.get("kind", "")),
        count=_one(_COUNTS, arguments.get("count", "")),
        year=_year(arguments.get("year", "")),
        calendar=_one(_BASES, arguments.get("basis", "")),
        partner=arguments.get("partner", ""),
        measure=arguments.get("measure", ""),
        project=arguments.get("project", ""),
        section=arguments.get("section", ""),
        text=arguments.get("q", ""),
    )


def address_of(wanted: ActivityFilter) -> dict[str, str | int | None]:
    """Return a filter as the arguments of an address, for the pager and the file."""
    return {
        "kind": wanted.kind.value if wanted.kind else None,
        "count": wanted.count.value if wanted.count else None,
        "year": wanted.year,
        "basis": "calendar" if wanted.calendar else None,
        "partner": wanted.partner or None,
        "measure": wanted.measure or None,
        "project": wanted.project or None,
        "section": wanted.section or None,
        "q": wanted.text or None,
    }


def _year(text: str) -> int | None:
    if not text:
        return None
    year = whole(text)
    if year is None or not _FIRST <= year <= _LAST:
        raise BadRequestError(message("strategy.activity.error.filter"))
    return year


def _one(table: dict[str, Choice], text: str) -> Choice:
    if text not in table:
        raise BadRequestError(message("strategy.activity.error.filter"))
    return table[text]
