"""States and kinds of youth exchange, and their next-state tables."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from exchange.core.transitions import Transitions


class SchoolLevel(StrEnum):
    """What kind of school it is."""

    ELEMENTARY = "elementary"
    JUNIOR_HIGH = "junior_high"
    HIGH = "high"
    OTHER = "other"


class Organiser(StrEnum):
    """Whose programme it is; only the city's own can count towards its indicator."""

    CITY = "city"
    PREFECTURE = "prefecture"
    OTHER = "other"


class ProgrammePattern(StrEnum):
    """How the editions of a programme follow one another."""

    RECEIVE_THEN_SEND = "receive_then_send"
    SEND_THEN_RECEIVE = "send_then_receive"
    SEND_ONLY = "send_only"
    RECEIVE_ONLY = "receive_only"
    ONLINE = "online"
    CONFERENCE = "conference"
    VARIED = "varied"


class YouthDirection(StrEnum):
    """Which way an edition goes."""

    SEND = "send"
    RECEIVE = "receive"
    ONLINE = "online"
    CONFERENCE = "conference"


class Selection(StrEnum):
    """How an edition decides who takes part."""

    FIRST_COME = "first_come"
    SCREENING = "screening"
    LOTTERY = "lottery"


class Registering(StrEnum):
    """Who registers pupils for an edition."""

    SCHOOL = "school"
    GUARDIAN = "guardian"
    BOTH = "both"


class EditionState(StrEnum):
    """What a person decided about an edition; open, full and over are computed."""

    DRAFT = "draft"
    ANNOUNCED = "announced"
    CLOSED = "closed"
    CANCELLED = "cancelled"


EDITION_STEPS: Final = Transitions(
    {
        EditionState.DRAFT: {EditionState.ANNOUNCED, EditionState.CANCELLED},
        EditionState.ANNOUNCED: {EditionState.CLOSED, EditionState.CANCELLED},
        EditionState.CLOSED: set(),
        EditionState.CANCELLED: set(),
    }
)


class EditionPhase(StrEnum):
    """Where an edition stands on a day, computed from its state, dates and seats."""

    DRAFT = "draft"
    UPCOMING = "upcoming"
    OPEN = "open"
    FULL = "full"
    SELECTING = "selecting"
    UNDER_WAY = "under_way"
    OVER = "over"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class ParticipantKind(StrEnum):
    """Who is registered: only the city's own youth can count."""

    OWN_YOUTH = "own_youth"
    GUEST = "guest"
    CHAPERONE = "chaperone"


class Relationship(StrEnum):
    """What the guardian is to the pupil."""

    MOTHER = "mother"
    FATHER = "father"
    GRANDPARENT = "grandparent"
    OTHER = "other"


class DuplicateState(StrEnum):
    """What is known of two pupils who may be one child."""

    OPEN = "open"
    DIFFERENT = "different"
    SAME = "same"
    MERGED = "merged"


class DuplicateAnswer(StrEnum):
    """What the division answers about two pupils; both last ones make them one person."""

    DIFFERENT = "different"
    SAME = "same"
    KEEP_FIRST = "keep_first"
    KEEP_SECOND = "keep_second"


#: A merge is taken back by its own act, within its time; the rest may be thought over.
DUPLICATE_STEPS: Final = Transitions(
    {
        DuplicateState.OPEN: {
            DuplicateState.DIFFERENT,
            DuplicateState.SAME,
            DuplicateState.MERGED,
        },
        DuplicateState.DIFFERENT: {DuplicateState.SAME, DuplicateState.MERGED},
        DuplicateState.SAME: {DuplicateState.DIFFERENT, DuplicateState.MERGED},
        DuplicateState.MERGED: set(),
    }
)


