"""When a task is overdue."""

from datetime import date
from uuid import UUID

import pytest

from exchange.tasks.enums import NEXT, TaskState
from exchange.tasks.models import Task
from exchange.tasks.rules import is_overdue, is_subject_kind, sort_day, subject_path

TODAY = date(2027, 5, 19)
KEY = UUID("0190c7c0-0000-7000-8000-000000000000")


@pytest.mark.parametrize(
    ("state", "due", "overdue"),
    [
        (TaskState.OPEN, date(2027, 5, 18), True),
        (TaskState.OPEN, TODAY, False),
        (TaskState.OPEN, date(2027, 5, 20), False),
        (TaskState.OPEN, None, False),
        (TaskState.DONE, date(2027, 5, 18), False),
        (TaskState.DROPPED, date(2027, 5, 18), False),
    ],
)
def test_an_open_task_is_overdue_from_the_day_after_its_due_day(
    state: TaskState, due: date | None, overdue: bool
) -> None:
    assert is_overdue(Task(state=state, due=due), TODAY) is overdue


def test_a_task_without_a_day_sorts_last() -> None:
    assert sorted([None, TODAY], key=sort_day) == [TODAY, None]


@pytest.mark.parametrize(
    ("kind", "path"),
    [
        ("visit", f"/delegations/{KEY}/"),
        ("edition", f"/youth/editions/{KEY}/"),
        ("user", None),
        (None, None),
    ],
)
def test_the_subject_of_a_task_has_its_own_page(kind: str | None, path: str | None) -> None:
    assert subject_path(kind, KEY) == path
    assert is_subject_kind(kind or "") is (path is not None)


@pytest.mark.parametrize(
    ("state", "following"),
    [
        (TaskState.OPEN, {TaskState.DONE, TaskState.DROPPED}),
        (TaskState.DONE, {TaskState.OPEN}),
        (TaskState.DROPPED, {TaskState.OPEN}),
    ],
)
def test_each_state_leads_to_those_of_the_table(
    state: TaskState, following: set[TaskState]
) -> None:
    assert NEXT.following(state) == following
