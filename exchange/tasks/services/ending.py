"""End what was to be done about a subject that will not be."""

from collections.abc import Collection
from dataclasses import replace
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.core.offers import Subject
from exchange.core.permissions import Actor
from exchange.tasks.enums import TaskState
from exchange.tasks.queries import open_tasks_about
from exchange.tasks.services.tasks import change_task, details_of, move_task


def end_tasks(
    session: Session, *, actor: Actor, subject: Subject, keep: Collection[UUID], note: str
) -> None:
    """Drop the open tasks about a subject but those to `keep`, which get a line of `note`."""
    for task in open_tasks_about(session, subject):
        version = task.version
        if task.id in keep:
            lines = [line for line in (task.note, note) if line]
            details = replace(details_of(task), note="\n".join(lines))
            change_task(session, actor=actor, task=task, version=version, details=details)
        else:
            move_task(session, actor=actor, task=task, version=version, target=TaskState.DROPPED)
