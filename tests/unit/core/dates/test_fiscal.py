from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.core.dates import FiscalYear, PartialDate


@pytest.mark.parametrize(
    ("day", "start"),
    [
        (date(2019, 3, 31), 2018),
        (date(2019, 4, 1), 2019),
        (date(2019, 5, 1), 2019),
        (date(2031, 12, 1), 2031),
        (date(2032, 1, 11), 2031),
        (date(2032, 3, 31), 2031),
        (date(2032, 4, 1), 2032),
        (PartialDate(2031, 12), 2031),
        (PartialDate(2032, 3), 2031),
        (PartialDate(2027, 5, 19), 2027),
    ],
)
def test_fiscal_year_starts_in_april(day: date | PartialDate, start: int) -> None:
    assert FiscalYear.of(day) == FiscalYear(start)


def test_bare_year_has_no_single_fiscal_year() -> None:
    with pytest.raises(ValueError, match="two fiscal years"):
        FiscalYear.of(PartialDate(2027))


def test_fiscal_year_runs_from_april_to_march() -> None:
    year = FiscalYear(2031)
    assert (year.first_day, year.last_day) == (date(2031, 4, 1), date(2032, 3, 31))


def test_fiscal_year_knows_its_neighbours_its_number_and_its_name() -> None:
    year = FiscalYear(2027)
    assert (year.previous, year.next) == (FiscalYear(2026), FiscalYear(2028))
    assert (int(year), str(year)) == (2027, "FY2027")
    assert FiscalYear(2026) < year


@pytest.mark.parametrize(
    ("day", "inside"),
    [
        (date(2027, 3, 31), False),
        (date(2027, 4, 1), True),
        (date(2028, 3, 31), True),
        (date(2028, 4, 1), False),
        (PartialDate(2027, 3), False),
        (PartialDate(2028, 3), True),
        (PartialDate(2027), False),
    ],
)
def test_fiscal_year_contains_what_lies_wholly_in_it(day: date | PartialDate, inside: bool) -> None:
    assert (day in FiscalYear(2027)) is inside


@pytest.mark.parametrize("start", [0, 9999])
def test_fiscal_year_refuses_years_the_calendar_lacks(start: int) -> None:
    with pytest.raises(ValueError, match="year"):
        FiscalYear(start)


@given(st.dates(min_value=date(2, 4, 1), max_value=date(9998, 3, 31)))
def test_every_day_lies_in_its_own_fiscal_year_only(day: date) -> None:
    year = FiscalYear.of(day)
    assert [day in other for other in (year.previous, year, year.next)] == [False, True, False]
