"""Scores are read line by line and added up; a tie is shown and never broken silently."""

from fractions import Fraction

import pytest

from exchange.core.errors import DomainError
from exchange.youth.rules.screening import (
    decided_order,
    read_criteria,
    read_sheet,
    standings,
)

TOTALS = {10001: [8, 7], 10002: [9], 10003: [7, 8], 10004: []}


def test_nothing_is_decided_before_anybody_gave_a_score() -> None:
    with pytest.raises(DomainError, match="unscored"):
        decided_order(standings({10001: [], 10002: []}), [10001, 10002])


def test_criteria_are_read_with_their_most_points() -> None:
    assert read_criteria("作文 20\n\n 面接 の 態度 10 \n") == [("作文", 20), ("面接 の 態度", 10)]


@pytest.mark.parametrize("text", ["", "作文", "作文 0", "作文 1001", "20", "作文 x"])
def test_a_criterion_without_its_points_is_refused(text: str) -> None:
    with pytest.raises(DomainError) as refused:
        read_criteria(text)
    assert refused.value.field == "criteria"


def test_a_sheet_is_read_as_copied() -> None:
    sheet = "10001\t5\t3\n\n10003\n10002 0 1\n"
    assert read_sheet(sheet, [5, 3], [10001, 10002, 10003]) == {
        10001: [5, 3],
        10002: [0, 1],
    }


@pytest.mark.parametrize(
    "line", ["10009 1 1", "10009", "10001 6 1", "10001 1", "10001 1 1 1", "10001 x 1"]
)
def test_a_wrong_line_is_named(line: str) -> None:
    with pytest.raises(DomainError, match="line") as refused:
        read_sheet(f"10001 1 1\n{line}", [5, 3], [10001])
    assert (refused.value.field, refused.value.sentence.params["line"]) == ("scores", 2)


def test_equal_means_share_a_place() -> None:
    found = standings(TOTALS)
    assert [(each.number, each.mean, each.place, each.tied) for each in found] == [
        (10002, Fraction(9), 1, False),
        (10001, Fraction(15, 2), 2, True),
        (10003, Fraction(15, 2), 2, True),
        (10004, Fraction(0), 4, False),
    ]


def test_a_person_puts_the_tied_in_order() -> None:
    found = standings(TOTALS)
    with pytest.raises(DomainError, match="tie") as refused:
        decided_order(found, [10003])
    assert refused.value.sentence.params == {"numbers": "10001"}
    assert decided_order(found, [10003, 10001]) == [10002, 10003, 10001, 10004]
