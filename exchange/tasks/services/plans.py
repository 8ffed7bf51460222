"""Put a template's steps on a subject's list, and let them follow when its days move."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.audit.services import Changes, created
from exchange.closures.queries import office_closed_on
from exchange.core.database import flush, restate, uuid7
from exchange.core.languages import Language
from exchange.core.offers import Subject
from exchange.core.permissions import Actor
from exchange.core.text import fold
from exchange.tasks.models import Task, TaskStep
from exchange.tasks.queries import copied_steps, step_ids_of, steps_of, tasks_about
from exchange.tasks.rules import (
    EARLIEST,
    LATEST,
    Span,
    moved_step_day,
    sort_day,
    step_day,
    to_be_looked_at,
)
from exchange.tasks.services.tasks import note_task

#: What a long closure moves a step by at most.
_MARGIN: Final = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """A step, the day it would fall on, and whether it is on the list already."""

    step: TaskStep
    due: date
    there: bool


@dataclass(frozen=True, slots=True)
class TaskMove:
    """A task, and where it would fall; None where it stays. `flagged` ones are to be looked at."""

    task: Task
    due: date | None
    flagged: bool


def look_at_steps(
    session: Session, *, template_id: UUID, subject: Subject, span: Span
) -> Sequence[PlannedStep]:
    """Return the steps of a template by the day each would fall on."""
    there, closed = step_ids_of(session, subject), _closed(session, span)
    planned = [
        PlannedStep(
            step,
            step_day(step.anchor, step.days, span=span, closed=closed),
            step.id in there,
        )
        for step in steps_of(session, template_id)
    ]
    return sorted(planned, key=lambda each: (each.due, each.step.id))


def apply_template(
    session: Session, *, actor: Actor, template_id: UUID, subject: Subject, span: Span
) -> int:
    """Put the steps that are not there yet on the subject's list; return how many were put.

    The caller holds the subject's row. Whoever applies it has them to do until they are given on.
    """
    wanted = [
        each
        for each in look_at_steps(session, template_id=template_id, subject=subject, span=span)
        if not each.there
    ]
    for each in wanted:
        _put(session, actor=actor, subject=subject, step=each.step, due=each.due)
    flush(session)
    return len(wanted)


def copy_steps(
    session: Session, *, actor: Actor, source: Subject, subject: Subject, span: Span
) -> int:
    """Put the steps another subject had on this one's list, newly counted; return how many.

    What was added by hand there, who had it, and how it went is not copied.
    """
    there, closed = step_ids_of(session, subject), _closed(session, span)
    copied = 0
    for step in copied_steps(session, source):
        if step.id not in there:
            due = step_day(step.anchor, step.days, span=span, closed=closed)
            _put(session, actor=actor, subject=subject, step=step, due=due)
            copied += 1
    flush(session)
    return copied


def look_at_move(session: Session, *, subject: Subject, old: Span, new: Span) -> Sequence[TaskMove]:
    """Return what would become of each open task of a subject whose days move."""
    closed = _closed(session, old) | _closed(session, new)
    return [
        TaskMove(
            task,
            moved_step_day(task, old=old, new=new, closed=closed),
            to_be_looked_at(task, old=old, new=new),
        )
        for task in tasks_about(session, subject)
    ]


def follow_move(
    session: Session, *, actor: Actor, subject: Subject, old: Span, new: Span
) -> Sequence[TaskMove]:
    """Let a subject's tasks follow its days; fixed ones stay and are flagged, done ones stay."""
    moves = look_at_move(session, subject=subject, old=old, new=new)
    for move in moves:
        changes: Changes = {}
        if move.due is not None:
            changes = restate(move.task, {"due": move.due, "reminded": None})
            move.task.sort_day = sort_day(move.due)
        elif move.flagged:
            changes = restate(move.task, {"to_check": True})
        if changes:
            note_task(session, move.task, changes, actor=actor, act="tasks.follow")
    flush(session)
    return moves


def _put(session: Session, *, actor: Actor, subject: Subject, step: TaskStep, due: date) -> None:
    title = step.title[Language.JA]  # a task is written in the language of the office
    task = Task(
        id=uuid7(),
        title=title,
        search_key=fold(title),
        note=step.note or None,
        due=due,
        sort_day=due,
        assignee_id=actor.user_id,
        author_id=actor.user_id,
        subject_kind=subject.kind,
        subject_id=subject.id,
        step_id=step.id,
        anchor=step.anchor,
        offset_days=step.days,
        fixed=step.fixed,
    )
    session.add(task)
    flush(session)
    values = {"title": task.title, "due": task.due, "assignee_id": task.assignee_id}
    note_task(session, task, created(values), actor=actor, act="tasks.add")


def _closed(session: Session, span: Span) -> frozenset[date]:
    first = span.first + timedelta(days=EARLIEST) - _MARGIN
    return office_closed_on(session, first, span.last + timedelta(days=LATEST) + _MARGIN)
