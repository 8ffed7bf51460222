"""Whose turn it is, over editions."""

from datetime import date
from uuid import UUID

from exchange.youth.enums import GapKind, WaitsFor
from exchange.youth.models import Edition, Registration, School
from exchange.youth.rules.board import Group, Lack, Turn, groups, place, turns
from exchange.youth.rules.missing import Gap

TODAY = date(2026, 6, 15)
FIRST, SECOND = Edition(id=UUID(int=1)), Edition(id=UUID(int=2))


def lack(edition: Edition, kind: GapKind, turn: WaitsFor, since: date) -> Lack:
    row = Registration()
    row.edition = edition
    return Lack(row, Gap(kind, turn, since))


def test_lacks_are_put_together_by_turn_edition_and_kind_the_longest_wait_first() -> None:
    school, division = WaitsFor.SCHOOL, WaitsFor.DIVISION
    columns = groups(
        [
            lack(FIRST, GapKind.DECISION, division, date(2026, 6, 14)),
            lack(FIRST, GapKind.DECISION, division, date(2026, 6, 10)),
            lack(SECOND, GapKind.DECISION, division, date(2026, 6, 1)),
            lack(FIRST, GapKind.CORRECTION, school, TODAY),
        ]
    )
    assert columns == {
        school: [Group(FIRST, GapKind.CORRECTION, school, 1, TODAY)],
        WaitsFor.GUARDIAN: [],
        division: [
            Group(SECOND, GapKind.DECISION, division, 1, date(2026, 6, 1)),
            Group(FIRST, GapKind.DECISION, division, 2, date(2026, 6, 10)),
        ],
        WaitsFor.PARTNER: [],
    }
    assert turns(columns, [], TODAY) == [Turn(school, 1, 0), Turn(division, 3, 14)]
    assert turns(groups([]), [], TODAY) == []


def test_a_board_is_in_order_of_turn_day_and_school_and_its_places_name_nobody() -> None:
    row = Registration(id=UUID(int=3))
    row.school = School(sort_key="みほん")
    found = place(Lack(row, Gap(GapKind.CORRECTION, WaitsFor.SCHOOL, TODAY)))
    assert found == ("school", "2026-06-15", "みほん", row.id.hex, "correction")
