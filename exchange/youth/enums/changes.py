"""How far a school's request stands: to change a name or birth date, or to take a pupil over."""

from enum import StrEnum
from typing import Final

from exchange.core.transitions import Transitions


class RequestState(StrEnum):
    """What became of a request."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    REFUSED = "refused"


REQUEST_STEPS: Final = Transitions(
    {
        RequestState.WAITING: {RequestState.ACCEPTED, RequestState.REFUSED},
        RequestState.ACCEPTED: set(),
        RequestState.REFUSED: set(),
    }
)
