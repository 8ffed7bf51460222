from datetime import date

import pytest

from exchange.core.dates import ERAS, Era, era_year
from exchange.core.dates.eras import last_day_of


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(1873, 1, 1), "明治6年"),
        (date(1912, 7, 29), "明治45年"),
        (date(1912, 7, 30), "大正元年"),
        (date(1926, 12, 24), "大正15年"),
        (date(1926, 12, 25), "昭和元年"),
        (date(1989, 1, 7), "昭和64年"),
        (date(1989, 1, 8), "平成元年"),
        (date(1990, 1, 1), "平成2年"),
        (date(2019, 4, 30), "平成31年"),
        (date(2019, 5, 1), "令和元年"),
        (date(2020, 1, 1), "令和2年"),
        (date(2031, 12, 1), "令和13年"),
    ],
)
def test_era_changes_on_its_first_day(day: date, expected: str) -> None:
    assert str(era_year(day)) == expected


def test_no_era_names_a_day_before_the_solar_calendar() -> None:
    assert era_year(date(1872, 12, 31)) is None


def test_eras_follow_each_other_without_a_gap() -> None:
    assert {span.era: last_day_of(span) for span in ERAS} == {
        Era.MEIJI: date(1912, 7, 29),
        Era.TAISHO: date(1926, 12, 24),
        Era.SHOWA: date(1989, 1, 7),
        Era.HEISEI: date(2019, 4, 30),
        Era.REIWA: None,
    }
