"""Rules of visits: every state, every step."""

from datetime import date, timedelta

import pytest

from exchange.core.errors import DomainError, TransitionError
from exchange.delegations.enums import NEXT_STATES, TONES, ApprovalClass, VisitState
from exchange.delegations.rules import (
    PUBLISHABLE,
    Approval,
    ensure_approval,
    ensure_dates,
    ensure_day_reached,
    ensure_draft,
    ensure_publishable,
    ensure_reason,
    may_be_drafted,
    possible_moves,
    standings,
)

S = VisitState
TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("state", "following"),
    [
        (S.DRAFT, [S.PLANNED, S.CANCELLED]),
        (S.PLANNED, [S.APPROVED, S.POSTPONED, S.CANCELLED]),
        (S.APPROVED, [S.CONFIRMED, S.POSTPONED, S.CANCELLED]),
        (S.CONFIRMED, [S.UNDER_WAY, S.POSTPONED, S.CANCELLED]),
        (S.UNDER_WAY, [S.CLOSED, S.CANCELLED]),
        (S.CLOSED, []),
        (S.POSTPONED, [S.PLANNED, S.CANCELLED]),
        (S.CANCELLED, []),
    ],
)
def test_each_state_has_its_next_ones_and_no_other(state: S, following: list[S]) -> None:
    assert possible_moves(state) == following
    for target in S:
        if target in following:
            NEXT_STATES.ensure(state, target)
        else:
            with pytest.raises(TransitionError):
                NEXT_STATES.ensure(state, target)


def test_every_state_has_a_tone() -> None:
    assert set(TONES) == set(S)


@pytest.mark.parametrize("state", list(S))
def test_only_a_settled_visit_may_be_published(state: S) -> None:
    if state in {S.CONFIRMED, S.UNDER_WAY, S.CLOSED}:
        ensure_publishable(state)
    else:
        with pytest.raises(DomainError):
            ensure_publishable(state)
    assert (state in PUBLISHABLE) is (state in {S.CONFIRMED, S.UNDER_WAY, S.CLOSED})


@pytest.mark.parametrize(
    ("starts", "ends", "accepted"),
    [
        (date(2027, 5, 17), date(2027, 5, 22), True),
        (date(2027, 5, 17), date(2027, 5, 17), True),
        (date(2027, 5, 17), date(2027, 5, 16), False),
    ],
)
def test_a_visit_does_not_end_before_it_begins(starts: date, ends: date, accepted: bool) -> None:
    if accepted:
        ensure_dates(starts, ends)
        return
    with pytest.raises(DomainError) as refusal:
        ensure_dates(starts, ends)
    assert refusal.value.field == "ends"


@pytest.mark.parametrize(
    ("target", "today", "accepted"),
    [
        (S.UNDER_WAY, date(2027, 5, 16), False),
        (S.UNDER_WAY, date(2027, 5, 17), True),
        (S.CLOSED, date(2027, 5, 21), False),
        (S.CLOSED, date(2027, 5, 22), True),
        (S.PLANNED, date(2026, 1, 1), True),
        (S.CONFIRMED, date(2026, 1, 1), True),
    ],
)
def test_a_visit_begins_and_closes_on_its_days(target: S, today: date, accepted: bool) -> None:
    days = {"starts": date(2027, 5, 17), "ends": date(2027, 5, 22)}
    if accepted:
        ensure_day_reached(target, **days, today=today)
        return
    with pytest.raises(DomainError):
        ensure_day_reached(target, **days, today=today)


@pytest.mark.parametrize(
    ("drafted", "approved", "accepted"),
    [
        (None, TODAY, True),
        (TODAY, TODAY, True),
        (date(2026, 11, 1), date(2026, 11, 20), True),
        (date(2026, 11, 21), date(2026, 11, 20), False),
        (None, date(2026, 11, 23), False),
    ],
)
def test_an_approval_is_neither_future_nor_older_than_its_draft(
    drafted: date | None, approved: date, accepted: bool
) -> None:
    approval = Approval(
        document_number="",
        drafted_on=drafted,
        approved_on=approved,
        approval_class=ApprovalClass.MAYOR,
    )
    if accepted:
        ensure_approval(approval, today=TODAY)
        return
    with pytest.raises(DomainError) as refusal:
        ensure_approval(approval, today=TODAY)
    assert refusal.value.field == "approved_on"


@pytest.mark.parametrize("state", S)
def test_a_draft_is_recorded_until_its_visit_is_decided(state: S) -> None:
    if state in {S.DRAFT, S.PLANNED}:
        assert may_be_drafted(state)
        ensure_draft(state, TODAY, today=TODAY)
        return
    assert not may_be_drafted(state)
    with pytest.raises(DomainError) as refusal:
        ensure_draft(state, TODAY, today=TODAY)
    assert refusal.value.sentence.id == "delegations.error.no_draft"


def test_a_draft_is_not_dated_in_the_future() -> None:
    with pytest.raises(DomainError) as refusal:
        ensure_draft(S.PLANNED, TODAY + timedelta(days=1), today=TODAY)
    assert refusal.value.field == "drafted_on"


@pytest.mark.parametrize(("reason", "accepted"), [("台風", True), ("", False), ("  ", False)])
def test_a_stop_needs_a_reason(reason: str, accepted: bool) -> None:
    if accepted:
        ensure_reason(reason)
        return
    with pytest.raises(DomainError) as refusal:
        ensure_reason(reason)
    assert refusal.value.field == "reason"


@pytest.mark.parametrize("year", [1944, 2101, 9999])
def test_a_visit_lies_in_the_years_of_this_work(year: int) -> None:
    with pytest.raises(DomainError) as refusal:
        ensure_dates(date(year, 1, 1), date(year, 1, 2))
    assert refusal.value.field == "starts"


@pytest.mark.parametrize(
    ("state", "passed", "shown"),
    [
        (S.DRAFT, {S.DRAFT}, ["now", "next", "next", "next", "next", "next"]),
        (S.PLANNED, {S.DRAFT}, ["done", "now", "next", "next", "next", "next"]),
        (S.APPROVED, set(), ["done", "done", "now", "next", "next", "next"]),
        (S.CONFIRMED, set(), ["done", "done", "done", "now", "next", "next"]),
        (S.UNDER_WAY, set(), ["done", "done", "done", "done", "now", "next"]),
        (S.CLOSED, set(), ["done", "done", "done", "done", "done", "now"]),
        (S.POSTPONED, {S.DRAFT, S.PLANNED}, ["done", "done", *["skipped"] * 4, "now"]),
        (S.CANCELLED, {S.DRAFT}, ["done", *["skipped"] * 5, "now"]),
    ],
)
def test_the_course_shows_what_was_passed_and_what_is_to_come(
    state: S, passed: set[S], shown: list[str]
) -> None:
    found = standings(state, passed)
    assert [standing for _, standing in found] == shown
    assert found[-1][0] is (state if state in {S.POSTPONED, S.CANCELLED} else S.CLOSED)
