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
    drawn_from,
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
#: The same tickets, to be decided by an event to come.
EVENT_TEXT = TEXT.replace("lottery 1", "lottery 2").replace(
    "seed 熊本 2026", "event 2026-07-10 第7000回"
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
    assert faults(published(list_text(draw), seed=draw.seed, drawn=True)) == []


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"list": None}, "the file holds no list"),
        ({"list": "x"}, "the list cannot be read"),
        ({"list": TEXT + "\n"}, "the list cannot be read"),
        ({"list": TEXT.replace("lottery 1", "lottery 3")}, "the list is not as the lottery"),
        ({"list": EVENT_TEXT, "seed": None}, "the event has not given its seed"),
        ({"digest": "0"}, "the digest is not"),
        ({"seed": "大阪"}, "the seed is not the seed of the list"),
        ({"winners": [10001]}, "the winners are not"),
        ({"waiting": []}, "the waiting list is not"),
    ],
)
def test_what_was_tampered_with_is_named(change: dict[str, object], fault: str) -> None:
    file = {**published(TEXT, seed=DRAW.seed, drawn=True), **change}
    [found] = faults(file)
    assert found.startswith(fault)


def test_another_list_than_the_promised_one_is_named() -> None:
    file = published(TEXT, seed=DRAW.seed, drawn=True)
    assert faults(file, promised=digest(TEXT)) == []
    assert faults(file, promised="0") == ["the list is not the one that was promised"]
    with pytest.raises(ListError):
        read_list("")


def test_a_file_is_published_in_parts_as_they_come() -> None:
    promised = {"list": EVENT_TEXT, "digest": digest(EVENT_TEXT)}
    assert published(EVENT_TEXT, seed=None, drawn=False) == promised
    assert published(EVENT_TEXT, seed="0815", drawn=False) == {**promised, "seed": "0815"}


def test_a_file_of_the_time_before_seeds_stood_beside_the_list_is_right() -> None:
    file = dict(published(TEXT, seed=None, drawn=True))
    assert "seed" not in file
    assert faults(file) == []


def test_what_an_event_gave_decides_a_list_that_was_closed_before() -> None:
    assert list_text(read_list(EVENT_TEXT)) == EVENT_TEXT
    assert read_list(EVENT_TEXT).seed is None
    assert drawn_from(EVENT_TEXT, "熊本 2026") == run(DRAW)
    file = published(EVENT_TEXT, seed="0815", drawn=True)
    assert faults(file) == []
    found = faults({**file, "seed": "0817"})
    assert found == [
        "the winners are not those of the draw",
        "the waiting list is not that of the draw",
    ]
