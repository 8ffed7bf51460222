"""Which papers a change of members touches."""

import pytest

from exchange.delegations.enums import Direction, MemberField, Paper
from exchange.delegations.reprints import NAMED, RANKED, papers_touched, printed_of

_F, _P = MemberField, Paper


def test_every_paper_says_what_it_names() -> None:
    assert list(NAMED) == list(Paper)
    assert all(NAMED.values())


@pytest.mark.parametrize(
    ("fields", "papers"),
    [
        ([], []),
        ([_F.DIET], [_P.MEAL_LIST, _P.BRIEFING]),
        ([_F.COMPANION], [_P.ROOMING_LIST, _P.SEATING, _P.BRIEFING]),
        (
            [_F.FULL_KANA],
            [_P.ROSTER, _P.GREETING, _P.BRIEFING, _P.PRESS_RELEASE, _P.EMERGENCY_CARD],
        ),
        (
            [_F.PASSPORT_NAME],
            [
                *(_P.PARTNER_ROSTER, _P.AIRLINE_LIST, _P.ROOMING_LIST, _P.VISA_LIST),
                *(_P.STAY_SCHEDULE, _P.INVITATION, _P.GUARANTEE, _P.SEATING),
                *(_P.NAME_PLATES, _P.BADGES, _P.BRIEFING, _P.EMERGENCY_CARD),
            ],
        ),
    ],
)
def test_a_field_touches_the_papers_that_name_it(
    fields: list[MemberField], papers: list[Paper]
) -> None:
    assert papers_touched(fields) == papers


def test_who_joins_touches_all_and_an_order_those_that_show_it() -> None:
    assert papers_touched([], joined_or_left=True) == list(Paper)
    assert papers_touched([], moved=True) == [paper for paper in Paper if paper in RANKED]


@pytest.mark.parametrize(
    ("direction", "without"),
    [
        (Direction.IN, set()),
        (Direction.OUT, {Paper.STAY_SCHEDULE, Paper.INVITATION, Paper.GUARANTEE}),
    ],
)
def test_only_guests_have_the_papers_by_which_we_answer_for_them(
    direction: Direction, without: set[Paper]
) -> None:
    assert set(Paper) - set(printed_of(direction, list(Paper))) == without
