"""Steps move with the day their celebration is on."""

from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from exchange.celebrations.models import Celebration
from exchange.celebrations.queries import anniversary_of, days_off_before, steps_of
from exchange.celebrations.runway import is_done, moved_day
from exchange.core.database import flush
from exchange.core.permissions import Actor
from exchange.tasks.models import Task
from exchange.tasks.services import change_task, details_of


def anchor_day(celebration: Celebration) -> date | None:
    """Return the day steps are counted from: its first day, or else the anniversary's."""
    if celebration.starts is not None:
        return celebration.starts
    anniversary = anniversary_of(celebration)
    return anniversary.date.earliest if anniversary else None


def move_steps(session: Session, *, actor: Actor, celebration: Celebration) -> int:
    """Move the steps that are still to be taken, and their tasks; return how many moved."""
    day = anchor_day(celebration)
    if day is None:
        return 0
    moved, closed = 0, days_off_before(session, day)
    for step in steps_of(session, celebration.id):
        due = step.due if is_done(step) else moved_day(step, day, closed)
        if due == step.due:
            continue
        step.due = due
        moved += 1
        if step.task is not None:
            follow(session, actor=actor, task=step.task, due=due)
    flush(session)
    return moved


def follow(session: Session, *, actor: Actor, task: Task, due: date) -> None:
    """Give a task the day of the step it stands for."""
    details = replace(details_of(task), due=due)
    change_task(session, actor=actor, task=task, version=task.version, details=details)
