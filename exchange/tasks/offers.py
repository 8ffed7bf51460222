"""What is to be done, as something an account answers for."""

from typing import Final

from exchange.core.belongings import Belonging, Item
from exchange.core.messages import label
from exchange.core.offers import Subject
from exchange.tasks.enums import TaskState
from exchange.tasks.models import Task
from exchange.tasks.services import TOPIC


def _item(task: Task) -> Item:
    return Item(
        subject=Subject("task", task.id),
        title=task.title,
        state=task.waiting_name or label(task.waiting_for or task.state),
        due=task.due,
        path=f"/tasks/{task.id}/edit",
    )


BELONGING: Final = Belonging(
    kind="task",
    table=Task,
    owner=Task.assignee_id,
    is_open=Task.state == TaskState.OPEN,
    permission="tasks:edit",
    act="tasks.hand_over",
    describe=_item,
    topic=TOPIC,
)
