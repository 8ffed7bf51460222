"""Lists of members: no column beyond what the reprint table knows, and sums."""

import pytest

from exchange.delegations.enums import MemberField, Paper
from exchange.delegations.reprints import NAMED
from exchange.papers.enums import RosterColumn
from exchange.papers.rules import BY_HAND, ROSTERS, subtotals

_C, _F = RosterColumn, MemberField
#: The fields a column says.
SAYS = {
    _C.ROLE: _F.ROLE,
    _C.NAME: _F.FULL_NAME,
    _C.KANA: _F.FULL_KANA,
    _C.LATIN: _F.PASSPORT_NAME,
    _C.PASSPORT_NAME: _F.PASSPORT_NAME,
    _C.AFFILIATION: _F.AFFILIATION,
    _C.TITLE: _F.TITLE,
    _C.COMPANION: _F.COMPANION,
    _C.DIET: _F.DIET,
    _C.MOBILITY: _F.MOBILITY,
}


@pytest.mark.parametrize("kind", list(ROSTERS))
def test_a_list_says_what_the_table_of_reprints_knows_and_no_more(kind: Paper) -> None:
    said = {SAYS[column] for column in ROSTERS[kind] if column not in BY_HAND | {_C.NUMBER}}
    assert said == NAMED[kind]


def test_members_are_summed_up_by_title_in_their_order() -> None:
    found = subtotals(["市長", "市議会議員", "職員", "市議会議員"])
    assert found == [("市長", 1), ("市議会議員", 2), ("職員", 1)]
