"""How far an indicator is, by hand-computed answers."""

from datetime import date
from decimal import Decimal
from typing import Final

import pytest

from exchange.core.dates import FiscalYear
from exchange.core.messages import message
from exchange.indicators.enums import YearBasis
from exchange.indicators.models import Indicator, IndicatorTarget
from exchange.indicators.progress import (
    Latest,
    has_value,
    is_running,
    next_target,
    progress_of,
    shown_year,
    straight_line,
)

TODAY: Final = date(2026, 11, 25)
FISCAL, CALENDAR, SURVEY = YearBasis.FISCAL, YearBasis.CALENDAR, YearBasis.SURVEY


Targets = dict[int, int | None]


def promotions(targets: Targets | None = None, *, basis: YearBasis = FISCAL) -> Indicator:
    """Return 33 in 2022, and what the source sets for 2027 and 2031."""
    found: Targets = {2027: 45, 2031: 60, **(targets or {})}
    return Indicator(
        decimals=1,
        year_basis=basis,
        baseline=Decimal(33),
        baseline_year=2022,
        targets=[
            IndicatorTarget(year=year, value=None if value is None else Decimal(value))
            for year, value in found.items()
        ],
    )


@pytest.mark.parametrize(
    ("year", "targets", "value"),
    [
        (2022, {}, None),  # printed by the source itself
        (2024, {}, Decimal("37.8")),  # 33 + 12 x 2/5
        (2027, {}, None),
        (2029, {}, Decimal("52.5")),  # 45 + 15 x 2/4
        (2031, {}, None),
        (2032, {}, None),
        (2027, {2027: None}, Decimal(48)),  # 33 + 27 x 5/9
        (2024, {2027: None, 2031: None}, None),
    ],
)
def test_the_line_runs_through_what_the_source_sets(
    year: int, targets: Targets, value: Decimal | None
) -> None:
    assert straight_line(promotions(targets), year) == value


@pytest.mark.parametrize(
    ("year", "targets", "found"),
    [
        (2026, {}, (2027, Decimal(45))),
        (2027, {}, (2027, Decimal(45))),
        (2028, {}, (2031, Decimal(60))),
        (2032, {}, (2031, Decimal(60))),
        (2026, {2027: None}, (2031, Decimal(60))),
        (2026, {2027: None, 2031: None}, None),
    ],
)
def test_the_next_target_is_one_that_is_set(
    year: int, targets: Targets, found: tuple[int, Decimal] | None
) -> None:
    assert next_target(promotions(targets), year) == found


@pytest.mark.parametrize(
    ("basis", "year", "running"),
    [
        (FISCAL, 2025, False),
        (FISCAL, 2026, True),
        (CALENDAR, 2025, False),
        (CALENDAR, 2026, True),
        (SURVEY, 2025, False),
    ],
)
def test_a_year_runs_until_it_is_over(basis: YearBasis, year: int, running: bool) -> None:
    assert is_running(promotions(basis=basis), year, TODAY) is running


def test_a_year_is_shown_by_the_basis_of_its_indicator() -> None:
    assert [shown_year(promotions(basis=basis), 2026) for basis in (FISCAL, CALENDAR, SURVEY)] == [
        FiscalYear(2026),
        message("strategy.activities.calendar_year", year="2026"),
        message("indicators.progress.survey_year", year="2026"),
    ]


@pytest.mark.parametrize(
    ("value", "gap"), [(Decimal("40.5"), "4.5"), (Decimal(45), "0"), (Decimal(50), "0")]
)
def test_the_gap_is_what_is_missing_and_never_less_than_nothing(value: Decimal, gap: str) -> None:
    found = progress_of(promotions(), Latest(value, 2025), TODAY)
    assert (found.target_year, found.gap, found.reference) == (2027, gap, "40.2")


def test_without_a_target_there_is_neither_gap_nor_line() -> None:
    indicator = promotions({2027: None, 2031: None})
    found = progress_of(indicator, Latest(Decimal(40), 2025, contains_demo=True), TODAY)
    assert (found.value, found.target_year, found.gap, found.reference) == ("40", None, None, None)
    assert (found.running, found.contains_demo) == (False, True)


@pytest.mark.parametrize(
    ("basis", "year", "known"),
    [
        (FISCAL, 2024, False),
        (FISCAL, 2025, True),
        (FISCAL, 2026, False),
        (SURVEY, 2024, False),
        (SURVEY, 2025, True),
        (SURVEY, 2026, True),  # it is not held every year
    ],
)
def test_a_year_has_a_value_of_its_own_or_of_an_earlier_survey(
    basis: YearBasis, year: int, known: bool
) -> None:
    values = [Latest(Decimal(1), 2025)]
    assert has_value(promotions(basis=basis), values, year) is known
