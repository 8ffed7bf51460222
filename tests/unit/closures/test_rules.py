"""Which days are closed, and what is known of them."""

from datetime import date

import pytest

from exchange.closures.models import AvoidedDays, Holiday
from exchange.closures.rules import (
    are_known,
    closed_days_at,
    days_of,
    ensure_span,
    is_weekend,
    known_through,
)
from exchange.core.database import Localized
from exchange.core.errors import DomainError


def holiday(name: str, *days: str, through: date | None = None, caution: bool = False) -> Holiday:
    return Holiday(
        slug=name,
        names=Localized({"ja": name}),
        places=["guilin", "kumamoto"],
        days=list(days),
        official_through=through,
        caution=caution,
    )


NATIONAL = holiday("国慶節", "2026-10-01", "2027-10-01", through=date(2026, 12, 31))
LAST_DAY = holiday("仕事納め", "2026-12-28", caution=True)


@pytest.mark.parametrize(
    ("place", "start", "end", "found"),
    [
        ("guilin", date(2026, 10, 1), date(2026, 10, 1), [("国慶節", False, False)]),
        ("guilin", date(2027, 10, 1), date(2027, 10, 2), [("国慶節", True, False)]),
        ("guilin", date(2026, 10, 2), date(2027, 9, 30), [("仕事納め", False, True)]),
        ("heidelberg", date(2026, 1, 1), date(2027, 12, 31), []),
    ],
)
def test_a_place_s_days_are_found_within_inclusive_days(
    place: str, start: date, end: date, found: list[tuple[str, bool, bool]]
) -> None:
    days = closed_days_at([NATIONAL, LAST_DAY], place, start, end)
    assert [(day.name["ja"], day.provisional, day.caution) for day in days] == found


def test_days_come_in_order_and_closed_ones_before_days_to_be_careful_with() -> None:
    both = holiday("閉庁日", "2026-12-28")
    days = closed_days_at([LAST_DAY, NATIONAL, both], "kumamoto", date(2026, 1, 1), date.max)
    assert [(day.day, day.name["ja"]) for day in days] == [
        (date(2026, 10, 1), "国慶節"),
        (date(2026, 12, 28), "閉庁日"),
        (date(2026, 12, 28), "仕事納め"),
        (date(2027, 10, 1), "国慶節"),
    ]


def test_the_calendars_reach_as_far_as_their_last_day() -> None:
    assert known_through([NATIONAL, LAST_DAY, holiday("なし")]) == date(2027, 10, 1)
    assert known_through([]) is None


@pytest.mark.parametrize(
    ("start", "end", "known"),
    [
        (date(2026, 1, 1), date(2027, 12, 31), True),
        (date(2025, 12, 31), date(2026, 1, 1), False),
        (date(2027, 12, 31), date(2028, 1, 1), False),
    ],
)
def test_days_outside_the_calendars_are_not_known(start: date, end: date, known: bool) -> None:
    assert are_known([NATIONAL, LAST_DAY, holiday("なし")], start, end) is known
    assert not are_known([holiday("なし")], start, end)


def test_a_single_day_taken_in_says_nothing_of_the_year_around_it() -> None:
    taken_in = holiday("市制記念日", "2035-07-15")
    taken_in.source = "先方の暦"
    assert known_through([NATIONAL, taken_in]) == date(2027, 10, 1)
    assert not are_known([NATIONAL, taken_in], date(2035, 7, 1), date(2035, 7, 31))
    (found,) = closed_days_at([taken_in], "guilin", date(2035, 1, 1), date.max)
    assert (found.day, found.provisional) == (date(2035, 7, 15), False)


def test_saturday_and_sunday_are_the_weekend() -> None:
    week = [date(2027, 5, day) for day in range(17, 24)]
    assert [is_weekend(day) for day in week] == [False] * 5 + [True] * 2


def test_a_span_is_taken_day_by_day_within_the_days_asked_for() -> None:
    avoided = AvoidedDays(starts=date(2027, 6, 10), ends=date(2027, 6, 12))
    assert list(days_of(avoided, date(2027, 6, 1), date(2027, 6, 11))) == [
        date(2027, 6, 10),
        date(2027, 6, 11),
    ]
    assert list(days_of(avoided, date(2027, 6, 13), date(2027, 6, 30))) == []


@pytest.mark.parametrize(
    ("ends", "sentence"),
    [
        (date(2027, 6, 9), "closures.error.ends_before_starts"),
        (date(2028, 6, 12), "closures.error.too_long"),
    ],
)
def test_a_span_that_cannot_be_meant_is_refused(ends: date, sentence: str) -> None:
    with pytest.raises(DomainError) as caught:
        ensure_span(date(2027, 6, 10), ends)
    assert (caught.value.sentence.id, caught.value.field) == (sentence, "ends")


def test_a_span_of_one_day_or_one_year_is_fine() -> None:
    ensure_span(date(2027, 6, 10), date(2027, 6, 10))
    ensure_span(date(2027, 6, 10), date(2028, 6, 10))
