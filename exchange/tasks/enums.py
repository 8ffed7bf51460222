"""States of a task."""

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
