"""Due days of tasks as calendar entries, for staff."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy.orm import Session

from exchange.core.entries import (
    Audience,
    CalendarEntry,
    EntryKind,
    EntryQuery,
    EntrySource,
    entry_uid,
)
from exchange.core.messages import message
from exchange.core.translate import translate
from exchange.tasks.models import Task
from exchange.tasks.queries import tasks_due


def task_entries(session: Session, query: EntryQuery) -> Sequence[CalendarEntry]:
    """Return the open tasks due within a query; none for the public, none of a single partner."""
    may = query.actor is None or query.actor.may("tasks:edit")
    if query.audience is Audience.PUBLIC or query.partners or not may:
        return ()
    tasks = tasks_due(session, query.first, query.last, query.actor)
    return [_entry(task, query.language) for task in tasks]


TASKS: Final = EntrySource(topics=("tasks",), find=task_entries)


def _entry(task: Task, language: str) -> CalendarEntry:
    assert task.due is not None, "a task without a day is not due within days"
    title = translate(message("tasks.entry.title", title=task.title), language)
    return CalendarEntry(
        uid=entry_uid(EntryKind.TASK, task.id),
        kind=EntryKind.TASK,
        audience=Audience.STAFF,
        title=title,
        language=language,
        starts=task.due,
        ends=task.due,
        text=task.assignee.name if task.assignee else "",
        path=f"/tasks/{task.id}/edit",
        assignee=task.assignee_id,
        is_demo=task.is_demo,
        last_modified=task.updated_at,
    )
