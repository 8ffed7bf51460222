"""Which cells of a public table are hidden, and that nobody can work them out."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exchange.indicators.suppression import Labels, hidden_cells, hidden_labels


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


def margins(groups: dict[Labels, int], place: int) -> Counter[str]:
    counts: Counter[str] = Counter()
    for labels, number in groups.items():
        counts[labels[place]] += number
    return counts


@pytest.mark.parametrize(
    ("groups", "hidden"),
    [
        ({}, []),
        ({("a", "p"): 4, ("b", "q"): 5}, [set(), set()]),
        # Alone, the first table would hide a and b, the second p and q, and r would give b away.
        (
            {("a", "p"): 2, ("b", "r"): 5, ("c", "q"): 6},
            [{"a", "b"}, {"p", "r"}],
        ),
        # The programme of two is the whole of a partner with another of five: both are hidden.
        (
            {("a", "p"): 2, ("b", "p"): 5, ("c", "q"): 6},
            [{"a", "b"}, set()],
        ),
        # Nothing helps: there are two people in all.
        ({("a", "p"): 1, ("b", "p"): 1}, None),
        # By direction nobody is small, but the only one online is.
        (
            {("a", "send"): 9, ("b", "send"): 4, ("b", "online"): 3, ("c", "online"): 1},
            [{"c", "b"}, set()],
        ),
    ],
)
def test_tables_of_the_same_people_are_hidden_together(
    groups: dict[Labels, int], hidden: list[set[str] | None] | None
) -> None:
    assert hidden_labels(groups) == hidden


def worlds(
    groups: dict[Labels, int], hidden: Sequence[frozenset[str] | None]
) -> Iterator[dict[Labels, int]]:
    """Yield every state of things that shows the same tables to a reader who knows the groups."""
    total = sum(groups.values())
    for guess in product(range(total + 1), repeat=len(groups)):
        if sum(guess) == total:
            world = dict(zip(groups, guess, strict=True))
            if all(looks_alike(groups, world, place, gone) for place, gone in enumerate(hidden)):
                yield world


def looks_alike(
    groups: dict[Labels, int], world: dict[Labels, int], place: int, gone: frozenset[str] | None
) -> bool:
    """Compare a table: shown cells are equal, nothing is empty, no hidden one above a shown one."""
    real, guessed = margins(groups, place), margins(world, place)
    if min(guessed.values()) < 1:
        return False
    if gone is None:
        return True
    shown = [label for label in real if label not in gone]
    most = min((real[label] for label in shown), default=sum(real.values()))
    same = all(real[label] == guessed[label] for label in shown)
    return same and all(guessed[label] <= most for label in gone)


@settings(max_examples=150, deadline=None)
@given(
    st.dictionaries(
        st.tuples(st.sampled_from("abc"), st.sampled_from("pq"), st.sampled_from("xy")),
        st.integers(min_value=1, max_value=4),
        min_size=1,
        max_size=5,
    )
)
def test_no_reader_of_all_tables_can_work_a_small_cell_out(groups: dict[Labels, int]) -> None:
    hidden = hidden_labels(groups)
    if hidden is None:
        return
    possible = list(worlds(groups, hidden))
    for place, gone in enumerate(hidden):
        for label, number in margins(groups, place).items():
            if number < 3:
                assert gone is None or label in gone
                assert {1, 2} <= {margins(world, place)[label] for world in possible}
