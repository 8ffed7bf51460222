"""Moving items: clocks are kept over days, minutes are true time, fixed ones stay."""

from datetime import date, time

import pytest

from exchange.core.database import uuid7
from exchange.core.errors import DomainError
from exchange.core.walltime import WallTime
from exchange.itineraries.models import ItineraryItem
from exchange.itineraries.moving import (
    MOST_DAYS,
    MOST_MINUTES,
    Shift,
    digest_of,
    ensure_shift,
    of_day,
    plan_moves,
    shifted,
)
from tests.factories.itineraries import wall


def make(start: WallTime, end: WallTime, *, fixed: bool = False) -> ItineraryItem:
    item = ItineraryItem(id=uuid7(), version=1, fixed=fixed)
    item.plan(start, end)
    return item


FLIGHT = make(wall("2027-05-17 09:30", "Asia/Tokyo"), wall("2027-05-17 18:30", "Europe/Berlin"))
CEREMONY = make(
    wall("2027-05-17 20:00", "Europe/Berlin"), wall("2027-05-17 21:00", "Europe/Berlin"), fixed=True
)
NEXT = make(wall("2027-05-18 09:00", "Europe/Berlin"), wall("2027-05-18 10:00", "Europe/Berlin"))


@pytest.mark.parametrize(
    ("before", "shift", "after"),
    [
        (wall("2027-05-17 09:30", "Asia/Tokyo"), Shift(days=1), "2027-05-18 09:30"),
        (wall("2027-05-17 09:30", "Asia/Tokyo"), Shift(days=-1), "2027-05-16 09:30"),
        (wall("2027-05-17 09:30", "Asia/Tokyo"), Shift(minutes=45), "2027-05-17 10:15"),
        (wall("2027-05-17 00:10", "Asia/Tokyo"), Shift(minutes=-15), "2027-05-16 23:55"),
        (wall("2027-03-27 10:00", "Europe/Berlin"), Shift(days=1), "2027-03-28 10:00"),
        (wall("2027-03-28 01:45", "Europe/Berlin"), Shift(minutes=30), "2027-03-28 03:15"),
        (wall("2027-03-27 10:00", "Europe/Berlin"), Shift(1, 30), "2027-03-28 10:30"),
    ],
)
def test_days_keep_the_clock_and_minutes_are_true(
    before: WallTime, shift: Shift, after: str
) -> None:
    assert shifted(before, shift) == wall(after, before.zone)


def test_a_time_the_clocks_skip_is_refused() -> None:
    with pytest.raises(DomainError) as refusal:
        shifted(wall("2027-03-27 02:30", "Europe/Berlin"), Shift(days=1))
    assert (refusal.value.sentence.id, refusal.value.field) == ("core.time.gap", "days")


def test_a_fixed_item_stays_and_is_told() -> None:
    moves = plan_moves([FLIGHT, CEREMONY], Shift(days=1))
    assert [(move.stays, move.start.day) for move in moves] == [
        (False, date(2027, 5, 18)),
        (True, date(2027, 5, 17)),
    ]
    assert moves[0].end == wall("2027-05-18 18:30", "Europe/Berlin")


def test_a_day_is_what_begins_on_it_from_a_time_on() -> None:
    every = [FLIGHT, CEREMONY, NEXT]
    assert of_day(every, date(2027, 5, 17)) == [FLIGHT, CEREMONY]
    assert of_day(every, date(2027, 5, 17), after=time(12)) == [CEREMONY]


@pytest.mark.parametrize(
    ("shift", "field"),
    [
        (Shift(), "days"),
        (Shift(days=MOST_DAYS + 1), "days"),
        (Shift(minutes=-MOST_MINUTES - 1), "minutes"),
    ],
)
def test_a_move_is_a_move_and_not_too_far(shift: Shift, field: str) -> None:
    with pytest.raises(DomainError) as refusal:
        ensure_shift(shift)
    assert refusal.value.field == field


def test_a_move_is_known_again_until_an_item_changes() -> None:
    seen = digest_of([FLIGHT, NEXT], Shift(1))
    assert digest_of([NEXT, FLIGHT], Shift(1)) == seen
    assert digest_of([FLIGHT], Shift(1)) != seen
    assert digest_of([FLIGHT, NEXT], Shift(2)) != seen
