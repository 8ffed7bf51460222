"""Letters: which way, what kind, whether a reply is awaited; what is asked of translators."""

from enum import StrEnum
from typing import Final

from exchange.core.transitions import Transitions


class LetterDirection(StrEnum):
    """Which way a letter goes, seen from the city."""

    OUT = "out"
    IN = "in"


class LetterKind(StrEnum):
    """What a letter is: 招請・礼状・祝意・見舞い・弔意・年賀・照会・その他."""

    INVITATION = "invitation"
    THANKS = "thanks"
    CONGRATULATION = "congratulation"
    SYMPATHY = "sympathy"
    CONDOLENCE = "condolence"
    NEW_YEAR = "new_year"
    ENQUIRY = "enquiry"
    OTHER = "other"


class LetterState(StrEnum):
    """Whether a reply is still to come, from them or from us."""

    OPEN = "open"
    ANSWERED = "answered"
    NO_ANSWER = "no_answer"


class RequestKind(StrEnum):
    """What is asked for: a text, or somebody to speak."""

    TRANSLATION = "translation"
    INTERPRETING = "interpreting"


class WorkedBy(StrEnum):
    """Who does it: our 国際交流員, or somebody outside."""

    CIR = "cir"
    OUTSIDE = "outside"


class RequestState(StrEnum):
    """How far a translation or an interpreting has come."""

    ASKED = "asked"
    IN_WORK = "in_work"
    DONE = "done"
    CHECKED = "checked"


class MergeChannel(StrEnum):
    """How the letters of a merge leave: printed, by mail, or both ways."""

    PAPER = "paper"
    MAIL = "mail"
    BOTH = "both"


class RecipientSource(StrEnum):
    """Whom a merge may go to: holders of posts, a visit's members, those who carry the exchange."""

    POSTS = "posts"
    MEMBERS = "members"
    ORGANISATIONS = "organisations"


class Hindrance(StrEnum):
    """Why somebody is shown among those who may be chosen, and not ticked."""

    CARE = "care"
    DECEASED = "deceased"
    COMING = "coming"
    LEFT = "left"
    UNSURE = "unsure"


class Place(StrEnum):
    """What a text names for each recipient: {name}, {title}, {visit} …"""

    NAME = "name"
    TITLE = "title"
    HONORIFIC = "honorific"
    AFFILIATION = "affiliation"
    PARTNER = "partner"
    DATE = "date"
    VISIT = "visit"


#: One step on, or one back when it was pressed by mistake or the check sends it back.
NEXT_REQUEST: Final = Transitions(
    {
        RequestState.ASKED: {RequestState.IN_WORK},
        RequestState.IN_WORK: {RequestState.DONE, RequestState.ASKED},
        RequestState.DONE: {RequestState.CHECKED, RequestState.IN_WORK},
        RequestState.CHECKED: {RequestState.IN_WORK},
    }
)
