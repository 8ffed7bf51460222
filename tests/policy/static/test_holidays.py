"""The closed days are what the law and the published calendars give, in our own words."""

from datetime import date

import pytest

from tests.policy.holiday_days import TARGET, document, last_working_day
from tests.policy.holiday_names import NAMES


def test_the_data_file_is_what_the_package_computes() -> None:
    assert TARGET.read_text("utf-8") == document()


def test_every_day_has_a_name_in_each_language_and_none_twice() -> None:
    for calendar, named in NAMES.items():
        for names in named.values():
            assert all((names.ja, names.en, names.zh)), calendar
            assert names.en.isascii(), names
        assert len({names.en for names in named.values()}) == len(named), calendar


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
