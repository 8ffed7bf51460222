"""States of a task, what its day is counted from, and whom it waits for."""

from enum import StrEnum
from typing import Final

from exchange.core.transitions import Transitions


class TaskState(StrEnum):
    """Whether there is still something to do."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


NEXT: Final = Transitions(
    {
        TaskState.OPEN: {TaskState.DONE, TaskState.DROPPED},
        TaskState.DONE: {TaskState.OPEN},
        TaskState.DROPPED: {TaskState.OPEN},
    }
)


class StepAnchor(StrEnum):
    """Which day of a visit the day of a step is counted from."""

    FIRST_DAY = "first_day"
    LAST_DAY = "last_day"


class TemplateUse(StrEnum):
    """Which visits a template of steps is for."""

    RECEIVING = "receiving"
    SENDING = "sending"


class WaitingFor(StrEnum):
    """Whose answer a task waits for."""

    PARTNER = "partner"
    SCHOOL = "school"
    OTHER = "other"


class Reminder(StrEnum):
    """What whoever has a task was last reminded of."""

    SOON = "soon"
    LATE = "late"
