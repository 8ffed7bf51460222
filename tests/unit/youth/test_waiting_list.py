"""Whose turn it is, who is passed over and why, and until when an offer is kept."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

import pytest

from exchange.core.errors import DomainError
from exchange.youth.enums import RegistrationState
from exchange.youth.enums.waiting import Gender, SkipReason, WaitingAct
from exchange.youth.rules.editions import Plan, ensure_plan
from exchange.youth.rules.seats import Seats, ensure_seat, gender_quota
from exchange.youth.rules.waiting import (
    Openings,
    Taken,
    Waiter,
    ensure_offer,
    is_expired,
    next_turn,
    offer_answered,
    offer_deadline,
    openings_of,
)
from tests.unit.youth.test_editions import an_edition

SCHOOL_A, SCHOOL_B = UUID(int=1), UUID(int=2)


def a_waiter(
    rank: int, school: UUID = SCHOOL_A, gender: Gender | None = None, failed: Sequence[str] = ()
) -> Waiter:
    return Waiter(UUID(int=100 + rank), rank, school, gender, failed)


def test_the_first_in_order_is_offered_the_seat() -> None:
    turn = next_turn([a_waiter(3), a_waiter(1), a_waiter(2)], Openings(1))
    assert (turn.skipped, turn.offered) == ([], a_waiter(1))


@pytest.mark.parametrize(
    ("first", "openings", "reason"),
    [
        (a_waiter(1, failed=("旅券",)), Openings(1), SkipReason.NOT_ELIGIBLE),
        (a_waiter(1), Openings(1, {SCHOOL_A: 0}), SkipReason.SCHOOL_FULL),
        (
            a_waiter(1, gender=Gender.MALE),
            Openings(1, {}, {Gender.MALE: 0}),
            SkipReason.GENDER_FULL,
        ),
    ],
)
def test_who_cannot_take_the_seat_is_passed_over_with_the_reason(
    first: Waiter, openings: Openings, reason: SkipReason
) -> None:
    second = a_waiter(2, SCHOOL_B, Gender.FEMALE)
    turn = next_turn([first, second], openings)
    assert (turn.skipped, turn.offered) == ([(first, reason)], second)


def test_a_pupil_who_does_not_say_counts_in_the_whole_alone() -> None:
    waiter = a_waiter(1, gender=Gender.UNDISCLOSED)
    openings = Openings(1, {}, {Gender.FEMALE: 0, Gender.MALE: 0})
    assert next_turn([waiter], openings).offered == waiter


def test_what_is_free_is_counted_from_what_each_school_and_gender_holds() -> None:
    first, second = UUID(int=1), UUID(int=2)
    taken = [
        Taken(first, Gender.FEMALE, 2),
        Taken(first, None, 1),
        Taken(second, Gender.MALE, 1),
    ]
    edition = an_edition()
    edition.quota, edition.school_quota = 6, 3
    edition.female_quota, edition.male_quota = 2, 4
    assert openings_of(edition, taken) == Openings(
        2, {first: 0, second: 2}, {Gender.FEMALE: 0, Gender.MALE: 3}
    )
    edition.quota, edition.school_quota = 3, None
    edition.female_quota = edition.male_quota = None
    assert openings_of(edition, taken) == Openings(0)


def test_where_nobody_can_take_it_the_seat_stays_free() -> None:
    waiting = [a_waiter(1), a_waiter(2)]
    turn = next_turn(waiting, Openings(1, {SCHOOL_A: 0}))
    assert turn.offered is None
    assert [waiter for waiter, _ in turn.skipped] == waiting


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2026, 6, 15), date(2026, 6, 18)),
        (date(2026, 7, 30), date(2026, 7, 31)),
        (date(2026, 8, 1), date(2026, 7, 31)),
    ],
)
def test_an_offer_is_kept_some_days_but_never_into_the_edition(today: date, expected: date) -> None:
    assert offer_deadline(today, days=3, starts=date(2026, 8, 1)) == expected


@pytest.mark.parametrize(
    ("until", "expired"),
    [(None, False), (date(2026, 6, 14), True), (date(2026, 6, 15), False)],
)
def test_an_offer_ends_with_its_last_day(until: date | None, expired: bool) -> None:
    assert is_expired(until, date(2026, 6, 15)) is expired


@pytest.mark.parametrize("state", RegistrationState)
def test_only_an_offer_in_time_can_be_accepted(state: RegistrationState) -> None:
    today, until = date(2026, 6, 15), date(2026, 6, 15)
    if state is RegistrationState.OFFERED:
        ensure_offer(state, until, today)
        with pytest.raises(DomainError, match="expired"):
            ensure_offer(state, until, date(2026, 6, 16))
        return
    with pytest.raises(DomainError, match="no_offer"):
        ensure_offer(state, None, today)


@pytest.mark.parametrize(
    ("gender", "quota"),
    [
        (Gender.FEMALE, 2),
        (Gender.MALE, 1),
        (Gender.UNDISCLOSED, None),
        (None, None),
    ],
)
def test_seats_are_counted_for_those_who_said(gender: Gender | None, quota: int | None) -> None:
    edition = an_edition()
    edition.female_quota, edition.male_quota = 2, 1
    assert gender_quota(edition, gender) == quota


def test_a_full_gender_is_named() -> None:
    seats = Seats(10, 4, gender_quota=2, taken_by_gender=2)
    assert (seats.left_for_gender, seats.left_for_pupil, seats.left) == (0, 0, 6)
    with pytest.raises(DomainError, match="gender_full"):
        ensure_seat(seats)
    ensure_seat(Seats(10, 4, gender_quota=2, taken_by_gender=1))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"female_quota": 11}, "female_quota"),
        ({"male_quota": -1}, "male_quota"),
        ({"offer_days": 0}, "offer_days"),
        ({"offer_days": 61}, "offer_days"),
    ],
)
def test_quotas_and_days_have_limits(changes: Mapping[str, int], field: str) -> None:
    day = date(2026, 8, 1)
    with pytest.raises(DomainError) as refused:
        ensure_plan(Plan(day, day, day, day, 10, **changes))  # type: ignore[arg-type]  # numbers
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("state", "told", "sentence"),
    [
        (RegistrationState.SELECTED, WaitingAct.ACCEPTED, "youth.waiting.stands.accepted"),
        (RegistrationState.CONFIRMED, WaitingAct.ACCEPTED, "youth.waiting.stands.accepted"),
        (RegistrationState.DECLINED, WaitingAct.ACCEPTED, "youth.waiting.error.no_offer"),
        (RegistrationState.DECLINED, WaitingAct.DECLINED, "youth.waiting.stands.declined"),
        (RegistrationState.DECLINED, WaitingAct.EXPIRED, "youth.waiting.stands.expired"),
        (RegistrationState.NOT_SELECTED, None, "youth.waiting.error.no_offer"),
        (RegistrationState.SUBMITTED, WaitingAct.EXPIRED, "youth.waiting.error.no_offer"),
    ],
)
def test_an_answered_offer_says_how_and_nothing_else(
    state: RegistrationState, told: WaitingAct | None, sentence: str
) -> None:
    assert offer_answered(state, told).id == sentence
