"""Tasks."""

from datetime import date
from itertools import count
from typing import Any

from sqlalchemy.orm import Session

from exchange.core.database import Localized
from exchange.core.text import fold
from exchange.tasks.enums import StepAnchor, TemplateUse
from exchange.tasks.models import Task, TaskStep, TaskTemplate
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


def make_template(session: Session, **changes: Any) -> TaskTemplate:  # noqa: ANN401 - any of its columns
    """Add a template for visits that are received."""
    values: dict[str, Any] = {
        "title": Localized({"ja": "受入の標準"}),
        "use": TemplateUse.RECEIVING,
    }
    template = TaskTemplate(**(values | changes))
    session.add(template)
    session.flush()
    return template


def make_step(session: Session, template: TaskTemplate, **changes: Any) -> TaskStep:  # noqa: ANN401 - any of its columns
    """Add a step thirty days before the first day to a template."""
    values: dict[str, Any] = {
        "title": Localized({"ja": f"通訳の依頼{next(_NUMBERS)}"}),
        "anchor": StepAnchor.FIRST_DAY,
        "days": -30,
    }
    step = TaskStep(template_id=template.id, **(values | changes))
    session.add(step)
    session.flush()
    return step
