"""On which day a step falls, where it goes when its visit moves, and when somebody is reminded."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from exchange.core.errors import DomainError
from exchange.tasks.enums import Reminder, StepAnchor, TaskState, WaitingFor
from exchange.tasks.models import Task
from exchange.tasks.rules import (
    Span,
    due_reminder,
    ensure_offset,
    ensure_waiting,
    moved_step_day,
    step_day,
    steps_path,
    to_be_looked_at,
)

#: Wednesday to Saturday.
SPAN = Span(date(2027, 5, 19), date(2027, 5, 22))
#: A week later.
LATER = Span(date(2027, 5, 26), date(2027, 5, 29))
GOLDEN_WEEK = frozenset({date(2027, 5, 3), date(2027, 5, 4), date(2027, 5, 5)})
TODAY = date(2027, 5, 19)


@pytest.mark.parametrize(
    ("anchor", "days", "day"),
    [
        (StepAnchor.FIRST_DAY, -30, date(2027, 4, 19)),
        (StepAnchor.FIRST_DAY, -4, date(2027, 5, 14)),
        (StepAnchor.FIRST_DAY, -14, date(2027, 4, 30)),
        (StepAnchor.FIRST_DAY, 0, date(2027, 5, 19)),
        (StepAnchor.LAST_DAY, 0, date(2027, 5, 21)),
        (StepAnchor.LAST_DAY, 1, date(2027, 5, 24)),
        (StepAnchor.LAST_DAY, 30, date(2027, 6, 21)),
    ],
)
def test_a_step_falls_on_the_working_day_before_and_what_follows_on_the_one_after(
    anchor: StepAnchor, days: int, day: date
) -> None:
    assert step_day(anchor, days, span=SPAN, closed=GOLDEN_WEEK) == day


def task(**changes: Any) -> Task:  # noqa: ANN401 - any of its columns
    values: dict[str, Any] = {
        "state": TaskState.OPEN,
        "anchor": StepAnchor.FIRST_DAY,
        "offset_days": -30,
        "due": date(2027, 4, 19),
        "fixed": False,
    }
    return Task(**(values | changes))


@pytest.mark.parametrize(
    ("changes", "moved"),
    [
        ({}, date(2027, 4, 26)),
        ({"due": date(2027, 4, 23)}, date(2027, 4, 30)),
        (
            {"anchor": StepAnchor.LAST_DAY, "offset_days": 3, "due": date(2027, 5, 25)},
            date(2027, 6, 1),
        ),
        (
            {"anchor": StepAnchor.LAST_DAY, "offset_days": 3, "due": date(2027, 5, 27)},
            date(2027, 6, 3),
        ),
        ({"due": date(2027, 4, 27)}, date(2027, 4, 30)),
        ({"fixed": True}, None),
        ({"state": TaskState.DONE}, None),
        ({"state": TaskState.DROPPED}, None),
        ({"anchor": None, "offset_days": None}, None),
        ({"due": None}, None),
    ],
)
def test_an_open_step_follows_its_visit_and_one_moved_by_hand_keeps_its_distance(
    changes: dict[str, Any], moved: date | None
) -> None:
    found = moved_step_day(task(**changes), old=SPAN, new=LATER, closed=GOLDEN_WEEK)
    assert found == moved


def test_a_step_that_falls_on_the_same_day_has_not_moved() -> None:
    assert moved_step_day(task(), old=SPAN, new=SPAN, closed=()) is None


@pytest.mark.parametrize(
    ("changes", "new", "flagged"),
    [
        ({"fixed": True}, LATER, True),
        ({"fixed": True}, SPAN, False),
        ({"fixed": True}, Span(SPAN.first, LATER.last), False),
        ({}, LATER, False),
        ({"fixed": True, "state": TaskState.DONE}, LATER, False),
        ({"fixed": True, "anchor": None}, LATER, False),
    ],
)
def test_a_fixed_step_is_flagged_where_its_anchor_moved(
    changes: dict[str, Any], new: Span, flagged: bool
) -> None:
    assert to_be_looked_at(task(**changes), old=SPAN, new=new) is flagged


@pytest.mark.parametrize("days", [-365, 0, 180])
def test_a_step_lies_near_its_visit(days: int) -> None:
    ensure_offset(days)


@pytest.mark.parametrize("days", [-366, 181])
def test_a_step_far_away_is_refused(days: int) -> None:
    with pytest.raises(DomainError):
        ensure_offset(days)


@pytest.mark.parametrize(
    ("waiting_for", "name", "since", "field"),
    [
        (None, "", None, None),
        (WaitingFor.SCHOOL, "", TODAY, None),
        (None, "桜山中学校", None, "waiting_for"),
        (None, "", TODAY, "waiting_for"),
        (WaitingFor.PARTNER, "", None, "waiting_since"),
        (WaitingFor.OTHER, "熊本県", date(2027, 5, 20), "waiting_since"),
    ],
)
def test_waiting_says_for_whom_and_since_when(
    waiting_for: WaitingFor | None, name: str, since: date | None, field: str | None
) -> None:
    if field is None:
        ensure_waiting(waiting_for, name, since, today=TODAY)
        return
    with pytest.raises(DomainError) as refused:
        ensure_waiting(waiting_for, name, since, today=TODAY)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("due", "state", "reminded", "said"),
    [
        (date(2027, 5, 23), TaskState.OPEN, None, None),
        (date(2027, 5, 22), TaskState.OPEN, None, Reminder.SOON),
        (TODAY, TaskState.OPEN, None, Reminder.SOON),
        (TODAY, TaskState.OPEN, Reminder.SOON, None),
        (date(2027, 5, 18), TaskState.OPEN, None, Reminder.LATE),
        (date(2027, 5, 18), TaskState.OPEN, Reminder.SOON, Reminder.LATE),
        (date(2027, 5, 18), TaskState.OPEN, Reminder.LATE, None),
        (date(2027, 5, 18), TaskState.DONE, None, None),
        (None, TaskState.OPEN, None, None),
    ],
)
def test_somebody_is_reminded_once_before_the_day_and_once_after(
    due: date | None, state: TaskState, reminded: Reminder | None, said: Reminder | None
) -> None:
    assert due_reminder(Task(due=due, state=state, reminded=reminded), TODAY) is said


def test_usual_steps_are_kept_for_visits_alone() -> None:
    key = UUID("0190c7c0-0000-7000-8000-000000000000")
    assert steps_path("visit", key) == f"/delegations/{key}/steps"
    assert steps_path("edition", key) is None
