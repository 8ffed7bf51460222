"""Windows, seats and phases of an edition."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from exchange.core.errors import DomainError
from exchange.core.languages import OFFICE_ZONE
from exchange.youth.enums import (
    EditionPhase,
    EditionState,
    Organiser,
    RegistrationState,
    Selection,
)
from exchange.youth.models import Edition
from exchange.youth.rules.editions import (
    Plan,
    days_left,
    ensure_begun,
    ensure_can_close,
    ensure_may_count,
    ensure_plan,
    ensure_selection_open,
    ensure_window,
    is_over,
    phase,
)
from exchange.youth.rules.seats import Seats, ensure_seat, seats_in, state_on_registering

PLAN = Plan(
    starts=date(2026, 8, 1),
    ends=date(2026, 8, 10),
    opens_on=date(2026, 6, 1),
    closes_on=date(2026, 6, 30),
    quota=10,
)


def an_edition(
    state: EditionState = EditionState.ANNOUNCED, selection: Selection = Selection.FIRST_COME
) -> Edition:
    return Edition(
        state=state,
        starts=PLAN.starts,
        ends=PLAN.ends,
        opens_at=PLAN.opens_at,
        closes_at=PLAN.closes_at,
        selection=selection,
        quota=10,
    )


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=OFFICE_ZONE)


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"ends": date(2026, 7, 31)}, "ends", "ends_before_start"),
        ({"closes_on": date(2026, 5, 31)}, "closes_on", "closes_before_opening"),
        ({"closes_on": date(2026, 8, 2)}, "closes_on", "closes_after_start"),
        (
            {"closes_on": date(2026, 6, 1), "opens_clock": time(9), "closes_clock": time(8, 59)},
            "closes_on",
            "closes_before_opening",
        ),
        ({"waitlist_limit": -1}, "waitlist_limit", "waitlist_limit"),
        ({"quota": 0}, "quota", "quota_too_small"),
        ({"school_quota": 0}, "school_quota", "school_quota"),
        ({"school_quota": 11}, "school_quota", "school_quota"),
        ({"minimum": 0}, "minimum", "minimum"),
        ({"minimum": 11}, "minimum", "minimum"),
    ],
)
def test_a_plan_that_cannot_be_is_refused_on_its_field(
    changes: dict[str, object], field: str, sentence: str
) -> None:
    with pytest.raises(DomainError) as refused:
        ensure_plan(replace(PLAN, **changes))  # type: ignore[arg-type]  # one field of its type
    assert (refused.value.field, refused.value.sentence.id) == (field, f"youth.error.{sentence}")


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"ends": date(2026, 8, 1)},
        {"closes_on": date(2026, 8, 1)},
        {"opens_on": date(2026, 6, 30)},
        {"school_quota": 10, "minimum": 1},
    ],
)
def test_a_plan_at_its_limits_is_fine(changes: dict[str, date | int]) -> None:
    ensure_plan(replace(PLAN, **changes))  # type: ignore[arg-type]  # one field of its type


@pytest.mark.parametrize(
    ("today", "taken", "expected"),
    [
        (date(2026, 5, 31), 0, EditionPhase.UPCOMING),
        (date(2026, 6, 1), 0, EditionPhase.OPEN),
        (date(2026, 6, 30), 9, EditionPhase.OPEN),
        (date(2026, 6, 30), 10, EditionPhase.FULL),
        (date(2026, 7, 1), 9, EditionPhase.SELECTING),
        (date(2026, 7, 31), 10, EditionPhase.SELECTING),
        (date(2026, 8, 1), 10, EditionPhase.UNDER_WAY),
        (date(2026, 8, 10), 10, EditionPhase.UNDER_WAY),
        (date(2026, 8, 11), 10, EditionPhase.OVER),
    ],
)
def test_the_phase_of_an_announced_edition_follows_its_days(
    today: date, taken: int, expected: EditionPhase
) -> None:
    assert phase(an_edition(), taken=taken, now=noon(today)) is expected


@pytest.mark.parametrize("state", ["draft", "closed", "cancelled"])
def test_other_states_do_not_depend_on_the_day(state: str) -> None:
    edition = an_edition(EditionState(state))
    for today in (date(2026, 6, 15), date(2030, 1, 1)):
        assert phase(edition, taken=0, now=noon(today)) is EditionPhase(state)


@pytest.mark.parametrize(
    ("today", "left"),
    [
        (date(2026, 5, 31), None),
        (date(2026, 6, 1), 29),
        (date(2026, 6, 30), 0),
        (date(2026, 7, 1), None),
    ],
)
def test_days_left_end_with_0_on_the_closing_day(today: date, left: int | None) -> None:
    assert days_left(an_edition(), noon(today)) == left


@pytest.mark.parametrize(
    ("state", "today", "sentence"),
    [
        ("announced", date(2026, 5, 31), "before_window"),
        ("announced", date(2026, 7, 1), "after_window"),
        ("draft", date(2026, 6, 15), "not_announced"),
        ("closed", date(2026, 6, 15), "not_announced"),
        ("cancelled", date(2026, 6, 15), "not_announced"),
        ("announced", date(2026, 6, 1), None),
        ("announced", date(2026, 6, 30), None),
    ],
)
def test_registering_has_a_window(state: str, today: date, sentence: str | None) -> None:
    edition = an_edition(EditionState(state))
    if sentence is None:
        ensure_window(edition, noon(today))
        return
    with pytest.raises(DomainError) as refused:
        ensure_window(edition, noon(today))
    assert refused.value.sentence.id == f"youth.error.{sentence}"


@pytest.mark.parametrize(
    ("seats", "left", "own", "sentence"),
    [
        (Seats(10, 0), 10, 10, None),
        (Seats(10, 9), 1, 1, None),
        (Seats(10, 10), 0, 0, "full"),
        (Seats(10, 12), 0, 0, "full"),
        (Seats(10, 2, 3, 2), 8, 1, None),
        (Seats(10, 9, 3, 1), 1, 1, None),
        (Seats(10, 5, 3, 3), 5, 0, "school_full"),
        (Seats(10, 10, 3, 1), 0, 0, "full"),
    ],
)
def test_seats_in_all_and_of_a_school(
    seats: Seats, left: int, own: int, sentence: str | None
) -> None:
    assert (seats.left, seats.left_for_school) == (left, own)
    if sentence is None:
        ensure_seat(seats)
        return
    with pytest.raises(DomainError) as refused:
        ensure_seat(seats)
    quota = seats.quota if sentence == "full" else seats.school_quota
    assert refused.value.sentence.id == f"youth.error.{sentence}"
    assert refused.value.sentence.params == {"quota": quota, "left": 0}


@pytest.mark.parametrize(
    ("selection", "taken"), [(Selection.FIRST_COME, 6), (Selection.SCREENING, 1)]
)
def test_seats_of_an_edition_are_taken_by_states(selection: Selection, taken: int) -> None:
    states = {
        RegistrationState.SUBMITTED: 3,
        RegistrationState.RETURNED: 2,
        RegistrationState.SELECTED: 1,
        RegistrationState.WITHDRAWN: 7,
    }
    edition = an_edition(selection=selection)
    assert seats_in(edition, states) == Seats(edition.quota, taken)


@pytest.mark.parametrize(
    ("organiser", "counts", "refused"),
    [
        (Organiser.CITY, True, False),
        (Organiser.CITY, False, False),
        (Organiser.PREFECTURE, False, False),
        (Organiser.PREFECTURE, True, True),
        (Organiser.OTHER, True, True),
    ],
)
def test_only_the_city_counts(organiser: Organiser, counts: bool, refused: bool) -> None:
    if not refused:
        ensure_may_count(organiser, counts)
        return
    with pytest.raises(DomainError):
        ensure_may_count(organiser, counts)


def test_attendance_waits_for_the_first_day_and_closing_for_the_last() -> None:
    edition = an_edition()
    with pytest.raises(DomainError, match="not_begun"):
        ensure_begun(edition, date(2026, 7, 31))
    ensure_begun(edition, date(2026, 8, 1))
    with pytest.raises(DomainError, match="not_over"):
        ensure_can_close(edition, undecided=0, today=date(2026, 8, 9))
    with pytest.raises(DomainError, match="undecided"):
        ensure_can_close(edition, undecided=1, today=date(2026, 8, 10))
    ensure_can_close(edition, undecided=0, today=date(2026, 8, 10))


def test_a_window_is_open_from_its_first_minute_to_the_end_of_its_last() -> None:
    plan = replace(PLAN, opens_clock=time(9, 0), closes_clock=time(17, 0))
    edition = Edition(
        state=EditionState.ANNOUNCED, opens_at=plan.opens_at, closes_at=plan.closes_at, quota=1
    )
    first = datetime(2026, 6, 1, 0, 0, tzinfo=UTC)
    after = datetime(2026, 6, 30, 8, 1, tzinfo=UTC)
    moment = timedelta(microseconds=1)
    for now, sentence in ((first - moment, "before_window"), (after, "after_window")):
        with pytest.raises(DomainError, match=sentence):
            ensure_window(edition, now)
    for now in (first, after - moment):
        ensure_window(edition, now)
    assert (is_over(edition, after - moment), is_over(edition, after)) == (False, True)
    assert (edition.opens_on, edition.closes_on) == (PLAN.opens_on, PLAN.closes_on)


@pytest.mark.parametrize("selection", [Selection.SCREENING, Selection.LOTTERY])
def test_anyone_may_apply_for_a_screening_or_a_lottery(selection: Selection) -> None:
    edition = an_edition(selection=selection)
    assert phase(edition, taken=10, now=noon(date(2026, 6, 15))) is EditionPhase.OPEN
    assert state_on_registering(selection, Seats(10, 10)) is RegistrationState.SUBMITTED


@pytest.mark.parametrize(
    ("seats", "waiting", "limit", "expected"),
    [
        (Seats(10, 9), 0, None, "submitted"),
        (Seats(10, 9), 3, 3, "submitted"),
        (Seats(10, 10), 0, None, "waitlisted"),
        (Seats(10, 10), 2, 3, "waitlisted"),
        (Seats(10, 5, 3, 3), 0, None, "waitlisted"),
    ],
)
def test_the_first_to_come_are_taken_and_the_next_wait(
    seats: Seats, waiting: int, limit: int | None, expected: str
) -> None:
    found = state_on_registering(Selection.FIRST_COME, seats, waiting=waiting, limit=limit)
    assert found is RegistrationState(expected)


@pytest.mark.parametrize(
    ("seats", "sentence"), [(Seats(10, 10), "full"), (Seats(10, 5, 3, 3), "school_full")]
)
def test_nobody_is_registered_once_the_waiting_list_is_full(seats: Seats, sentence: str) -> None:
    with pytest.raises(DomainError, match=sentence):
        state_on_registering(Selection.FIRST_COME, seats, waiting=2, limit=2)


def test_the_way_of_selecting_is_fixed_by_the_first_registration() -> None:
    ensure_selection_open(False)
    with pytest.raises(DomainError) as refused:
        ensure_selection_open(True)
    assert refused.value.field == "selection"
