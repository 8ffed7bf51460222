"""Lists of members: no column beyond what the reprint table knows, sums, and what is stale."""

from datetime import UTC, datetime, timedelta

import pytest

from exchange.delegations.enums import MemberField, Paper
from exchange.delegations.reprints import NAMED
from exchange.papers.enums import RosterColumn
from exchange.papers.rules import BY_HAND, ROSTERS, papers_after, subtotals, to_reprint

PRINTED = datetime(2026, 11, 1, tzinfo=UTC)
LATER = PRINTED + timedelta(days=1)
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


@pytest.mark.parametrize(
    ("deed", "fields", "papers"),
    [
        ("visits.correct_member", ["diet"], {Paper.MEAL_LIST, Paper.BRIEFING}),
        ("visits.correct_member", ["unknown"], set()),
        ("visits.add_member", ["member"], set(Paper)),
        ("visits.publish_version", ["number"], set()),
    ],
)
def test_an_act_touches_the_papers_that_name_what_it_changed(
    deed: str, fields: list[str], papers: set[Paper]
) -> None:
    assert set(papers_after(deed, fields)) == papers


def test_only_printed_papers_that_no_longer_say_what_is_so_are_printed_anew() -> None:
    printed = {Paper.MEAL_LIST: PRINTED, Paper.AIRLINE_LIST: PRINTED, Paper.ROSTER: LATER}
    diet = (LATER, "visits.correct_member", ["diet"])
    assert to_reprint(printed, [diet], None) == {Paper.MEAL_LIST}
    early = (PRINTED, "visits.add_member", ["member"])
    assert to_reprint(printed, [early], PRINTED) == frozenset()
    assert to_reprint(printed, [], LATER) == {Paper.MEAL_LIST, Paper.AIRLINE_LIST}
