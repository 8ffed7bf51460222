"""What is to be done about a thing, shown on its page."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from exchange.core import clock
from exchange.core.entries import Audience
from exchange.core.messages import message
from exchange.core.offers import Panel, Subject
from exchange.core.permissions import Actor
from exchange.tasks.queries import tasks_of
from exchange.tasks.rules import is_overdue, is_subject_kind, steps_path


def find_panels(session: Session, *, subject: Subject, actor: Actor | None) -> Sequence[Panel]:
    """Return the tasks of a visit or an edition, for those who work with tasks."""
    if actor is None or not actor.may("tasks:edit") or not is_subject_kind(subject.kind):
        return ()
    tasks = tasks_of(session, subject, actor)
    today = clock.today()
    return [
        Panel(
            id="tasks",
            title=message("tasks.panel.title"),
            template="tasks/_panel.html",
            context={
                "tasks": tasks,
                "subject": subject,
                "steps": steps_path(subject.kind, subject.id) if actor.may("visits:edit") else None,
                "overdue": {task.id for task in tasks if is_overdue(task, today)},
            },
            audience=Audience.STAFF,
            order=70,
        )
    ]
