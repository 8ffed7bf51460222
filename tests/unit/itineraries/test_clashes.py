"""Clash rules, one by one."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from exchange.core.database import Localized, uuid7
from exchange.itineraries.clashes import (
    RULES,
    Facts,
    Finding,
    Side,
    Slot,
    attended_by_nobody,
    before_arrival,
    closed_days,
    diets_at_set_meals,
    duties_elsewhere,
    find_clashes,
    hurried_transfers,
    interpreters_twice,
    overlap,
    people_twice,
    vehicles_twice,
    without_a_track,
)
from exchange.itineraries.enums import ClashKind
from tests.factories.itineraries import wall

MAYOR, GUEST = uuid7(), uuid7()
NAMES = {MAYOR: "見本市長", GUEST: "範例一"}
BERLIN, TOKYO = "Europe/Berlin", "Asia/Tokyo"


def slot(start: str, end: str, zone: str = BERLIN, **changes: object) -> Slot:
    values: dict[str, object] = {
        "key": uuid7(),
        "visit_id": UUID(int=1),
        "visit_title": Localized({"ja": "訪問"}),
        "title": Localized({"ja": "行程"}),
        "start": wall(f"2027-05-19 {start}", zone),
        "end": wall(f"2027-05-19 {end}", zone),
        "people": frozenset({GUEST}),
    }
    return Slot(**(values | changes))  # type: ignore[arg-type]


MORNING = slot("09:00", "10:00")


@pytest.mark.parametrize(
    ("other", "at_once"),
    [
        (slot("09:30", "11:00"), True),
        (slot("08:00", "12:00"), True),
        (slot("09:00", "09:00"), True),
        (slot("09:30", "09:30"), True),
        (slot("10:00", "11:00"), False),
        (slot("10:00", "10:00"), False),
        (slot("08:00", "09:00"), False),
        (slot("16:30", "17:00", TOKYO), True),
        (slot("09:00", "10:00", TOKYO), False),
    ],
)
def test_items_take_place_at_once_in_true_time(other: Slot, at_once: bool) -> None:
    assert overlap(MORNING, other) is at_once
    assert overlap(other, MORNING) is at_once


def only(found: Iterator[Finding]) -> Finding:
    [finding] = found
    return finding


def test_a_person_is_not_in_two_places() -> None:
    other = slot("09:30", "11:00", people=frozenset({GUEST, MAYOR}))
    found = only(people_twice(Facts(slots=[other, MORNING], names=NAMES)))
    assert (found.kind, found.items, found.who) == (
        ClashKind.PERSON,
        (MORNING, other),
        ["範例一"],
    )
    assert found.start == other.start
    apart = slot("09:30", "11:00", people=frozenset({MAYOR}))
    assert list(people_twice(Facts(slots=[MORNING, apart], names=NAMES))) == []


@pytest.mark.parametrize(
    ("rule", "field", "kind"),
    [
        (interpreters_twice, "interpreter", ClashKind.INTERPRETER),
        (vehicles_twice, "vehicle", ClashKind.VEHICLE),
    ],
)
def test_an_interpreter_and_a_vehicle_are_wanted_once(
    rule: Callable[[Facts], Iterator[Finding]], field: str, kind: ClashKind
) -> None:
    first = slot("09:00", "10:00", track="A", **{field: "見本 通訳、1号車"})
    second = slot("09:30", "10:30", track="B", **{field: "１号車"})
    found = only(rule(Facts(slots=[first, second])))
    assert (found.kind, found.who) == (kind, ["1号車"])
    later = slot("10:00", "10:30", track="B", **{field: "１号車"})
    blank = slot("09:30", "10:30", **{field: ""})
    assert list(rule(Facts(slots=[first, later, blank]))) == []


def test_the_mayor_s_other_duties_are_named() -> None:
    here = slot("09:00", "10:00", people=frozenset({MAYOR, GUEST}))
    there = slot("16:00", "17:30", TOKYO, visit_id=UUID(int=2), people=frozenset({MAYOR}))
    later = slot("18:00", "19:00", TOKYO, visit_id=UUID(int=2), people=frozenset({MAYOR}))
    strangers = slot("16:00", "17:30", TOKYO, people=frozenset({uuid7()}))
    found = only(
        duties_elsewhere(Facts(slots=[here], others=[there, later, strangers], names=NAMES))
    )
    assert (found.kind, found.items, found.who) == (
        ClashKind.ELSEWHERE,
        (here, there),
        ["見本市長"],
    )


def test_a_closed_day_is_said_once_a_day_of_either_side() -> None:
    whit = Localized({"ja": "聖霊降臨祭"})
    there = Side(Localized({"ja": "ハイデルベルク市"}), BERLIN, {date(2027, 5, 19): [whit]})
    here = Side(Localized({"ja": "熊本"}), TOKYO, {date(2027, 5, 20): ["議会"]})
    later = slot("14:00", "15:00")  # the 19th, 21:00 in Kumamoto
    evening = slot("18:00", "19:00")  # the 20th, 01:00 in Kumamoto
    found = list(closed_days(Facts(slots=[evening, later, MORNING], sides=[there, here])))
    assert [(each.kind, each.items, list(each.who)) for each in found] == [
        (ClashKind.CLOSED, (MORNING,), [there.city, whit]),
        (ClashKind.CLOSED, (evening,), [here.city, "議会"]),
    ]


@pytest.mark.parametrize(
    ("start", "place", "minutes"),
    [
        ("10:10", "ホテル", (10, 15)),
        ("10:00", "ホテル", (0, 15)),
        ("10:15", "ホテル", None),
        ("10:10", "市庁舎", None),
        ("10:10", "", None),
        ("10:20", "城", (20, 40)),
        ("09:50", "ホテル", None),
    ],
)
def test_a_way_needs_its_minutes(start: str, place: str, minutes: tuple[int, int] | None) -> None:
    before = slot("09:00", "10:00", place="駅", end_place="市庁舎")
    after = slot(start, "11:00", place=place)
    facts = Facts(slots=[after, before], transfers={("市庁舎", "城"): 40})
    found = [(each.kind, each.minutes, list(each.who)) for each in hurried_transfers(facts)]
    expected = [(ClashKind.TRANSFER, minutes, ["市庁舎", place])] if minutes else []
    assert found == expected


def test_ways_are_those_of_one_track_and_of_what_all_attend() -> None:
    together = slot("09:00", "10:00", place="市庁舎")
    one = slot("10:05", "11:00", place="城", track="A")
    two = slot("10:30", "11:00", place="大学", track="B")
    found = [each.items for each in hurried_transfers(Facts(slots=[together, one, two]))]
    assert found == [(together, one)]


def test_an_item_nobody_attends_is_named() -> None:
    empty = slot("09:00", "10:00", people=frozenset())
    assert only(attended_by_nobody(Facts(slots=[MORNING, empty]))).items == (empty,)


def test_a_diet_is_told_before_a_set_meal() -> None:
    meal = slot("12:00", "13:00", set_meal=True, people=frozenset({MAYOR, GUEST}))
    facts = Facts(slots=[meal, MORNING], names=NAMES, diets={GUEST: "菜食"})
    found = only(diets_at_set_meals(facts))
    assert (found.kind, found.items, found.who) == (ClashKind.DIET, (meal,), ["範例一"])
    assert list(diets_at_set_meals(Facts(slots=[meal], names=NAMES))) == []


def test_what_is_before_an_arrival_that_day_is_named() -> None:
    flight = replace(slot("04:00", "12:00"), end=wall("2027-05-19 20:00", TOKYO))
    early, late = slot("09:00", "10:00", TOKYO), slot("20:30", "21:00", TOKYO)
    alone = slot("09:00", "10:00", TOKYO, people=frozenset({MAYOR}))
    found = only(before_arrival(Facts(slots=[flight, early, late, alone], names=NAMES)))
    assert (found.kind, found.items, found.who) == (ClashKind.ARRIVAL, (early, flight), ["範例一"])
    # Who was there, left and comes back that day was not missed.
    away = replace(slot("10:10", "10:20", TOKYO), end=wall("2027-05-19 03:20", BERLIN))
    assert list(before_arrival(Facts(slots=[early, away, flight]))) == []


def test_an_item_without_a_track_is_named_while_a_track_has_its_own() -> None:
    tracked = slot("09:00", "10:00", track="A")
    forgotten, for_all = slot("09:30", "10:30"), slot("11:00", "12:00")
    assert only(without_a_track(Facts(slots=[tracked, forgotten, for_all]))).items == (forgotten,)
    assert list(without_a_track(Facts(slots=[forgotten, for_all]))) == []


def test_a_report_is_of_all_rules_in_the_order_of_time() -> None:
    late = slot("08:30", "15:00", people=frozenset())
    early = slot("08:00", "09:00", people=frozenset(), track="A")
    found = find_clashes(Facts(slots=[late, early]))
    assert [(each.kind, each.items) for each in found] == [
        (ClashKind.NOBODY, (early,)),
        (ClashKind.NOBODY, (late,)),
        (ClashKind.TRACKLESS, (late,)),
    ]
    assert len(RULES) == len(ClashKind)
