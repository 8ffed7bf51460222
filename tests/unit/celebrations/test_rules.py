"""What a celebration needs for each state."""

from datetime import date
from itertools import product
from uuid import UUID

import pytest

from exchange.celebrations.enums import NEXT_STATES, CelebrationState
from exchange.celebrations.models import Celebration
from exchange.celebrations.rules import (
    days_behind,
    ensure_days,
    ensure_near,
    ensure_publishable,
    ensure_ready,
    ensure_reason,
    ensure_still_whole,
    missing_languages,
    possible_moves,
)
from exchange.core.dates import PartialDate
from exchange.core.errors import DomainError
from exchange.core.offers import VisitMove

FIRST, LAST = date(2029, 9, 25), date(2029, 9, 28)

MOVES = {
    CelebrationState.IDEA: "planned cancelled",
    CelebrationState.PLANNED: "confirmed postponed cancelled",
    CelebrationState.CONFIRMED: "held postponed cancelled",
    CelebrationState.HELD: "",
    CelebrationState.POSTPONED: "planned cancelled",
    CelebrationState.CANCELLED: "",
}


def refusal(caught: pytest.ExceptionInfo[DomainError]) -> tuple[str, str | None]:
    return caught.value.sentence.id, caught.value.field


@pytest.mark.parametrize(("state", "target"), list(product(CelebrationState, CelebrationState)))
def test_every_step_is_in_the_table_or_refused(
    state: CelebrationState, target: CelebrationState
) -> None:
    assert NEXT_STATES.allows(state, target) == (target.value in MOVES[state].split())


def test_moves_come_in_the_order_of_the_course() -> None:
    assert [move.value for move in possible_moves(CelebrationState.PLANNED)] == [
        "confirmed",
        "postponed",
        "cancelled",
    ]


@pytest.mark.parametrize(
    ("starts", "ends", "fixed", "refused"),
    [
        (None, None, True, ("celebrations.error.no_days", "starts")),
        (FIRST, None, False, ("celebrations.error.both_days", "ends")),
        (None, LAST, False, ("celebrations.error.both_days", "starts")),
        (LAST, FIRST, False, ("celebrations.error.ends_before_starts", "ends")),
        (date(209, 9, 1), LAST, False, ("celebrations.error.year", "starts")),
        (FIRST, date(2929, 9, 1), False, ("celebrations.error.year", "ends")),
    ],
)
def test_days_that_cannot_be_meant_are_refused(
    starts: date | None, ends: date | None, fixed: bool, refused: tuple[str, str]
) -> None:
    with pytest.raises(DomainError) as caught:
        ensure_days(starts, ends, fixed=fixed)
    assert refusal(caught) == refused


def test_days_a_window_and_neither_are_fine() -> None:
    ensure_days(FIRST, LAST, fixed=True)
    ensure_days(FIRST, FIRST, fixed=False)
    ensure_days(None, None, fixed=False)


@pytest.mark.parametrize(
    ("target", "starts", "fixed", "today", "refused"),
    [
        (CelebrationState.PLANNED, None, False, FIRST, "celebrations.error.window_needed"),
        (CelebrationState.CONFIRMED, FIRST, False, FIRST, "celebrations.error.days_open"),
        (CelebrationState.HELD, FIRST, False, FIRST, "celebrations.error.days_open"),
        (CelebrationState.HELD, FIRST, True, FIRST, "celebrations.error.too_early"),
    ],
)
def test_a_step_needs_its_days(
    target: CelebrationState, starts: date | None, fixed: bool, today: date, refused: str
) -> None:
    with pytest.raises(DomainError) as caught:
        ensure_ready(target, starts=starts, ends=LAST if starts else None, fixed=fixed, today=today)
    assert caught.value.sentence.id == refused


def test_a_step_with_its_days_is_taken() -> None:
    ensure_ready(
        CelebrationState.PLANNED, starts=FIRST, ends=LAST, fixed=False, today=date(2026, 1, 1)
    )
    ensure_ready(
        CelebrationState.CONFIRMED, starts=FIRST, ends=LAST, fixed=True, today=date(2026, 1, 1)
    )
    ensure_ready(CelebrationState.HELD, starts=FIRST, ends=LAST, fixed=True, today=LAST)


@pytest.mark.parametrize("state", [state for state in CelebrationState if state.value != "idea"])
def test_days_once_planned_are_not_taken_away(state: CelebrationState) -> None:
    with pytest.raises(DomainError) as caught:
        ensure_still_whole(state, starts=None, ends=None, fixed=False, today=FIRST)
    assert refusal(caught) == ("celebrations.error.window_needed", "starts")


