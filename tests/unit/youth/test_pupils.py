"""Grades, ages, and when two entries are one child."""

from datetime import date

import pytest

from exchange.core.database import Name
from exchange.core.dates import FiscalYear
from exchange.core.errors import DomainError
from exchange.youth.enums import SchoolLevel
from exchange.youth.rules.pupils import (
    age_on,
    ensure_age,
    ensure_grade,
    match_key,
    newest_spelling,
)

BORN = date(2012, 5, 3)
HANAKO = Name("髙橋", "花子", family_kana="たかはし", given_kana="はなこ")


@pytest.mark.parametrize(
    "same",
    [
        Name("高橋", "花子", family_kana="タカハシ", given_kana="ハナコ"),
        Name("髙橋　", " 花子", family_kana="ﾀｶﾊｼ", given_kana="ﾊﾅｺ"),
        Name("髙橋", "花子", "たかはし", "はなこ", family_romaji="Takahashi"),
        Name("髙橋", "花子", family_kana="たかはし", given_kana="かこ"),
        Name("髙橋", "花子"),
    ],
)
def test_one_child_typed_twice_has_one_key(same: Name) -> None:
    assert match_key(same, BORN) == match_key(HANAKO, BORN)


@pytest.mark.parametrize(
    ("other", "born"),
    [
        (HANAKO, date(2012, 5, 4)),
        (Name("髙橋", "華子", family_kana="たかはし", given_kana="はなこ"), BORN),
    ],
)
def test_twins_and_brothers_are_other_children(other: Name, born: date) -> None:
    assert match_key(other, born) != match_key(HANAKO, BORN)


@pytest.mark.parametrize(
    ("new", "kept"),
    [
        (
            Name("高橋", "花子", "たかはし", "かこ"),
            Name("高橋", "花子", "たかはし", "かこ", "Takahashi", "Hanako", "", "P"),
        ),
        (
            Name("髙橋", "花子", "タカハシ", "ハナコ", native="Ｎ"),
            Name("髙橋", "花子", "たかはし", "はなこ", "Takahashi", "Hanako", "Ｎ", "P"),
        ),
        (
            Name("高橋花子", "", "たかはしはなこ", "", "Takahasi"),
            Name("髙橋", "花子", "たかはし", "はなこ", "Takahasi", "Hanako", "", "P"),
        ),
    ],
)
def test_the_newest_spelling_leaves_what_is_not_said_anew(new: Name, kept: Name) -> None:
    old = Name("髙橋", "花子", "たかはし", "はなこ", "Takahashi", "Hanako", "", "P")
    assert newest_spelling(old, new) == kept


@pytest.mark.parametrize(
    ("day", "age"),
    [
        (date(2026, 5, 2), 13),
        (date(2026, 5, 3), 14),
        (date(2026, 4, 1), 13),
    ],
)
def test_age_in_full_years(day: date, age: int) -> None:
    assert age_on(BORN, day) == age


@pytest.mark.parametrize(
    ("level", "grade", "fine"),
    [
        (SchoolLevel.ELEMENTARY, 6, True),
        (SchoolLevel.ELEMENTARY, 7, False),
        (SchoolLevel.JUNIOR_HIGH, 1, True),
        (SchoolLevel.JUNIOR_HIGH, 3, True),
        (SchoolLevel.JUNIOR_HIGH, 4, False),
        (SchoolLevel.HIGH, 4, True),
        (SchoolLevel.HIGH, 5, False),
        (SchoolLevel.OTHER, 9, True),
        (SchoolLevel.OTHER, 0, False),
    ],
)
def test_a_grade_belongs_to_the_kind_of_school(level: SchoolLevel, grade: int, fine: bool) -> None:
    if fine:
        ensure_grade(level, grade)
        return
    with pytest.raises(DomainError) as refused:
        ensure_grade(level, grade)
    assert refused.value.field == "grade"


@pytest.mark.parametrize(
    ("level", "born", "fine"),
    [
        (SchoolLevel.JUNIOR_HIGH, BORN, True),
        (SchoolLevel.JUNIOR_HIGH, date(2026, 4, 1), False),
        (SchoolLevel.JUNIOR_HIGH, date(2014, 4, 1), True),
        (SchoolLevel.JUNIOR_HIGH, date(2014, 4, 2), False),
        (SchoolLevel.JUNIOR_HIGH, date(2021, 5, 3), False),
        (SchoolLevel.HIGH, BORN, False),
        (SchoolLevel.ELEMENTARY, date(2020, 4, 1), True),
        (SchoolLevel.ELEMENTARY, date(2027, 1, 1), False),
        (SchoolLevel.OTHER, date(2003, 4, 2), True),
    ],
)
def test_a_birth_date_that_cannot_be_is_refused(level: SchoolLevel, born: date, fine: bool) -> None:
    if fine:
        ensure_age(level, born, FiscalYear(2026))
        return
    with pytest.raises(DomainError) as refused:
        ensure_age(level, born, FiscalYear(2026))
    assert refused.value.field == "birth_date"
