"""Rules of an item's times: true order, near its visit."""

from datetime import date, time

import pytest

from exchange.core.errors import DomainError
from exchange.core.walltime import WallTime
from exchange.itineraries.rules import ensure_near, ensure_order


def at(day: date, clock: str, zone: str) -> WallTime:
    return WallTime.planned(day, time.fromisoformat(clock), zone=zone)


@pytest.mark.parametrize(
    ("start", "end", "accepted"),
    [
        (("19:53", "Asia/Tokyo"), ("18:59", "America/New_York"), True),
        (("09:00", "Europe/Berlin"), ("09:00", "Europe/Berlin"), True),
        (("10:00", "Europe/Berlin"), ("09:00", "Europe/Berlin"), False),
        (("09:00", "America/Chicago"), ("22:00", "Asia/Tokyo"), False),
    ],
)
def test_arriving_before_leaving_is_judged_in_true_time(
    start: tuple[str, str], end: tuple[str, str], accepted: bool
) -> None:
    day = date(2026, 12, 1)
    if accepted:
        ensure_order(at(day, *start), at(day, *end))
        return
    with pytest.raises(DomainError) as refusal:
        ensure_order(at(day, *start), at(day, *end))
    assert refusal.value.field == "end_clock"


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [
        (date(2027, 5, 17), date(2027, 5, 18), None),
        (date(2027, 2, 20), date(2027, 2, 20), None),
        (date(2027, 8, 21), date(2027, 8, 22), None),
        (date(2026, 5, 17), date(2027, 5, 17), "start_day"),
        (date(2027, 5, 17), date(2072, 5, 17), "end_day"),
    ],
)
def test_an_item_lies_near_its_visit(first: date, last: date, field: str | None) -> None:
    start, end = at(first, "09:00", "Asia/Tokyo"), at(last, "09:00", "Asia/Tokyo")
    days = {"first": date(2027, 5, 17), "last": date(2027, 5, 22)}
    if field is None:
        ensure_near(start, end, **days)
        return
    with pytest.raises(DomainError) as refusal:
        ensure_near(start, end, **days)
    assert refusal.value.field == field
