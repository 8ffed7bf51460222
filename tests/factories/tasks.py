"""Tasks."""

from datetime import date
from itertools import count
from typing import Any

from sqlalchemy.orm import Session

from exchange.core.text import fold
from exchange.tasks.models import Task
from exchange.tasks.rules import sort_day

_NUMBERS = count(1)


def make_task(session: Session, **changes: Any) -> Task:  # noqa: ANN401 - any of its columns
    """Add an open task without an assignee, due on a day of 2027."""
    values: dict[str, Any] = {"title": f"記念品の手配{next(_NUMBERS)}", "due": date(2027, 5, 19)}
    values |= changes
    task = Task(search_key=fold(values["title"]), sort_day=sort_day(values["due"]), **values)
    session.add(task)
    session.flush()
    return task
