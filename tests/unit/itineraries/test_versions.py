"""What changed between two versions of a programme."""

from exchange.itineraries.versions import Changes, compare

CALL = {"key": "1", "title": "表敬", "start_day": "2027-05-19", "start_clock": "10:00", "meal": ""}
TOUR = {"key": "2", "title": "視察", "start_day": "2027-05-20", "start_clock": "10:00", "meal": ""}


def test_the_same_plan_twice_has_no_change() -> None:
    assert not compare([CALL, TOUR], [CALL, TOUR])
    assert compare([], []) == Changes([], [], [], [])


def test_what_came_and_what_went_is_named() -> None:
    found = compare([CALL], [TOUR])
    assert (found.added, found.removed) == ([TOUR], [CALL])
    assert found


def test_a_moved_item_is_told_from_a_changed_one() -> None:
    moved = {**CALL, "start_clock": "11:00"}
    changed = {**TOUR, "meal": "昼"}
    found = compare([CALL, TOUR], [moved, changed])
    [first], [second] = found.moved, found.changed
    assert (first.fields, first.other_fields) == ([("start_clock", "10:00", "11:00")], [])
    assert (second.moved, second.fields) == (False, [("meal", "", "昼")])


def test_what_is_moved_and_changed_stands_once() -> None:
    [change] = compare([CALL], [{**CALL, "start_clock": "11:00", "meal": "昼"}]).moved
    assert change.other_fields == [("meal", "", "昼")]


def test_a_field_an_older_version_did_not_know_is_empty_there() -> None:
    older = {name: value for name, value in CALL.items() if name != "meal"}
    assert not compare([older], [CALL])
    [change] = compare([older], [{**CALL, "meal": "昼"}]).changed
    assert change.fields == [("meal", "", "昼")]
