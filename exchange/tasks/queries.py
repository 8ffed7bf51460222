"""Looking tasks up."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select, true
from sqlalchemy.orm import Session, joinedload

from exchange.accounts.models import User
from exchange.core.database import Order, Page, paginate
from exchange.core.errors import NotFoundError
from exchange.core.offers import Subject
from exchange.core.permissions import Actor, Role
from exchange.tasks.enums import TaskState, TemplateUse
from exchange.tasks.models import Task, TaskStep, TaskTemplate

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
    waiting: bool = False


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


def tasks_about(session: Session, subject: Subject) -> Sequence[Task]:
    """Return everybody's tasks about a subject by due day."""
    return session.scalars(
        select(Task)
        .where(Task.subject_kind == subject.kind, Task.subject_id == subject.id)
        .order_by(Task.sort_day, Task.id)
    ).all()


def open_tasks_about(session: Session, subject: Subject) -> Sequence[Task]:
    """Return everybody's open tasks about a subject by due day."""
    return [task for task in tasks_about(session, subject) if task.state is TaskState.OPEN]


def tasks_to_remind_of(session: Session, last: date) -> Sequence[Task]:
    """Return open tasks due until a day that an active person has, person by person, locked."""
    return session.scalars(
        select(Task)
        .join(User, User.id == Task.assignee_id)
        .where(Task.state == TaskState.OPEN, Task.due <= last, User.active)
        .options(joinedload(Task.assignee))
        .order_by(Task.assignee_id, Task.due, Task.id)
        .with_for_update(of=Task)
    ).all()


def templates(session: Session, use: TemplateUse | None = None) -> Sequence[TaskTemplate]:
    """Return the templates that are offered: those of one use first."""
    statement = select(TaskTemplate).where(TaskTemplate.ended_at.is_(None))
    order = (TaskTemplate.use, TaskTemplate.created_at, TaskTemplate.id)
    found = session.scalars(statement.order_by(*order)).all()
    return sorted(found, key=lambda each: use is not None and each.use is not use)


def template_by_id(session: Session, key: UUID) -> TaskTemplate:
    """Return a template that is offered; raises NotFoundError."""
    found = session.get(TaskTemplate, key)
    if found is None or found.ended_at is not None:
        raise NotFoundError
    return found


def steps_of(session: Session, template_id: UUID) -> Sequence[TaskStep]:
    """Return the steps of a template as they follow one another; raises NotFoundError."""
    template_by_id(session, template_id)
    return session.scalars(
        select(TaskStep)
        .where(TaskStep.template_id == template_id, TaskStep.ended_at.is_(None))
        .order_by(TaskStep.anchor, TaskStep.days, TaskStep.id)
    ).all()


def step_by_id(session: Session, template_id: UUID, key: UUID) -> TaskStep:
    """Return a step of a template; raises NotFoundError for one taken off."""
    found = session.get(TaskStep, key)
    if found is None or found.template_id != template_id or found.ended_at is not None:
        raise NotFoundError
    return found


def step_counts(session: Session) -> Mapping[UUID, int]:
    """Return how many steps each template has."""
    statement = select(TaskStep.template_id, func.count()).where(TaskStep.ended_at.is_(None))
    rows = session.execute(statement.group_by(TaskStep.template_id))
    return {row[0]: row[1] for row in rows}


def step_ids_of(session: Session, subject: Subject) -> Set[UUID]:
    """Return the steps that are on a subject's list, done and dropped ones too."""
    found = select(Task.step_id).where(
        Task.subject_kind == subject.kind,
        Task.subject_id == subject.id,
        Task.step_id.is_not(None),
    )
    return {key for key in session.scalars(found) if key is not None}


def copied_steps(session: Session, subject: Subject) -> Sequence[TaskStep]:
    """Return the steps a subject's tasks were made from; dropped ones and ended ones are not."""
    return session.scalars(
        select(TaskStep)
        .join(Task, Task.step_id == TaskStep.id)
        .where(
            Task.subject_kind == subject.kind,
            Task.subject_id == subject.id,
            Task.state != TaskState.DROPPED,
            TaskStep.ended_at.is_(None),
        )
        .order_by(TaskStep.anchor, TaskStep.days, TaskStep.id)
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
    if wanted.waiting:
        statement = statement.where(Task.waiting_for.is_not(None))
    return statement


def _visible(actor: Actor) -> ColumnElement[bool]:
    """A section officer sees what they are to do or have added, everybody else all."""
    if actor.role is not Role.SECTION:
        return true()
    return or_(Task.assignee_id == actor.user_id, Task.author_id == actor.user_id)
