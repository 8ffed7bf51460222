"""What a pupil's details must be, and when two are the same child."""

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Final

from exchange.core.dates import FiscalYear
from exchange.core.errors import DomainError
from exchange.core.messages import label, message
from exchange.core.text import fold
from exchange.youth.enums import SchoolLevel

if TYPE_CHECKING:
    from exchange.core.database import Name

#: Years in a school of each kind; part-time high schools have four, joint schools up to nine.
GRADES: Final = {
    SchoolLevel.ELEMENTARY: 6,
    SchoolLevel.JUNIOR_HIGH: 3,
    SchoolLevel.HIGH: 4,
    SchoolLevel.OTHER: 9,
}

#: Ages on 1 April of the edition's fiscal year that a pupil of the school can have.
AGES: Final = {
    SchoolLevel.ELEMENTARY: (6, 12),
    SchoolLevel.JUNIOR_HIGH: (12, 15),
    SchoolLevel.HIGH: (15, 22),
    SchoolLevel.OTHER: (6, 22),
}


def match_key(name: "Name", birth_date: date) -> str:
    """Return what is equal for one child typed twice: folded name and birth date.

    The reading is left out: it is the part most often mistyped, or missing.
    """
    return f"{fold(name.cleaned().written)}:{birth_date.isoformat()}"


def newest_spelling(old: "Name", new: "Name") -> "Name":
    """Return the newest spelling of a name; what is left out, or undivided, stays as it was."""
    family, given = new.family, new.given
    if not given and old.given and fold(family) == fold(old.written):
        family, given = old.family, old.given
    family_kana, given_kana = new.family_kana, new.given_kana
    if fold(new.kana) == fold(old.kana):  # kana of either script are one reading
        family_kana, given_kana = old.family_kana, old.given_kana
    return replace(
        old,
        family=family,
        given=given,
        family_kana=family_kana,
        given_kana=given_kana,
        family_romaji=new.family_romaji or old.family_romaji,
        given_romaji=new.given_romaji or old.given_romaji,
        native=new.native or old.native,
        passport=new.passport or old.passport,
    )


def age_on(birth_date: date, day: date) -> int:
    """Return the age in full years on a day."""
    before_birthday = (day.month, day.day) < (birth_date.month, birth_date.day)
    return day.year - birth_date.year - before_birthday


def ensure_grade(level: SchoolLevel, grade: int) -> None:
    """Refuse a year that the kind of school does not have."""
    if not 1 <= grade <= GRADES[level]:
        sentence = message("youth.error.grade", level=label(level), last=GRADES[level])
        raise DomainError(sentence, field="grade")


def ensure_age(level: SchoolLevel, birth_date: date, year: FiscalYear) -> None:
    """Refuse a birth date that no pupil of the kind of school can have: a slip of the pen."""
    day = year.first_day
    if birth_date > day:
        sentence = message("youth.error.born_later", birth_date=birth_date, day=day)
        raise DomainError(sentence, field="birth_date")
    age = age_on(birth_date, day)
    youngest, oldest = AGES[level]
    if not youngest <= age <= oldest:
        sentence = message(
            "youth.error.age",
            birth_date=birth_date,
            day=day,
            age=age,
            level=label(level),
        )
        raise DomainError(sentence, field="birth_date")
