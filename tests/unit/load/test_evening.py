"""What the deadline evening counts, and what it calls bad."""

import pytest

from tests.load.evening import Answered, Step, is_bad, line_of, percentile
from tests.load.rates import RATES
from tests.load.walking import rows_of


@pytest.mark.parametrize(
    ("times", "share", "found"),
    [
        ({}, 0.95, 0),
        ({10: 1}, 0.95, 10),
        ({10: 95, 400: 5}, 0.95, 10),
        ({10: 94, 400: 6}, 0.95, 400),
        ({400: 5, 10: 5}, 0.5, 10),
    ],
)
def test_a_percentile_is_the_time_within_which_a_share_was_answered(
    times: dict[int, int], share: float, found: int
) -> None:
    assert percentile(times, share) == found


@pytest.mark.parametrize(
    ("row", "bad"),
    [
        (Answered("school: registering", 20, 0, {300: 20}), False),
        (Answered("school: registering", 20, 0, {310: 20}), True),
        (Answered("school: registering", 20, 1, {30: 20}), True),
        (Answered("feed: looking again", 20, 0, {310: 20}), True),
    ],
)
def test_a_step_is_bad_with_an_error_or_where_one_in_twenty_waits_too_long(
    row: Answered, bad: bool
) -> None:
    assert is_bad([row]) is bad


def test_errors_are_told_with_their_kinds() -> None:
    row = Answered("school: registering", 20, 3, {30: 20})
    said = line_of(Step(1.0, [row], {"503": 2, "ConnectionRefusedError": 1}, 0.5))
    assert " errors 3 (2 x 503, 1 x ConnectionRefusedError); " in said
    assert " errors 0; " in line_of(Step(1.0, [], {}, 0.5))


def test_the_evening_is_five_pages_and_eleven_feeds_a_second() -> None:
    by_kind = {rate.kind: rate.a_second for rate in RATES}
    assert round(by_kind.pop("feed")) == 11
    assert round(sum(by_kind.values())) == 5


def test_rows_are_counted_once_whatever_stands_inside_them() -> None:
    cell = "<td><ul><li>a</li><li>b</li></ul></td>"
    markup = f"<table><tr>{cell}</tr><tr></tr></table><ul><li>c</li></ul>"
    assert rows_of(markup) == 3
