"""Which cells of a public table are hidden, and that nobody can work them out."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exchange.indicators.suppression import Labels, hidden_beside, hidden_labels


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


GROUPS = st.dictionaries(
    st.tuples(st.sampled_from("abc"), st.sampled_from("pq"), st.sampled_from("xy")),
    st.integers(min_value=1, max_value=4),
    min_size=1,
    max_size=5,
)


@settings(max_examples=150, deadline=None)
@given(GROUPS)
def test_no_reader_of_all_tables_can_work_a_small_cell_out(groups: dict[Labels, int]) -> None:
    hidden = hidden_labels(groups)
    if hidden is not None:
        ensure_hidden(groups, hidden)


@settings(max_examples=150, deadline=None)
@given(GROUPS)
def test_nor_can_one_who_reads_another_table_beside_the_published_ones(
    groups: dict[Labels, int],
) -> None:
    published: Counter[Labels] = Counter()
    for labels, number in groups.items():
        published[labels[:-1]] += number
    others, last = hidden_labels(published), hidden_beside(groups)
    if last is not None:
        assert others is not None
        ensure_hidden(groups, [*others, last])


def ensure_hidden(groups: dict[Labels, int], hidden: Sequence[frozenset[str] | None]) -> None:
    possible = list(worlds(groups, hidden))
    for place, gone in enumerate(hidden):
        for label, number in margins(groups, place).items():
            if number < 3:
                assert gone is None or label in gone
                assert {1, 2} <= {margins(world, place)[label] for world in possible}


@pytest.mark.parametrize(
    ("groups", "hidden"),
    [
        ({}, set()),
        ({("a", "m"): 4, ("b", "n"): 5}, set()),
        # Of itself it would hide m and o: n is all of b, which is hidden with a.
        (
            {("a", "m"): 2, ("b", "n"): 5, ("c", "o"): 4, ("c", "q"): 8},
            {"m", "n", "o"},
        ),
        # As many people are needed as make a small one uncertain.
        ({("a", "m"): 2, ("a", "n"): 9}, {"m", "n"}),
        # Nothing is published of two people.
        ({("a", "m"): 1, ("b", "n"): 1}, None),
        # Three are published of one programme; of its two editions nothing can be.
        ({("a", "m"): 2, ("a", "n"): 1}, None),
    ],
)
def test_a_table_beside_the_published_ones_hides_what_would_give_theirs_away(
    groups: dict[Labels, int], hidden: set[str] | None
) -> None:
    assert hidden_beside(groups) == hidden
