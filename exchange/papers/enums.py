"""Whom papers are for, what they say and thank for, why they are stale; what is held, how read."""

from enum import StrEnum


class Side(StrEnum):
    """Whose paper it is: ours with everything, or the guests' and hosts' in two languages."""

    OWN = "own"
    PARTNER = "partner"


class RosterColumn(StrEnum):
    """A column of a list of members."""

    NUMBER = "number"
    ROLE = "role"
    NAME = "name"
    KANA = "kana"
    LATIN = "latin"
    PASSPORT_NAME = "passport_name"
    AFFILIATION = "affiliation"
    TITLE = "title"
    COMPANION = "companion"
    DIET = "diet"
    MOBILITY = "mobility"
    SEX = "sex"
    BIRTH = "birth"
    NATIONALITY = "nationality"
    PASSPORT_NUMBER = "passport_number"
    EXPIRY = "expiry"
    ROOM = "room"
    NOTE = "note"


class ThanksFor(StrEnum):
    """What somebody is thanked for after a visit."""

    CONTACT = "contact"
    HOST = "host"
    ITEM = "item"
    PLACE = "place"
    INTERPRETER = "interpreter"
    GIFT = "gift"


class Cause(StrEnum):
    """Why a paper that was printed no longer says what is so."""

    VISIT = "visit"
    MEMBERS = "members"
    PERSON = "person"
    MEMBER = "member"
    ORDER = "order"
    PROGRAMME = "programme"
    PARTICULARS = "particulars"
    GIFTS = "gifts"
    LETTERS = "letters"
    REPORTED = "reported"


class Occasion(StrEnum):
    """What is held: it decides which steps are offered, and which earlier speech is shown."""

    COURTESY_CALL = "courtesy_call"
    RECEPTION = "reception"
    SIGNING = "signing"
    FAREWELL = "farewell"
    OTHER = "other"


class SpeechLayout(StrEnum):
    """How a speech is printed: large, to be read out, or as points to speak from."""

    READ = "read"
    POINTS = "points"
