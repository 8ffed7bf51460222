"""Columns of lists, what is to be printed anew, and texts side by side; pure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import zip_longest
from typing import Final

from exchange.core.errors import DomainError
from exchange.core.languages import OWN_NAMES, Language
from exchange.core.messages import message
from exchange.delegations.enums import Paper
from exchange.papers.enums import RosterColumn

_C = RosterColumn

#: The lists made from one roster, and what each says of a member; no other list says more.
ROSTERS: Final[Mapping[Paper, Sequence[RosterColumn]]] = {
    Paper.ROSTER: (_C.NUMBER, _C.ROLE, _C.NAME, _C.KANA, _C.AFFILIATION, _C.TITLE),
    Paper.PARTNER_ROSTER: (_C.NUMBER, _C.ROLE, _C.NAME, _C.LATIN, _C.AFFILIATION, _C.TITLE),
    Paper.AIRLINE_LIST: (
        *(_C.NUMBER, _C.PASSPORT_NAME, _C.SEX, _C.BIRTH, _C.NATIONALITY),
        *(_C.PASSPORT_NUMBER, _C.EXPIRY, _C.MOBILITY),
    ),
    Paper.ROOMING_LIST: (
        *(_C.NUMBER, _C.NAME, _C.PASSPORT_NAME, _C.COMPANION, _C.MOBILITY, _C.ROOM, _C.NOTE),
    ),
    Paper.MEAL_LIST: (_C.NUMBER, _C.NAME, _C.DIET),
    Paper.VISA_LIST: (
        *(_C.NUMBER, _C.NAME, _C.PASSPORT_NAME, _C.AFFILIATION, _C.TITLE),
        *(_C.SEX, _C.BIRTH, _C.NATIONALITY, _C.PASSPORT_NUMBER),
    ),
}

#: What is not kept here, or decided on the paper: room to write by hand.
BY_HAND: Final = frozenset(
    {_C.SEX, _C.BIRTH, _C.NATIONALITY, _C.PASSPORT_NUMBER, _C.EXPIRY, _C.ROOM, _C.NOTE}
)
#: What retention empties when a visit is long over.
_PURGED: Final = frozenset({_C.DIET, _C.MOBILITY})
#: The list that says nothing else.
_OF_NEEDS: Final = Paper.MEAL_LIST


def columns_of(kind: Paper, *, purged: bool) -> Sequence[RosterColumn]:
    """Return the columns of a list, without what was purged."""
    return [column for column in ROSTERS[kind] if not (purged and column in _PURGED)]


def is_gone(kind: Paper, *, purged: bool) -> bool:
    """Say whether nothing is left of what a list is made for."""
    return purged and kind is _OF_NEEDS


def subtotals(titles: Iterable[str]) -> Sequence[tuple[str, int]]:
    """Return how many have each title, in the order in which the titles come first."""
    return list(Counter(titles).items())


def lines_of(text: str) -> Sequence[str]:
    """Return the lines of a text that say something."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def side_by_side(texts: Mapping[str, str], language: str) -> Sequence[tuple[str, str]]:
    """Return the lines of a text in Japanese, each beside the line of a second language.

    What has no counterpart stands beside nothing.
    """
    other = "" if language == Language.JA else texts.get(language, "")
    pairs = zip_longest(lines_of(texts[Language.JA]), lines_of(other), fillvalue="")
    return list(pairs)


def ensure_paired(steps: Mapping[str, str]) -> None:
    """Raise DomainError for a language that has more or fewer steps than Japanese has."""
    asked = len(lines_of(steps[Language.JA]))
    for tag, text in steps.items():
        if text and (count := len(lines_of(text))) != asked:
            raise DomainError(
                message("papers.error.steps", language=OWN_NAMES[tag], steps=count, japanese=asked),
                field=f"steps_{tag.lower().replace('-', '_')}",
            )
