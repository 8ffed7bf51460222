"""Which way a letter goes, what it is, and whether a reply is awaited."""

from enum import StrEnum


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
