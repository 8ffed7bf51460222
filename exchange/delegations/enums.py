"""States and kinds of visits, and the next-state table."""

from enum import StrEnum
from typing import Final

from exchange.core.transitions import Transitions


class Direction(StrEnum):
    """Which way a visit goes, seen from the city."""

    OUT = "out"
    IN = "in"


class Level(StrEnum):
    """Who leads a visit or what it is made of; decides protocol."""

    MAYOR = "mayor"
    DEPUTY_MAYOR = "deputy_mayor"
    COUNCIL = "council"
    DIRECTOR = "director"
    OFFICIALS = "officials"
    BUSINESS = "business"
    CITIZENS = "citizens"
    YOUTH = "youth"


#: The visits by which courtesy is returned; pupils, firms and clubs go their own ways.
OFFICIAL: Final = frozenset(
    {Level.MAYOR, Level.DEPUTY_MAYOR, Level.COUNCIL, Level.DIRECTOR, Level.OFFICIALS}
)


class TurnStanding(StrEnum):
    """What became of a visit that a cycle foresees."""

    DONE = "done"
    SKIPPED = "skipped"
    #: Before the cycle was on record here, and nothing is written of it.
    UNRECORDED = "unrecorded"
    OVERDUE = "overdue"
    DUE = "due"


class VisitState(StrEnum):
    """How far a visit has come."""

    DRAFT = "draft"
    PLANNED = "planned"
    APPROVED = "approved"
    CONFIRMED = "confirmed"
    UNDER_WAY = "under_way"
    CLOSED = "closed"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"


class ApprovalClass(StrEnum):
    """決裁区分: who decides, in their own right or for the mayor."""

    MAYOR = "mayor"
    DEPUTY_MAYOR = "deputy_mayor"
    BUREAU = "bureau"
    DEPARTMENT = "department"
    SECTION = "section"


class MemberRole(StrEnum):
    """What a person is in a delegation."""

    LEADER = "leader"
    DEPUTY_LEADER = "deputy_leader"
    MEMBER = "member"
    ATTENDANT = "attendant"
    INTERPRETER = "interpreter"


NEXT_STATES: Final = Transitions(
    {
        VisitState.DRAFT: {VisitState.PLANNED, VisitState.CANCELLED},
        VisitState.PLANNED: {VisitState.APPROVED, VisitState.POSTPONED, VisitState.CANCELLED},
        VisitState.APPROVED: {VisitState.CONFIRMED, VisitState.POSTPONED, VisitState.CANCELLED},
        VisitState.CONFIRMED: {VisitState.UNDER_WAY, VisitState.POSTPONED, VisitState.CANCELLED},
        VisitState.UNDER_WAY: {VisitState.CLOSED, VisitState.CANCELLED},
        VisitState.CLOSED: set(),
        VisitState.POSTPONED: {VisitState.PLANNED, VisitState.CANCELLED},
        VisitState.CANCELLED: set(),
    }
)

#: How the macro draws a state: word, shape and colour.
TONES: Final = {
    VisitState.DRAFT: "neutral",
    VisitState.PLANNED: "neutral",
    VisitState.APPROVED: "progress",
    VisitState.CONFIRMED: "good",
    VisitState.UNDER_WAY: "progress",
    VisitState.CLOSED: "good",
    VisitState.POSTPONED: "caution",
    VisitState.CANCELLED: "stop",
}

TURN_TONES: Final = {
    TurnStanding.DONE: "good",
    TurnStanding.SKIPPED: "neutral",
    TurnStanding.UNRECORDED: "neutral",
    TurnStanding.OVERDUE: "stop",
    TurnStanding.DUE: "progress",
}
