"""When a task is overdue, on which day a step falls, and where a task's subject is shown."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final
from uuid import UUID

from exchange.closures.rules import next_workday, workday
from exchange.core.errors import DomainError
from exchange.core.messages import message
from exchange.tasks.enums import Reminder, StepAnchor, TaskState

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
#: Where the usual steps of such a thing are put on its list.
_STEPS: Final = {"visit": "/delegations/{id}/steps"}
#: How far before and after its day a step may lie; what is further was mistyped.
EARLIEST: Final = -365
LATEST: Final = 180
#: So many days before its day a task is spoken of.
SOON: Final = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Span:
    """The first and the last day of what steps are counted from."""

    first: date
    last: date

    def day(self, anchor: StepAnchor) -> date:
        """Return the day that an anchor names."""
        return self.first if anchor is StepAnchor.FIRST_DAY else self.last


def step_day(anchor: StepAnchor, days: int, *, span: Span, closed: Collection[date]) -> date:
    """Return the working day of a step: the one before where it is to be ready, else the one after.

    What lies before its day, or on it, moves to the working day before; what follows, to the one
    after.
    """
    day = span.day(anchor) + timedelta(days=days)
    return next_workday(day, closed) if days > 0 else workday(day, closed)


def moved_step_day(task: "Task", *, old: Span, new: Span, closed: Collection[date]) -> date | None:
    """Return where an open task falls when its subject moves; None where it stays as it is.

    One whose day was changed by hand keeps its distance. Done ones and those counted from nothing
    stay; a fixed one is the caller's to flag.
    """
    if task.state is not TaskState.OPEN or task.anchor is None or task.due is None or task.fixed:
        return None
    days = task.offset_days or 0
    counted = step_day(task.anchor, days, span=old, closed=closed)
    if task.due == counted:
        moved = step_day(task.anchor, days, span=new, closed=closed)
    else:
        by_hand = task.due + (new.day(task.anchor) - old.day(task.anchor))
        moved = next_workday(by_hand, closed) if days > 0 else workday(by_hand, closed)
    return moved if moved != task.due else None


def to_be_looked_at(task: "Task", *, old: Span, new: Span) -> bool:
    """Say whether a fixed task stays behind when the day it was counted from moves."""
    return (
        task.fixed
        and task.state is TaskState.OPEN
        and task.anchor is not None
        and old.day(task.anchor) != new.day(task.anchor)
    )


def ensure_offset(days: int) -> None:
    """Raise DomainError for a step further from its day than any preparation begins or ends."""
    if not EARLIEST <= days <= LATEST:
        sentence = message("tasks.error.offset", earliest=-EARLIEST, latest=LATEST)
        raise DomainError(sentence, field="days")


def ensure_waiting(waiting_for: object, name: str, since: date | None, *, today: date) -> None:
    """Raise DomainError for waiting for nobody, since no day, or since a day to come."""
    if waiting_for is None:
        if name or since is not None:
            raise DomainError(message("tasks.error.waiting_for"), field="waiting_for")
        return
    if since is None:
        raise DomainError(message("tasks.error.waiting_since"), field="waiting_since")
    if since > today:
        raise DomainError(message("tasks.error.waiting_ahead"), field="waiting_since")


def due_reminder(task: "Task", today: date) -> Reminder | None:
    """Return what is to be said of a task today and was not said before; None for nothing."""
    if task.due is None or task.state is not TaskState.OPEN or task.due > today + SOON:
        return None
    wanted = Reminder.LATE if task.due < today else Reminder.SOON
    return None if task.reminded in {wanted, Reminder.LATE} else wanted


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


def steps_path(kind: str, key: UUID) -> str | None:
    """Return where the usual steps of a thing are put on its list; None where none are kept."""
    page = _STEPS.get(kind)
    return page.format(id=key) if page else None
