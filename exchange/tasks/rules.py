"""When a task is overdue, and where its subject is shown."""

from datetime import date
from typing import TYPE_CHECKING, Final
from uuid import UUID

from exchange.tasks.enums import TaskState

if TYPE_CHECKING:
    from exchange.tasks.models import Task

#: Tables of the things a task can be about.
_TABLES: Final = {"visit": "visits", "edition": "editions", "celebration": "celebrations"}
#: Their pages: addresses that never change.
_PAGES: Final = {
    "visit": "/delegations/{id}/",
    "edition": "/youth/editions/{id}/",
    "celebration": "/celebrations/{id}/",
}


def is_overdue(task: "Task", today: date) -> bool:
    """Say whether an open task's day has passed."""
    return task.state is TaskState.OPEN and task.due is not None and task.due < today


def sort_day(due: date | None) -> date:
    """Return the day a task sorts by; one without a day comes last."""
    return due or date.max


def subject_path(kind: str | None, key: UUID | None) -> str | None:
    """Return the page of a task's subject; None when it has no page of its own."""
    page = _PAGES.get(kind or "")
    return page.format(id=key) if page else None


def is_subject_kind(kind: str) -> bool:
    """Say whether a task can be about this kind of thing."""
    return kind in _PAGES


def subject_table(kind: str) -> str | None:
    """Return the table of a kind of subject; None when no task can be about it."""
    return _TABLES.get(kind)
