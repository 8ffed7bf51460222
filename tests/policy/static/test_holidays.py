"""The closed days are what the law and the published calendars give, in our own words."""

from datetime import date

import pytest

from tests.policy.holiday_days import CALENDARS, TARGET, document, holidays_of, last_working_day
from tests.policy.holiday_names import NAMES


def test_the_data_file_is_what_the_package_computes() -> None:
    assert TARGET.read_text("utf-8") == document()


def test_every_day_has_a_name_in_each_language_and_none_twice() -> None:
    for calendar, named in NAMES.items():
        for names in named.values():
            assert all((names.ja, names.en, names.zh)), calendar
            assert names.en.isascii(), names
        assert len({names.en for names in named.values()}) == len(named), calendar


def test_the_week_of_china_s_national_day_is_closed_before_it_is_announced() -> None:
    (china,) = (calendar for calendar in CALENDARS if calendar.id == "cn")
    days = {holiday.slug: holiday for holiday in holidays_of(china)}
    week, moved = days["cn-national-week"], days["cn-moved"]
    assert [str(day) for day in week.days[:4]] == [f"2027-10-0{day}" for day in range(4, 8)]
    assert week.official_through == date(2026, 12, 31)
    assert date(2026, 10, 6) in moved.days
    assert not set(week.days) & set(moved.days)


@pytest.mark.parametrize(
    ("year", "day"),
    [
        (2027, date(2027, 12, 28)),
        (2024, date(2024, 12, 27)),
        (2025, date(2025, 12, 26)),
    ],
)
def test_the_last_working_day_is_the_28th_or_the_friday_before(year: int, day: date) -> None:
    assert last_working_day(year) == day
