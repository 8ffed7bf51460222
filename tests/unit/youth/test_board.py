"""Whose turn it is, over editions."""

from datetime import date
from uuid import UUID

from exchange.youth.enums import GapKind, WaitsFor
from exchange.youth.models import Edition
from exchange.youth.rules.board import Group, Lack, Place, Turn, groups, in_order, turns
from exchange.youth.rules.missing import Gap

TODAY = date(2026, 6, 15)
FIRST, SECOND = Edition(id=UUID(int=1)), Edition(id=UUID(int=2))


def lack(edition: Edition, kind: GapKind, turn: WaitsFor, since: date) -> Lack:
    return Lack(edition, Gap(kind, turn, since))


def test_lacks_are_put_together_by_turn_edition_and_kind_the_longest_wait_first() -> None:
    school, division = WaitsFor.SCHOOL, WaitsFor.DIVISION
    columns = groups(
        [
            lack(FIRST, GapKind.DECISION, division, date(2026, 6, 14)),
            lack(FIRST, GapKind.DECISION, division, date(2026, 6, 10)),
            lack(SECOND, GapKind.DECISION, division, date(2026, 6, 1)),
            lack(FIRST, GapKind.CORRECTION, school, TODAY),
            Lack(SECOND, Gap(GapKind.DECISION, division, date(2026, 6, 3)), 4),
        ]
    )
    assert columns == {
        school: [Group(FIRST, GapKind.CORRECTION, school, 1, TODAY)],
        WaitsFor.GUARDIAN: [],
        division: [
            Group(SECOND, GapKind.DECISION, division, 5, date(2026, 6, 1)),
            Group(FIRST, GapKind.DECISION, division, 2, date(2026, 6, 10)),
        ],
        WaitsFor.PARTNER: [],
    }
    assert turns(columns, [], TODAY) == [Turn(school, 1, 0), Turn(division, 7, 14)]
    assert turns(groups([]), [], TODAY) == []


def test_a_board_is_in_order_of_turn_day_and_school_and_its_places_name_nobody() -> None:
    place = Place(UUID(int=3), "みほん", Gap(GapKind.CORRECTION, WaitsFor.SCHOOL, TODAY))
    expected = ("school", "2026-06-15", "みほん", UUID(int=3).hex, "correction")
    assert in_order(place) == expected
