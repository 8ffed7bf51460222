"""Remind people of their tasks: once before the day, once when it has passed."""

from collections.abc import Sequence
from itertools import groupby

from sqlalchemy.orm import Session

from exchange.core import clock
from exchange.core.database import flush
from exchange.core.languages import Language
from exchange.core.messages import label, message
from exchange.core.permissions import Actor
from exchange.core.printing import day_text
from exchange.core.translate import translate
from exchange.outbox.services import write_mail
from exchange.tasks.enums import Reminder
from exchange.tasks.models import Task
from exchange.tasks.queries import tasks_to_remind_of
from exchange.tasks.rules import SOON, due_reminder
from exchange.tasks.services.tasks import note_task

#: The office writes to itself in its own language.
_LANGUAGE = Language.JA


def remind_of_tasks(session: Session, *, actor: Actor, base_url: str) -> int:
    """Write each person one mail about what is near or late; return how many were written.

    Run twice it writes once: a task keeps what was last said of it, for the day it has.
    """
    today, written = clock.today(), 0
    found = tasks_to_remind_of(session, today + SOON)
    for _, group in groupby(found, key=lambda task: task.assignee_id):
        tasks = [task for task in group if due_reminder(task, today) is not None]
        if tasks:
            _write(session, tasks, base_url)
            written += 1
        for task in tasks:
            reminder = due_reminder(task, today)
            changes = {"reminded": (task.reminded, reminder)}
            task.reminded = reminder
            note_task(session, task, changes, actor=actor, act="tasks.remind")
    flush(session)
    return written


def _write(session: Session, tasks: Sequence[Task], base_url: str) -> None:
    user = tasks[0].assignee
    assert user is not None, "who has no task is not reminded"
    today = clock.today()
    lines = {reminder: "" for reminder in Reminder}
    for task in tasks:
        reminder = due_reminder(task, today)
        assert reminder is not None
        assert task.due is not None
        lines[reminder] += f"{day_text(task.due, _LANGUAGE)}  {task.title}\n"
    parts = [
        translate(message("tasks.mail.part", heading=label(reminder), tasks=text), _LANGUAGE)
        for reminder, text in lines.items()
        if text
    ]
    body = message(
        "tasks.mail.body", name=user.name, tasks="\n".join(parts), link=f"{base_url}/tasks/"
    )
    write_mail(
        session,
        to=user.email,
        subject=translate(message("tasks.mail.subject", count=len(tasks)), _LANGUAGE),
        body=translate(body, _LANGUAGE),
        language=_LANGUAGE,
    )
