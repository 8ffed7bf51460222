"""The blueprint, and what the address says about a list of letters."""

from typing import Final, TypeVar

from flask import Blueprint, request

from exchange.core import clock
from exchange.core.errors import BadRequestError
from exchange.core.messages import message
from exchange.letters.enums import LetterDirection, LetterKind
from exchange.letters.queries import LetterFilter

blueprint = Blueprint("letters", __name__, url_prefix="/letters")

Choice = TypeVar("Choice")
DIRECTIONS: Final = {"": None, **{each.value: each for each in LetterDirection}}
KINDS: Final = {"": None, **{each.value: each for each in LetterKind}}
#: Whether only what is awaited, or awaited too long, is asked for.
SHOWN: Final = {"": False, "waiting": True, "overdue": True}


def asked() -> dict[str, str]:
    """Return what the address says, as it says it."""
    names = ("direction", "kind", "partner", "show")
    return {name: request.args.get(name, "") for name in names}


def wanted_letters() -> LetterFilter:
    """Read which letters are asked for; raises BadRequestError for what no list offers."""
    said = asked()
    return LetterFilter(
        direction=one(DIRECTIONS, said["direction"]),
        kind=one(KINDS, said["kind"]),
        partner=said["partner"],
        waiting=one(SHOWN, said["show"]),
        before=clock.today() if said["show"] == "overdue" else None,
    )


def one(table: dict[str, Choice], text: str) -> Choice:
    """Return what a word of the address stands for; raises BadRequestError for another."""
    if text not in table:
        raise BadRequestError(message("letters.error.filter"))
    return table[text]
