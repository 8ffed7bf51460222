"""Kinds and standings of host families, their guests, and what speaks for or against a stay."""

from enum import StrEnum
from typing import Final


class AgeBand(StrEnum):
    """About how old a member of a family is: no birth date is asked of a host."""

    SMALL = "small"
    CHILD = "child"
    TEEN = "teen"
    YOUNG = "young"
    MIDDLE = "middle"
    SENIOR = "senior"
    #: Grown up, nothing more is known.
    ADULT = "adult"
    #: Not grown up, nothing more is known.
    MINOR = "minor"


#: Who can be a contact of a guest, and must be checked.
ADULTS: Final = frozenset({AgeBand.YOUNG, AgeBand.MIDDLE, AgeBand.SENIOR, AgeBand.ADULT})


class Sex(StrEnum):
    """A guest's sex as far as a room needs it; nobody has to say."""

    FEMALE = "female"
    MALE = "male"
    UNSTATED = "unstated"


class Preference(StrEnum):
    """Whom a family can give a room."""

    ANY = "any"
    FEMALE = "female"
    MALE = "male"


class Smoking(StrEnum):
    """Whether somebody smokes in the house."""

    UNKNOWN = "unknown"
    NONE = "none"
    OUTSIDE = "outside"
    INSIDE = "inside"


class Animal(StrEnum):
    """What lives with a family, and what a guest cannot live with."""

    DOG = "dog"
    CAT = "cat"
    OTHER = "other"


class Avoidance(StrEnum):
    """What a guest must not be near, for the days of the stay; nothing says why."""

    DOG = "dog"
    CAT = "cat"
    OTHER = "other"
    SMOKE = "smoke"


class CheckKind(StrEnum):
    """How an adult of a family was checked."""

    PAPERS = "papers"
    INTERVIEW = "interview"
    VISIT = "visit"
    IDENTITY = "identity"
    PLEDGE = "pledge"


class CheckResult(StrEnum):
    """What came of a check."""

    PASSED = "passed"
    FAILED = "failed"


class Standing(StrEnum):
    """Whether an adult can be a contact on a day, computed from the checks."""

    UNCHECKED = "unchecked"
    CHECKED = "checked"
    EXPIRED = "expired"
    FAILED = "failed"


class Fate(StrEnum):
    """What becomes of a line of a pasted list."""

    NEW = "new"
    SAME = "same"
    CHANGED = "changed"
    REFUSED = "refused"


class Column(StrEnum):
    """What a column of a host list can hold."""

    NAME = "name"
    KANA = "kana"
    ADDRESS = "address"
    PHONE = "phone"
    MAIL = "mail"
    MEMBERS = "members"
    LANGUAGES = "languages"
    HOBBIES = "hobbies"
    PETS = "pets"
    SMOKING = "smoking"
    MEALS = "meals"
    PREFERENCE = "preference"
    PLACES = "places"
    AVAILABLE = "available"
    NOTES = "notes"


class Conflict(StrEnum):
    """What speaks against a stay."""

    CONSENT = "consent"
    CHECKS = "checks"
    DATES = "dates"
    ROOM = "room"
    SEX = "sex"
    PETS = "pets"
    SMOKE = "smoke"


#: What a person may still place across, with the reason written down: the dog stays with
#: relatives. The others are the child's safety, or plainly impossible.
ACCEPTABLE: Final = frozenset({Conflict.SEX, Conflict.PETS, Conflict.SMOKE})


class Fit(StrEnum):
    """What speaks for a stay."""

    PAIR = "pair"
    LANGUAGE = "language"
    HOBBY = "hobby"
    AGE = "age"


class Caution(StrEnum):
    """What is to be asked before a stay; it forbids nothing."""

    LANGUAGE = "language"
    PETS = "pets"
    SMOKE = "smoke"
    ADULT = "adult"


class PlacementState(StrEnum):
    """Where a guest's stay stands."""

    WAITING = "waiting"
    PLACED = "placed"
    WITHDRAWN = "withdrawn"


class PairState(StrEnum):
    """Where a lasting pair stands in an edition."""

    TOGETHER = "together"
    AWAITED = "awaited"
    BROKEN = "broken"
    ENDED = "ended"
