"""Which columns a list has, how it is summed up, and what stands in no record; pure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

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


def subtotals(titles: Iterable[str]) -> Sequence[tuple[str, int]]:
    """Return how many have each title, in the order in which the titles come first."""
    return list(Counter(titles).items())
