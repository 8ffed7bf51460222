"""Looking tasks up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, or_, select, true
from sqlalchemy.orm import Session, joinedload

from exchange.core.database import Order, Page, paginate
from exchange.core.errors import NotFoundError
from exchange.core.offers import Subject
from exchange.core.permissions import Actor, Role
from exchange.tasks.enums import TaskState
from exchange.tasks.models import Task

_HITS = 20


@dataclass(frozen=True, slots=True)
class TaskFilter:
    """What a list of tasks shows: one state, of everybody or of one person, overdue ones or all.

    `actor` is who looks: never more than that person may see.
    """

    actor: Actor
    state: TaskState = TaskState.OPEN
    assignee: UUID | None = None
    before: date | None = None


def task_for(session: Session, actor: Actor, key: UUID) -> Task:
    """Return a task the actor may see; raises NotFoundError."""
    task = session.scalar(select(Task).where(Task.id == key, _visible(actor)))
    if task is None:
        raise NotFoundError
    return task


def list_tasks(session: Session, wanted: TaskFilter, *, cursor: str | None) -> Page[Task]:
    """Return a page of tasks by due day, those without one last."""
    order = Order(Task.sort_day, Task.id)
    return paginate(session, _filtered(wanted), order, cursor=cursor)


def first_tasks(session: Session, wanted: TaskFilter, *, limit: int) -> Sequence[Task]:
    """Return the first tasks of a list."""
    statement = _filtered(wanted).order_by(Task.sort_day, Task.id).limit(limit)
    return session.scalars(statement).all()


def tasks_of(session: Session, subject: Subject, actor: Actor) -> Sequence[Task]:
    """Return what is to be done about a subject: open ones first, by due day."""
    return session.scalars(
        select(Task)
        .where(Task.subject_kind == subject.kind, Task.subject_id == subject.id, _visible(actor))
        .options(joinedload(Task.assignee))
        .order_by(Task.state.desc(), Task.sort_day, Task.id)
    ).all()


def tasks_due(session: Session, first: date, last: date, actor: Actor | None) -> Sequence[Task]:
    """Return the open tasks that are due within inclusive days; None is the program itself."""
    seen = true() if actor is None else _visible(actor)
    return session.scalars(
        select(Task)
        .where(Task.state == TaskState.OPEN, Task.due.between(first, last), seen)
        .options(joinedload(Task.assignee))
        .order_by(Task.sort_day, Task.id)
    ).all()


def tasks_matching(session: Session, text: str, actor: Actor) -> Sequence[Task]:
    """Return tasks whose title holds a folded text, open ones and near ones first."""
    return session.scalars(
        select(Task)
        .where(Task.search_key.contains(text, autoescape=True), _visible(actor))
        .order_by(Task.state.desc(), Task.sort_day, Task.id)
        .limit(_HITS)
    ).all()


def _filtered(wanted: TaskFilter) -> Select[Task]:
    statement = (
        select(Task)
        .where(Task.state == wanted.state, _visible(wanted.actor))
        .options(joinedload(Task.assignee))
    )
    if wanted.assignee is not None:
        statement = statement.where(Task.assignee_id == wanted.assignee)
    if wanted.before is not None:
        statement = statement.where(Task.due < wanted.before)
    return statement


def _visible(actor: Actor) -> ColumnElement[bool]:
    """A section officer sees what they are to do or have added, everybody else all."""
    if actor.role is not Role.SECTION:
        return true()
    return or_(Task.assignee_id == actor.user_id, Task.author_id == actor.user_id)
