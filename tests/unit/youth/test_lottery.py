"""The same list and seed give the same result, to anyone, from the published file alone."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.youth.lottery import (
    Draw,
    ListError,
    Ticket,
    digest,
    faults,
    list_text,
    published,
    read_list,
    run,
)

DRAW = Draw("熊本 2026", 2, 1, [Ticket(10003, "A"), Ticket(10001, "A"), Ticket(10002, "B")])
TEXT = (
    "exchange lottery 1\nseed 熊本 2026\nseats 2\nseats of a school 1\n10001 A\n10002 B\n10003 A\n"
)


def test_a_list_is_the_same_characters_whoever_writes_it() -> None:
    assert list_text(DRAW) == TEXT
    assert digest(TEXT) == "eee9cc85e847b8c69c0c87895860b29566628e64d5481c74139dddb313cafa03"
    assert list_text(read_list(TEXT)) == TEXT


def test_the_first_in_the_order_of_the_hashes_win_within_their_schools_share() -> None:
    outcome = run(DRAW)
    assert sorted([*outcome.winners, *outcome.waiting]) == [10001, 10002, 10003]
    assert len(outcome.winners) == 2
    assert 10002 in outcome.winners
    assert run(replace(DRAW, school_seats=None, seats=3)).waiting == []


@given(
    st.text("abc 熊本123", min_size=1),
    st.integers(0, 30),
    st.integers(1, 5) | st.none(),
    st.sets(st.integers(10000, 99999), max_size=40),
)
def test_every_draw_can_be_re_run_from_its_file(
    seed: str, seats: int, share: int | None, numbers: set[int]
) -> None:
    tickets = [Ticket(number, "AB"[number % 2]) for number in numbers]
    draw = Draw(seed.strip() or "x", seats, share, tickets)
    outcome = run(draw)
    assert sorted([*outcome.winners, *outcome.waiting]) == sorted(numbers)
    assert len(outcome.winners) <= seats
    assert faults(published(list_text(draw), drawn=True)) == []


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"list": None}, "the file holds no list"),
        ({"list": "x"}, "the list cannot be read"),
        ({"list": TEXT + "\n"}, "the list cannot be read"),
        ({"list": TEXT.replace("lottery 1", "lottery 2")}, "the list is not as the lottery"),
        ({"digest": "0"}, "the digest is not"),
        ({"winners": [10001]}, "the winners are not"),
        ({"waiting": []}, "the waiting list is not"),
    ],
)
def test_what_was_tampered_with_is_named(change: dict[str, object], fault: str) -> None:
    file = {**published(TEXT, drawn=True), **change}
    [found] = faults(file)
    assert found.startswith(fault)


def test_another_list_than_the_promised_one_is_named() -> None:
    file = published(TEXT, drawn=True)
    assert faults(file, promised=digest(TEXT)) == []
    assert faults(file, promised="0") == ["the list is not the one that was promised"]
    assert published(TEXT, drawn=False) == {"list": TEXT, "digest": digest(TEXT)}
    with pytest.raises(ListError):
        read_list("")
