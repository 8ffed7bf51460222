"""What is stated of a family and its members."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from exchange.core.errors import DomainError
from exchange.core.messages import message
from exchange.core.text import fold
from exchange.hosting.enums import AgeBand, Animal, Preference, Smoking

LONGEST_NAME: Final = 100


@dataclass(frozen=True, slots=True)
class MemberDetails:
    """Somebody of a family."""

    name: str
    relation: str
    age: AgeBand


@dataclass(frozen=True, slots=True)
class FamilyDetails:
    """What is stated of a family; the fields are named as the columns of a list."""

    name: str
    kana: str = ""
    address: str = ""
    phone: str = ""
    mail: str = ""
    members: tuple[MemberDetails, ...] = ()
    languages: tuple[str, ...] = ()
    hobbies: tuple[str, ...] = ()
    #: In the family's own words.
    pets: str = ""
    #: None: nobody asked.
    animals: tuple[Animal, ...] | None = None
    smoking: Smoking = Smoking.UNKNOWN
    meals: str = ""
    preference: Preference = Preference.ANY
    places: int = 1
    #: First and last night's day; None: the whole edition.
    available: tuple[date, date] | None = None
    notes: str = ""


def ensure_members(details: FamilyDetails) -> None:
    """Refuse a member's name that is none: the cell was written in a way that cannot be read."""
    if any(len(each.name) > LONGEST_NAME for each in details.members):
        raise DomainError(message("hosting.error.member_long", most=LONGEST_NAME), field="members")


def match_key(details: FamilyDetails) -> str:
    """Return what is equal for one family pasted twice: its name and who stands first in it."""
    first = details.members[0].name if details.members else ""
    return f"{fold(details.name)}|{fold(first)}"