def test_an_idea_may_lose_its_days_and_a_confirmed_one_may_not_open_them() -> None:
    ensure_still_whole(CelebrationState.IDEA, starts=None, ends=None, fixed=False, today=FIRST)
    ensure_still_whole(
        CelebrationState.POSTPONED, starts=FIRST, ends=LAST, fixed=False, today=FIRST
    )
    with pytest.raises(DomainError):
        ensure_still_whole(
            CelebrationState.CONFIRMED, starts=FIRST, ends=LAST, fixed=False, today=FIRST
        )


@pytest.mark.parametrize("state", list(CelebrationState))
def test_only_what_is_settled_is_published(state: CelebrationState) -> None:
    if state in {CelebrationState.CONFIRMED, CelebrationState.HELD}:
        ensure_publishable(state, basis_public=True)
        with pytest.raises(DomainError, match="basis_hidden"):
            ensure_publishable(state, basis_public=False)
        return
    with pytest.raises(DomainError, match="not_publishable"):
        ensure_publishable(state, basis_public=True)


def test_nothing_is_stopped_without_a_reason() -> None:
    ensure_reason("感染症のため")
    with pytest.raises(DomainError) as caught:
        ensure_reason(" ")
    assert refusal(caught) == ("celebrations.error.reason", "reason")


@pytest.mark.parametrize(
    ("starts", "occasion", "far"),
    [
        (date(2030, 10, 2), PartialDate(2029, 10, 1), False),
        (date(2030, 10, 3), PartialDate(2029, 10, 1), True),
        (date(2028, 9, 29), PartialDate(2029, 10, 1), True),
        (date(2028, 9, 30), PartialDate(2029, 10, 1), False),
        (date(2030, 11, 1), PartialDate(2029, 10), False),
        (date(2019, 10, 1), None, False),
        (None, PartialDate(2029, 10, 1), False),
    ],
)
def test_days_years_away_from_the_anniversary_are_asked_about_once(
    starts: date | None, occasion: PartialDate | None, far: bool
) -> None:
    ensure_near(starts, starts, occasion, meant=True)
    if not far:
        ensure_near(starts, starts, occasion, meant=False)
        return
    with pytest.raises(DomainError) as caught:
        ensure_near(starts, starts, occasion, meant=False)
    assert refusal(caught) == ("celebrations.error.far", "far_meant")


def test_languages_without_a_title_are_named() -> None:
    assert missing_languages({"ja": "式典", "zh-Hant": "典禮"}) == ["en"]
    assert missing_languages({"ja": "式典", "en": "Ceremony", "zh-Hant": "典禮"}) == []


S = CelebrationState


@pytest.mark.parametrize(
    ("state", "days", "fixed", "new", "behind"),
    [
        (S.IDEA, (26, 27), True, (10, 14), (11, 12)),
        (S.POSTPONED, (20, 25), True, (10, 14), (5, 10)),
        # Another time than the visit's, which is the 25th to the 29th.
        (S.PLANNED, (23, 24), True, (10, 14), None),
        (S.PLANNED, (30, 30), True, (10, 14), None),
        # A window in which the new days still lie, and one they leave.
        (S.PLANNED, (20, 30), False, (22, 26), None),
        (S.PLANNED, (24, 29), False, (22, 26), (21, 26)),
        (S.PLANNED, (20, 28), False, (26, 30), (21, 29)),
        (S.PLANNED, (20, 30), True, (22, 26), (17, 27)),
        # The visit ends later and begins as before.
        (S.PLANNED, (26, 27), True, (25, 30), None),
        (S.HELD, (26, 27), True, (10, 14), None),
        (S.CANCELLED, (26, 27), True, (10, 14), None),
        (S.IDEA, None, False, (10, 14), None),
    ],
)
def test_a_celebration_moves_behind_the_visit_during_which_it_is_held(
    state: CelebrationState,
    days: tuple[int, int] | None,
    fixed: bool,
    new: tuple[int, int],
    behind: tuple[int, int] | None,
) -> None:
    def in_september(pair: tuple[int, int]) -> tuple[date, date]:
        return date(2029, 9, pair[0]), date(2029, 9, pair[1])

    starts, ends = in_september(days) if days else (None, None)
    celebration = Celebration(state=state, starts=starts, ends=ends, days_fixed=fixed)
    first, last = in_september(new)
    move = VisitMove(
        visit_id=UUID(int=1),
        first=date(2029, 9, 25),
        last=date(2029, 9, 29),
        new_first=first,
        new_last=last,
    )
    assert days_behind(celebration, move) == (behind and in_september(behind))
