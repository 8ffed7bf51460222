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


class MemberField(StrEnum):
    """What a column of a list of members is taken over as."""

    FULL_NAME = "full_name"
    FAMILY_NAME = "family_name"
    GIVEN_NAME = "given_name"
    FULL_KANA = "full_kana"
    FAMILY_KANA = "family_kana"
    GIVEN_KANA = "given_kana"
    PASSPORT_NAME = "passport_name"
    PASSPORT_FAMILY = "passport_family"
    PASSPORT_GIVEN = "passport_given"
    AFFILIATION = "affiliation"
    TITLE = "title"
    TITLE_JA = "title_ja"
    TITLE_EN = "title_en"
    ROLE = "role"
    COMPANION = "companion"
    DIET = "diet"
    MOBILITY = "mobility"


class GuardedMemberColumn(StrEnum):
    """What a list of members may hold and is never stored here."""

    PASSPORT_NUMBER = "passport_number"
    HEALTH = "health"
    BIRTH = "birth"


class MemberFate(StrEnum):
    """What a list makes of a member: + of the list alone, − of the record alone, ~ of both."""

    ADDED = "added"
    GONE = "gone"
    CHANGED = "changed"
    SAME = "same"
    REFUSED = "refused"


class ListSource(StrEnum):
    """Who handed a list of members in: the office, or the partner by its link."""

    OFFICE = "office"
    PARTNER = "partner"


class ListState(StrEnum):
    """Where a list stands; what it would change is computed at each look, never kept."""

    WAITING = "waiting"
    CONFIRMED = "confirmed"
    DROPPED = "dropped"


LIST_STEPS: Final = Transitions(
    {
        ListState.WAITING: {ListState.CONFIRMED, ListState.DROPPED},
        ListState.CONFIRMED: set(),
        ListState.DROPPED: set(),
    }
)


class Paper(StrEnum):
    """What is printed for a visit and names its members."""

    APPROVAL_SHEET = "approval_sheet"
    ROSTER = "roster"
    PARTNER_ROSTER = "partner_roster"
    AIRLINE_LIST = "airline_list"
    ROOMING_LIST = "rooming_list"
    MEAL_LIST = "meal_list"
    VISA_LIST = "visa_list"
    STAY_SCHEDULE = "stay_schedule"
    INVITATION = "invitation"
    GUARANTEE = "guarantee"
    SEATING = "seating"
    NAME_PLATES = "name_plates"
    BADGES = "badges"
    ORDER_OF_EVENTS = "order_of_events"
    GREETING = "greeting"
    BRIEFING = "briefing"
    PRESS_RELEASE = "press_release"
    EMERGENCY_CARD = "emergency_card"
    THANKS_LIST = "thanks_list"
    REPORT = "report"
