"""Anniversaries: counted from the adopted date, as precise as it, never padded."""

from collections.abc import Iterator

import pytest

from exchange.agreements.rules import Anniversary, anniversaries, disputed_anniversaries
from exchange.core.dates import FiscalYear, PartialDate
from tests.factories.agreements import basis, claim, reference_bases

#: The city's milestones of the strategy's years: fiscal year → (basis, claim, ordinal, date).
MILESTONES = {
    2024: [
        ("guilin-affiliation", "adopted", 45, "2024-10-01"),
        ("rome-ga-takeover", "disputed", 15, "2025-03-23"),
    ],
    2025: [
        ("ulsan-affiliation", "adopted", 15, "2025-04"),
        ("rome-ga-affiliation", "adopted", 30, "2025-05-29"),
        ("rome-ga-takeover", "adopted", 10, "2025-06"),
    ],
    2026: [("kaohsiung-affiliation", "adopted", 10, "2027-01-11")],
    2027: [
        ("heidelberg-affiliation", "adopted", 35, "2027-05-19"),
        ("san-antonio-affiliation", "adopted", 40, "2027-12-28"),
        ("aix-en-provence-affiliation", "adopted", 15, "2028-02-16"),
    ],
    2028: [("suzhou-new-district-affiliation", "adopted", 15, "2028-05")],
    2029: [
        ("guilin-affiliation", "adopted", 50, "2029-10-01"),
        ("rome-ga-takeover", "disputed", 20, "2030-03-23"),
    ],
    2030: [
        ("ulsan-affiliation", "adopted", 20, "2030-04"),
        ("rome-ga-affiliation", "adopted", 35, "2030-05-29"),
        ("rome-ga-takeover", "adopted", 15, "2030-06"),
    ],
    2031: [("kaohsiung-affiliation", "adopted", 15, "2032-01-11")],
}


def counted(text: str, year: int) -> Anniversary:
    """Return the one anniversary of a date in a year."""
    (found,) = anniversaries(basis(), [claim(text, adopted=True)], first_year=year, last_year=year)
    return found


def all_milestones() -> Iterator[tuple[str, str, int, str]]:
    for slug, (found, agreement) in reference_bases().items():
        for kind, count in (("adopted", anniversaries), ("disputed", disputed_anniversaries)):
            for one in count(found, agreement.claims, first_year=2024, last_year=2032):
                if one.milestone:
                    yield slug, kind, one.ordinal, str(one.date)


@pytest.mark.parametrize("year", MILESTONES)
def test_the_milestones_of_a_fiscal_year_are_those_of_the_table(year: int) -> None:
    ours = [row for row in all_milestones() if PartialDate.parse(row[3]) in FiscalYear(year)]
    assert sorted(ours, key=lambda row: row[3]) == MILESTONES[year]


def test_rome_is_thirty_in_2025_whichever_takeover_is_right() -> None:
    rome, agreement = reference_bases()["rome-ga-affiliation"]
    (found,) = anniversaries(rome, agreement.claims, first_year=2025, last_year=2025)
    assert (found.ordinal, str(found.date)) == (30, "2025-05-29")


@pytest.mark.parametrize(
    ("base", "year", "expected"),
    [
        ("1979", 2029, "2029"),
        ("2013-05", 2028, "2028-05"),
        ("1992-05-19", 2027, "2027-05-19"),
        ("1996-02-29", 2027, "2027-02-28"),
        ("1996-02-29", 2028, "2028-02-29"),
        ("1996-02", 2027, "2027-02"),
    ],
)
def test_an_anniversary_is_as_precise_as_its_base(base: str, year: int, expected: str) -> None:
    assert str(counted(base, year).date) == expected


def test_an_anniversary_of_29_february_says_that_it_moved() -> None:
    assert [counted("1996-02-29", year).moved for year in (2027, 2028)] == [True, False]
    assert counted("1996-02", 2027).moved is False


@pytest.mark.parametrize(
    ("ordinal", "milestone", "great"),
    [
        (1, False, False),
        (5, True, False),
        (25, True, True),
        (49, False, False),
        (50, True, True),
        (75, True, False),
        (100, True, True),
    ],
)
def test_milestones_are_fives_and_great_ones_25_50_100(
    ordinal: int, milestone: bool, great: bool
) -> None:
    found = counted("1990-01-01", 1990 + ordinal)
    assert (found.ordinal, found.milestone, found.great) == (ordinal, milestone, great)


def test_counting_begins_a_year_after_the_date() -> None:
    found = anniversaries(
        basis(), [claim("2017-01-11", adopted=True)], first_year=2010, last_year=2019
    )
    assert [one.ordinal for one in found] == [1, 2]


def test_nothing_is_counted_without_an_adopted_date() -> None:
    waiting = [claim("2025-10")]
    assert anniversaries(basis(), waiting, first_year=2026, last_year=2030) == []
    assert disputed_anniversaries(basis(), waiting, first_year=2026, last_year=2030) == []


def test_two_sources_of_one_conflicting_date_are_counted_once() -> None:
    claims = [claim("2015-06", adopted=True), claim("2010-03-23"), claim("2010-03-23")]
    found = disputed_anniversaries(basis(), claims, first_year=2025, last_year=2025)
    assert [(one.ordinal, str(one.date)) for one in found] == [(15, "2025-03-23")]
