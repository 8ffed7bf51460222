"""Verbs on tasks: add, change, bring to a state."""

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from exchange.accounts.models import User
from exchange.audit.services import Changes, created, record
from exchange.core import clock
from exchange.core.database import Base, add_once, expect_version, flush, restate, stated, uuid7
from exchange.core.errors import DomainError
from exchange.core.messages import message
from exchange.core.offers import Subject
from exchange.core.permissions import Actor
from exchange.core.revisions import touch
from exchange.core.text import fold
from exchange.tasks.enums import NEXT, TaskState, WaitingFor
from exchange.tasks.models import Task
from exchange.tasks.rules import ensure_waiting, sort_day, subject_table

#: The revision topic of everything the calendar shows of tasks.
TOPIC: Final = "tasks"


@dataclass(frozen=True, slots=True)
class TaskDetails:
    """What a person says of a task."""

    title: str
    due: date | None = None
    note: str | None = None
    assignee_id: UUID | None = None
    #: Whether the day stays when what the task is about moves.
    fixed: bool = False
    waiting_for: WaitingFor | None = None
    waiting_name: str = ""
    waiting_since: date | None = None


def details_of(task: Task) -> TaskDetails:
    """Return what is said of a task."""
    return TaskDetails(
        title=task.title,
        due=task.due,
        note=task.note,
        assignee_id=task.assignee_id,
        fixed=task.fixed,
        waiting_for=task.waiting_for,
        waiting_name=task.waiting_name,
        waiting_since=task.waiting_since,
    )


def add_task(
    session: Session,
    *,
    actor: Actor,
    details: TaskDetails,
    subject: Subject | None = None,
    key: UUID | None = None,
    is_demo: bool = False,
) -> Task:
    """Add an open task, alone or about a subject; the same `key` twice is the same task."""
    _ensure_subject(session, subject)
    _ensure_assignable(session, details.assignee_id)
    _ensure_waiting(details)
    task = Task(
        id=key or uuid7(),
        search_key=fold(details.title),
        sort_day=sort_day(details.due),
        author_id=actor.user_id,
        subject_kind=subject.kind if subject else None,
        subject_id=subject.id if subject else None,
        is_demo=is_demo,
        **stated(details),
    )
    task, new = add_once(session, task)
    if not new:
        return task
    values = {"title": task.title, "due": task.due, "assignee_id": task.assignee_id}
    note_task(session, task, created(values), actor=actor, act="tasks.add")
    return task


def change_task(
    session: Session, *, actor: Actor, task: Task, version: int, details: TaskDetails
) -> None:
    """Change what is said of a task; raises StaleRowError when somebody else did first."""
    expect_version(task, version)
    if details.assignee_id != task.assignee_id:
        _ensure_assignable(session, details.assignee_id)
    _ensure_waiting(details)
    checked = {"to_check": False} if task.to_check else {}
    changes = restate(task, {**stated(details), **checked})
    if not changes:
        return
    if "due" in changes:
        task.reminded = None
    task.search_key = fold(task.title)
    task.sort_day = sort_day(task.due)
    flush(session)
    note_task(session, task, changes, actor=actor, act="tasks.change")


def move_task(
    session: Session, *, actor: Actor, task: Task, version: int, target: TaskState
) -> None:
    """Bring a task to a state of the next-state table."""
    expect_version(task, version)
    NEXT.ensure(task.state, target)
    changes = {"state": (task.state, target)}
    task.state = target
    flush(session)
    note_task(session, task, changes, actor=actor, act=f"tasks.{target.value}")


def _ensure_assignable(session: Session, key: UUID | None) -> None:
    """Refuse an ended account, and one that may not open the list, as who is to do it."""
    if key is None:
        return
    user = session.get(User, key)
    if user is None or not user.can_own("tasks:edit"):
        raise DomainError(message("tasks.error.assignee"), field="assignee_id")


def _ensure_subject(session: Session, subject: Subject | None) -> None:
    """Refuse a task about nothing known; its subject lives in a higher room, in a table."""
    if subject is None:
        return
    name = subject_table(subject.kind)
    if name is not None:
        table = Base.metadata.tables[name]
        if session.scalar(select(exists().where(table.c.id == subject.id))):
            return
    raise DomainError(message("tasks.error.subject"))


def _ensure_waiting(details: TaskDetails) -> None:
    ensure_waiting(
        details.waiting_for, details.waiting_name, details.waiting_since, today=clock.today()
    )


def note_task(session: Session, task: Task, changes: Changes, *, actor: Actor, act: str) -> None:
    """Record what was done to a task, and tell the calendar."""
    record(session, actor=actor, act=act, subject=Subject("task", task.id), changes=changes)
    touch(session, TOPIC)
