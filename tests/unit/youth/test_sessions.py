"""When a session can be, and how often a pupil was at one."""

from datetime import date, time

import pytest

from exchange.core.database import uuid7
from exchange.core.errors import DomainError
from exchange.youth.enums import EditionState
from exchange.youth.enums.eligibility import Verdict
from exchange.youth.enums.journeys import AttendanceMark
from exchange.youth.rules.sessions import (
    Tally,
    ensure_goes_on,
    ensure_held,
    ensure_hours,
    tally,
    training_so_far,
)


@pytest.mark.parametrize(("ends", "refused"), [((9, 0), True), ((8, 59), True), ((9, 1), False)])
def test_a_session_ends_after_it_begins(ends: tuple[int, int], refused: bool) -> None:
    if not refused:
        ensure_hours(time(9, 0), time(*ends))
        return
    with pytest.raises(DomainError) as error:
        ensure_hours(time(9, 0), time(*ends))
    assert (error.value.sentence.id, error.value.field) == ("youth.session.error.hours", "ends")


@pytest.mark.parametrize("state", list(EditionState))
def test_only_a_cancelled_edition_takes_no_sessions(state: EditionState) -> None:
    if state is not EditionState.CANCELLED:
        ensure_goes_on(state)
        return
    with pytest.raises(DomainError):
        ensure_goes_on(state)


def test_attendance_is_marked_from_the_day_itself_on() -> None:
    ensure_held(date(2026, 6, 10), date(2026, 6, 10))
    with pytest.raises(DomainError):
        ensure_held(date(2026, 6, 10), date(2026, 6, 9))


def test_only_who_was_there_is_counted_as_there() -> None:
    pupil, other, *sessions = (uuid7() for _ in range(5))
    marks = {
        (sessions[0], pupil): AttendanceMark.PRESENT,
        (sessions[1], pupil): AttendanceMark.EXCUSED,
        (sessions[2], pupil): AttendanceMark.MISSING,
        (sessions[1], other): AttendanceMark.PRESENT,
    }
    assert tally(pupil, sessions, marks) == Tally(present=1, held=3)
    assert tally(other, sessions[:1], marks) == Tally(present=0, held=1)


@pytest.mark.parametrize(
    ("found", "verdict"),
    [
        ("", None),
        ("present present", Verdict.PASS),
        ("present", Verdict.PERSON),  # the second is not marked yet
        ("present excused", Verdict.PERSON),
        ("excused missing", Verdict.FAIL),
        ("missing", Verdict.FAIL),
    ],
)
def test_all_training_is_met_only_by_who_was_at_each(found: str, verdict: Verdict | None) -> None:
    pupil, *trainings = (uuid7() for _ in range(3))
    words = [AttendanceMark(word) for word in found.split()]
    marks = {(key, pupil): mark for key, mark in zip(trainings, words, strict=False)}
    held = trainings if found else []
    assert training_so_far(pupil, held, marks) is verdict
    assert training_so_far(pupil, held, marks, checked=True) is Verdict.PASS
    assert training_so_far(pupil, held, marks, checked=False) is Verdict.FAIL