class RegistrationState(StrEnum):
    """Where a pupil's registration stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"
    NOT_SELECTED = "not_selected"
    WAITLISTED = "waitlisted"
    OFFERED = "offered"
    DECLINED = "declined"
    SELECTED = "selected"
    CONFIRMED = "confirmed"
    ABSENT = "absent"
    COMPLETED = "completed"
    CANCELLED_BY_PROGRAMME = "cancelled_by_programme"


_S = RegistrationState

#: Before selection a pupil withdraws, from an offer of a seat on declines. A withdrawn pupil may
#: be registered again while the window is open; a decision and attendance can be corrected until
#: the edition is closed.
REGISTRATION_STEPS: Final = Transitions(
    {
        _S.DRAFT: {_S.SUBMITTED, _S.WAITLISTED, _S.WITHDRAWN, _S.CANCELLED_BY_PROGRAMME},
        _S.SUBMITTED: {
            _S.RETURNED,
            _S.WITHDRAWN,
            _S.NOT_SELECTED,
            _S.WAITLISTED,
            _S.SELECTED,
            _S.CANCELLED_BY_PROGRAMME,
        },
        _S.RETURNED: {_S.SUBMITTED, _S.WITHDRAWN, _S.NOT_SELECTED, _S.CANCELLED_BY_PROGRAMME},
        _S.WITHDRAWN: {_S.SUBMITTED, _S.WAITLISTED},
        _S.NOT_SELECTED: {_S.WAITLISTED, _S.SELECTED},
        _S.WAITLISTED: {_S.OFFERED, _S.WITHDRAWN, _S.NOT_SELECTED, _S.CANCELLED_BY_PROGRAMME},
        _S.OFFERED: {_S.SELECTED, _S.DECLINED, _S.CANCELLED_BY_PROGRAMME},
        _S.DECLINED: set(),
        _S.SELECTED: {_S.CONFIRMED, _S.DECLINED, _S.NOT_SELECTED, _S.CANCELLED_BY_PROGRAMME},
        _S.CONFIRMED: {_S.COMPLETED, _S.ABSENT, _S.DECLINED, _S.CANCELLED_BY_PROGRAMME},
        _S.ABSENT: {_S.COMPLETED, _S.CANCELLED_BY_PROGRAMME},
        _S.COMPLETED: {_S.ABSENT, _S.CANCELLED_BY_PROGRAMME},
        _S.CANCELLED_BY_PROGRAMME: set(),
    }
)

#: States of those who were given a seat, whatever the method.
CHOSEN: Final = frozenset({_S.OFFERED, _S.SELECTED, _S.CONFIRMED, _S.COMPLETED, _S.ABSENT})

#: States that hold one of the edition's seats: where the first to come are taken, applying takes
#: one; where there is a screening or a lottery, being chosen does.
SEATED: Final[Mapping[Selection, frozenset[RegistrationState]]] = {
    Selection.FIRST_COME: CHOSEN | {_S.SUBMITTED, _S.RETURNED},
    Selection.SCREENING: CHOSEN,
    Selection.LOTTERY: CHOSEN,
}


class CountReason(StrEnum):
    """Why a participation counts towards the indicator, or why not."""

    COUNTED = "counted"
    GUEST = "guest"
    CHAPERONE = "chaperone"
    PREFECTURE = "prefecture"
    OTHER_ORGANISER = "other_organiser"
    EDITION = "edition"
    HOSTING = "hosting"
    ONLINE = "online"
    EARLY_RETURN = "early_return"


class GapKind(StrEnum):
    """What a registration lacks."""

    SUBMISSION = "submission"
    PRINCIPAL = "principal"
    CORRECTION = "correction"
    GUARDIAN = "guardian"
    DECISION = "decision"
    OFFER = "offer"
    CONFIRMATION = "confirmation"
    ATTENDANCE = "attendance"
    CONSENT = "consent"
    OWN_CONSENT = "own_consent"
    WITHDRAWAL = "withdrawal"
    FOLLOW_UP = "follow_up"


class WaitsFor(StrEnum):
    """Whose turn it is."""

    SCHOOL = "school"
    GUARDIAN = "guardian"
    DIVISION = "division"
    PARTNER = "partner"


#: Who has a place, and is expected at sessions: those who passed selection and did not leave.
PLACED: Final = frozenset({_S.SELECTED, _S.CONFIRMED, _S.COMPLETED, _S.ABSENT})


class ConsentPurpose(StrEnum):
    """What a consent is for; each is answered apart."""

    JOIN = "join"
    HEALTH = "health"
    TRANSFER = "transfer"
    PHOTO = "photo"


class ConsentGiver(StrEnum):
    """Who answers: the guardian, and beside the guardian the pupil."""

    GUARDIAN = "guardian"
    PUPIL = "pupil"


class ConsentAnswer(StrEnum):
    """What was answered; the newest answer is the one in force."""

    GIVEN = "given"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class ConsentWay(StrEnum):
    """How an answer came."""

    LINK = "link"
    PAPER = "paper"
