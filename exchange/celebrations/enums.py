"""States of a celebration, and what its steps hang on."""

from enum import StrEnum
from typing import Final

from exchange.core.transitions import Transitions


class CelebrationState(StrEnum):
    """How far a celebration has come."""

    IDEA = "idea"
    PLANNED = "planned"
    CONFIRMED = "confirmed"
    HELD = "held"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"


class StepAnchor(StrEnum):
    """What the day of a step is counted from."""

    #: Months before the celebration, or before the anniversary while no day is set.
    CELEBRATION = "celebration"
    #: A day of the fiscal year before the one in which it is celebrated.
    BUDGET = "budget"
    #: A day that a person set; it stays when the celebration moves.
    FIXED = "fixed"


class StepStanding(StrEnum):
    """What a step is on a day; computed."""

    DONE = "done"
    #: Its day had passed when the runway was started: nobody knows.
    NO_RECORD = "no_record"
    OVERDUE = "overdue"
    AHEAD = "ahead"


NEXT_STATES: Final = Transitions(
    {
        CelebrationState.IDEA: {CelebrationState.PLANNED, CelebrationState.CANCELLED},
        CelebrationState.PLANNED: {
            CelebrationState.CONFIRMED,
            CelebrationState.POSTPONED,
            CelebrationState.CANCELLED,
        },
        CelebrationState.CONFIRMED: {
            CelebrationState.HELD,
            CelebrationState.POSTPONED,
            CelebrationState.CANCELLED,
        },
        CelebrationState.HELD: set(),
        CelebrationState.POSTPONED: {CelebrationState.PLANNED, CelebrationState.CANCELLED},
        CelebrationState.CANCELLED: set(),
    }
)

#: How the macro draws a state: word, shape and colour.
TONES: Final = {
    CelebrationState.IDEA: "neutral",
    CelebrationState.PLANNED: "progress",
    CelebrationState.CONFIRMED: "good",
    CelebrationState.HELD: "good",
    CelebrationState.POSTPONED: "caution",
    CelebrationState.CANCELLED: "stop",
}
STEP_TONES: Final = {
    StepStanding.DONE: "good",
    StepStanding.NO_RECORD: "neutral",
    StepStanding.OVERDUE: "caution",
    StepStanding.AHEAD: "progress",
}
