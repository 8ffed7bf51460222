"""States of a job and which may follow which."""

from enum import StrEnum
from typing import Final

from exchange.core.transitions import Transitions


class JobState(StrEnum):
    """Where a job stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


NEXT: Final = Transitions(
    {
        JobState.WAITING: {JobState.RUNNING},
        JobState.RUNNING: {JobState.DONE, JobState.WAITING, JobState.FAILED},
        JobState.DONE: (),
        JobState.FAILED: {JobState.WAITING},
    }
)
