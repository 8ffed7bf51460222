"""Whom a programme is printed for, and what a list of members says of each."""

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
