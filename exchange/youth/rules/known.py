"""Pupils a school knows from earlier editions, offered again."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from exchange.youth.enums import RegistrationState
from exchange.youth.rules.pupils import GRADES

if TYPE_CHECKING:
    from exchange.youth.enums import SchoolLevel
    from exchange.youth.models import Pupil, Registration


@dataclass(frozen=True, slots=True)
class Known:
    """A pupil of the school with the last registration, and the grade of the new edition."""

    pupil: "Pupil"
    last: "Registration"
    grade: int
    #: False once the pupil has left the school by age.
    offered: bool

    @property
    def is_draft(self) -> bool:
        """Whether `last` is a draft for the new edition, made by the division."""
        return self.last.state is RegistrationState.DRAFT


def grade_in(last_grade: int, *, last_year: int, year: int) -> int:
    """Return the grade of a later fiscal year: one more for each year that has passed."""
    return last_grade + max(0, year - last_year)


def known(pupil: "Pupil", last: "Registration", *, level: "SchoolLevel", year: int) -> Known:
    """Say in which grade a known pupil would be registered in a fiscal year."""
    grade = grade_in(last.grade, last_year=last.edition.fiscal_year, year=year)
    return Known(pupil, last, grade, offered=grade <= GRADES[level])
