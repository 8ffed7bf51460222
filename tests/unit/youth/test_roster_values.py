"""Single cells: read as people write them, refused in words."""

from collections.abc import Callable
from datetime import date, datetime

import pytest

from exchange.core.errors import DomainError
from exchange.documents.lists.cells import name_parts, plain
from exchange.youth.enums import Relationship, SchoolLevel
from exchange.youth.enums.waiting import Gender
from exchange.youth.roster.values import (
    read_birth_date,
    read_gender,
    read_grade,
    read_kana,
    read_mail,
    read_phone,
    read_relationship,
)

JUNIOR = SchoolLevel.JUNIOR_HIGH


@pytest.mark.parametrize(
    "cell",
    [
        date(2012, 5, 3),
        datetime(2012, 5, 3, 9, 0),  # noqa: DTZ001 - a sheet has no zone
        41032.0,
        "41032",
        20120503.0,
        "2012/5/3",
        "2012-05-03 00:00:00",
        "2012年5月3日生",
        "H24.5.3",
        "平24.5.3",
        "平成24年5月3日",
        "２０１２．５．３",
    ],
)
def test_a_day_is_read_however_it_is_written(cell: object) -> None:
    day, note = read_birth_date(cell)  # type: ignore[arg-type]
    assert day == date(2012, 5, 3)
    assert (note is not None) == (cell in {41032.0, "41032"})


@pytest.mark.parametrize("cell", [3.0, "24.5.3", "不明", "2012/2/30", "99999999", "123456"])
def test_what_is_no_day_is_refused(cell: object) -> None:
    with pytest.raises(DomainError, match=r"core\.date"):
        read_birth_date(cell)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        (2.0, (2, "")),
        ("２年", (2, "")),
        ("中2", (2, "")),
        ("中学２年生", (2, "")),
        ("第2学年", (2, "")),
        ("二年", (2, "")),
        ("2年1組", (2, "1")),
        ("2-1", (2, "1")),
        ("２－Ａ組", (2, "A")),
        ("2年い組", (2, "い")),
    ],
)
def test_a_year_is_read_with_the_class_beside_it(cell: object, read: tuple[int, str]) -> None:
    assert read_grade(cell, JUNIOR) == read  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("cell", "level", "named"),
    [
        ("高1", JUNIOR, "level"),
        (date(2026, 2, 1), JUNIOR, "grade_date"),
        ("卒業", JUNIOR, "grade"),
        ("12", JUNIOR, "grade"),
        ("#REF!", JUNIOR, "formula"),
    ],
)
def test_what_is_no_year_is_refused(cell: object, level: SchoolLevel, named: str) -> None:
    with pytest.raises(DomainError, match=rf"(roster\.problem|documents\.list)\.{named}$"):
        read_grade(cell, level)  # type: ignore[arg-type]


def test_a_joint_school_has_years_of_every_level() -> None:
    assert read_grade("小6", SchoolLevel.OTHER) == (6, "")


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("髙﨑 花子", ("髙﨑", "花子")),
        ("髙﨑　花子", ("髙﨑", "花子")),
        ("Smith Mary Ann", ("Smith", "Mary Ann")),
        ("見本花子", ("見本花子", "")),
    ],
)
def test_a_name_is_divided_at_its_first_space(text: str, parts: tuple[str, str]) -> None:
    assert name_parts(text) == parts


@pytest.mark.parametrize(
    ("text", "read"), [("ﾀｶｻｷ", "タカサキ"), ("たかさき", "たかさき"), ("ﾍﾞｰﾄ", "ベート")]
)
def test_a_reading_is_widened(text: str, read: str) -> None:
    assert read_kana(text) == read


@pytest.mark.parametrize(
    ("text", "relationship"),
    [
        ("母", Relationship.MOTHER),
        ("お父さん", Relationship.FATHER),
        ("祖母", Relationship.GRANDPARENT),
        ("Grandfather", Relationship.GRANDPARENT),
        ("おば", Relationship.OTHER),
    ],
)
def test_a_relation_is_told(text: str, relationship: Relationship) -> None:
    assert read_relationship(text) is relationship


@pytest.mark.parametrize(
    ("text", "gender", "noted"),
    [
        ("男", Gender.MALE, False),
        ("男　子", Gender.MALE, False),
        ("ｵﾄｺ", Gender.MALE, False),
        ("Ｍ", Gender.MALE, False),
        ("女性", Gender.FEMALE, False),
        ("Female", Gender.FEMALE, False),
        ("回答しない", Gender.UNDISCLOSED, False),
        ("その他", Gender.UNDISCLOSED, True),
    ],
)
def test_an_answer_about_gender_is_told(text: str, gender: Gender, noted: bool) -> None:
    found, note = read_gender(text)
    assert (found, note is not None) == (gender, noted)


@pytest.mark.parametrize(
    ("text", "number", "noted"),
    [
        ("090-1234-5678", "090-1234-5678", False),
        ("０９０１２３４５６７８", "09012345678", False),
        ("9012345678", "09012345678", True),
        ("961234567", "0961234567", True),
        ("+81 90 1234 5678", "+81 90 1234 5678", False),
    ],
)
def test_a_telephone_number_keeps_its_zero(text: str, number: str, noted: bool) -> None:
    found, note = read_phone(text)
    assert (found, note is not None) == (number, noted)


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (read_kana, "高崎"),
        (read_mail, "a@b"),
        (read_mail, "a@b@c.jp"),
        (read_mail, "a@b.jp,c@d.jp"),
        (read_mail, "a@b.jp;c@d.jp"),
        (read_mail, "a@b.jp\nBcc: c@d.jp"),
        (read_mail, '"a b"@c.jp'),
        (read_mail, "見本@例.jp"),
        (read_mail, "なし"),
        (read_phone, "なし"),
        (read_gender, "1"),
        (plain, "#N/A"),
    ],
)
def test_what_is_none_of_it_is_refused(read: Callable[[str], object], text: str) -> None:
    with pytest.raises(DomainError, match=r"(roster\.problem|documents\.list)"):
        read(text)


def test_an_address_is_written_in_half_width() -> None:
    assert read_mail("ｔａｒｏ＠example.jp") == "taro@example.jp"
    assert read_mail("ta..ro.@docomo.example.jp") == "ta..ro.@docomo.example.jp"
