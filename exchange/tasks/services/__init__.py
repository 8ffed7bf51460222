"""Verbs of the tasks room."""

from exchange.tasks.services.ending import end_tasks
from exchange.tasks.services.plans import (
    PlannedStep,
    TaskMove,
    apply_template,
    copy_steps,
    follow_move,
    look_at_move,
    look_at_steps,
)
from exchange.tasks.services.reminders import remind_of_tasks
from exchange.tasks.services.tasks import (
    TOPIC,
    TaskDetails,
    add_task,
    change_task,
    details_of,
    move_task,
)
from exchange.tasks.services.templates import (
    StepPlan,
    TemplatePlan,
    add_step,
    add_template,
    change_step,
    change_template,
    end_step,
    end_template,
)

__all__ = [
    "TOPIC",
    "PlannedStep",
    "StepPlan",
    "TaskDetails",
    "TaskMove",
    "TemplatePlan",
    "add_step",
    "add_task",
    "add_template",
    "apply_template",
    "change_step",
    "change_task",
    "change_template",
    "copy_steps",
    "details_of",
    "end_step",
    "end_tasks",
    "end_template",
    "follow_move",
    "look_at_move",
    "look_at_steps",
    "move_task",
    "remind_of_tasks",
]
