"""Which cells of a public table are hidden, and that nobody can work them out."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.indicators.suppression import hidden_cells


@pytest.mark.parametrize(
    ("counts", "hidden"),
    [
        ([], set()),
        ([3, 4, 12], set()),
        ([0, 5], set()),
        # One small cell takes the next one with it, or the total would give it away.
        ([10, 2, 5], {1, 2}),
        ([10, 1, 4], {1, 2}),
        # 1 and 3 add up to 4 in one way only, so a third goes too.
        ([10, 1, 3], {0, 1, 2}),
        ([1, 1, 9], {0, 1, 2}),
        # 2 and 3 could only be 2 and 3 beside a 3 that is shown.
        ([3, 2, 3], {0, 1, 2}),
        ([2, 2, 2], {0, 1, 2}),
        # Nothing helps: the table is not shown.
        ([2], None),
        ([1, 1], None),
        ([2, 0], None),
        ([1, 3], None),
    ],
)
def test_small_cells_are_hidden_with_as_many_more_as_it_takes(
    counts: list[int], hidden: set[int] | None
) -> None:
    assert hidden_cells(counts) == hidden


def possible(counts: list[int], hidden: frozenset[int]) -> list[tuple[int, ...]]:
    """Return what a reader of the public table holds possible for the hidden cells.

    The reader knows their sum from the public total, that one of them is under three, and that
    none is larger than a cell that is shown.
    """
    total = sum(counts[position] for position in hidden)
    shown = [count for place, count in enumerate(counts) if count and place not in hidden]
    largest = min([total, *shown])
    guesses = product(range(1, largest + 1), repeat=len(hidden))
    return [guess for guess in guesses if sum(guess) == total and min(guess) < 3]


@given(st.lists(st.integers(min_value=0, max_value=7), max_size=5))
def test_no_reader_can_work_a_small_cell_out(counts: list[int]) -> None:
    hidden = hidden_cells(counts)
    small = {position for position, value in enumerate(counts) if 0 < value < 3}
    if hidden is None:
        assert small
        return
    assert small <= hidden
    if not hidden:
        return
    guesses = possible(counts, hidden)
    for place, position in enumerate(sorted(hidden)):
        if position in small:
            assert {1, 2} <= {guess[place] for guess in guesses}
