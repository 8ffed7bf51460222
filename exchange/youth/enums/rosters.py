"""Kinds and states of rosters."""

from enum import StrEnum
from typing import Final

from exchange.core.transitions import Transitions


class RosterField(StrEnum):
    """What a column of a school's roster is taken over as."""

    FULL_NAME = "full_name"
    FAMILY_NAME = "family_name"
    GIVEN_NAME = "given_name"
    FULL_KANA = "full_kana"
    FAMILY_KANA = "family_kana"
    GIVEN_KANA = "given_kana"
    FULL_ROMAJI = "full_romaji"
    FAMILY_ROMAJI = "family_romaji"
    GIVEN_ROMAJI = "given_romaji"
    BIRTH_DATE = "birth_date"
    GRADE = "grade"
    SCHOOL_CLASS = "school_class"
    GENDER = "gender"
    GUARDIAN_NAME = "guardian_name"
    GUARDIAN_RELATIONSHIP = "guardian_relationship"
    GUARDIAN_MAIL = "guardian_mail"
    GUARDIAN_PHONE = "guardian_phone"


class GuardedColumn(StrEnum):
    """What a roster may hold and is never stored: the guardian is asked, or nobody is."""

    HEALTH = "health"
    DIET = "diet"
    PASSPORT = "passport"
    MY_NUMBER = "my_number"


class Fate(StrEnum):
    """What becomes of a row of a roster."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    REFUSED = "refused"


class Hold(StrEnum):
    """Why a registration that a roster made is not taken back with the others."""

    MOVED_ON = "moved_on"
    ANSWERED = "answered"
    SCORED = "scored"
    CHANGED = "changed"


class RosterState(StrEnum):
    """Where a sent roster stands; what would become of its rows is computed, never kept."""

    WAITING = "waiting"
    CONFIRMED = "confirmed"
    DROPPED = "dropped"


ROSTER_STEPS: Final = Transitions(
    {
        RosterState.WAITING: {RosterState.CONFIRMED, RosterState.DROPPED},
        RosterState.CONFIRMED: set(),
        RosterState.DROPPED: set(),
    }
)
