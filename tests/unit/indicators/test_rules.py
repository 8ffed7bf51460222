"""Figures are printed as the source prints them."""

from datetime import date
from decimal import Decimal

import pytest

from exchange.core.database import Localized
from exchange.indicators.enums import Reach, ReadingKind
from exchange.indicators.queries.youth import Figure, Rule, YearReading, YouthReading
from exchange.indicators.rules import figure_text, measured, optional_figure_text


@pytest.mark.parametrize(
    ("value", "decimals", "printed"),
    [
        (Decimal("342649.00"), 0, "342,649"),
        (Decimal("24.50"), 1, "24.5"),
        (Decimal("50.00"), 1, "50"),
        (Decimal("0"), 0, "0"),
        (14, 0, "14"),
        (Decimal("1234.56"), 1, "1,234.6"),
    ],
)
def test_a_figure_has_groups_and_only_the_decimals_it_needs(
    value: Decimal, decimals: int, printed: str
) -> None:
    assert figure_text(value, decimals) == printed


def test_a_missing_figure_stays_missing() -> None:
    assert optional_figure_text(None, 0) is None
    assert optional_figure_text(Decimal(0), 0) == "0"


@pytest.mark.parametrize(
    ("default", "years", "figure"),
    [
        (ReadingKind.RUNNING_TOTAL, (2024, 2025), 30),
        (ReadingKind.UNIQUE_PERSONS, (2024, 2025), 23),
        (ReadingKind.PERSON_TIMES, (2024, 2025), 7),
        (ReadingKind.PERSON_TIMES, (), 0),
    ],
)
def test_the_default_reading_says_which_figure_stands_against_the_target(
    default: ReadingKind, years: tuple[int, ...], figure: int
) -> None:
    rule = Rule(
        version=1,
        default=default,
        since_year=2024,
        reason="",
        first_year=2024,
        hosts_count=False,
        reach=Reach.LIVING,
        online_counts=False,
        early_return_counts=False,
        locked_at=None,
        locked_by=None,
        lock_reason=None,
    )
    reading = YouthReading(
        as_of=date(2026, 11, 25),
        rule=rule,
        title=Localized({"ja": "参加者数"}),
        ja_official=True,
        first_year=2024,
        baseline=Figure(14, 2023),
        target=None,
        targets={},
        person_times=16,
        unique_since_start=9,
        fiscal_years={
            year: YearReading(year - 2018, 5, running_total=None, closed=False) for year in years
        },
        breaks=(),
        contains_demo=False,
    )
    assert measured(reading) == figure
