"""What may be reported for a year, and which entry stands."""

from contextlib import nullcontext
from datetime import date
from decimal import Decimal
from typing import Final

import pytest

from exchange.core.database import Localized
from exchange.core.errors import DomainError, TransitionError
from exchange.indicators.enums import Method, ValueStep, YearBasis
from exchange.indicators.models import Indicator, IndicatorValue
from exchange.indicators.reported import (
    ensure_reason,
    ensure_reported,
    ensure_value,
    ensure_year,
    standing,
    waiting,
)

TODAY: Final = date(2027, 2, 1)
ENTERED, RETURNED = ValueStep.ENTERED, ValueStep.RETURNED
ACCEPTED, CORRECTED = ValueStep.ACCEPTED, ValueStep.CORRECTED


def survey(unit: str = "％", basis: YearBasis = YearBasis.SURVEY, decimals: int = 1) -> Indicator:
    return Indicator(
        unit=Localized({"ja": unit}), year_basis=basis, decimals=decimals, baseline_year=2023
    )


def entries(*steps: ValueStep) -> list[IndicatorValue]:
    return [IndicatorValue(number=number, step=step) for number, step in enumerate(steps, start=1)]


@pytest.mark.parametrize("method", list(Method))
def test_what_is_counted_is_entered_to_correct_a_closed_year_alone(method: Method) -> None:
    counted = [] if method is Method.REPORTED else [False]
    counted += [True] if method is Method.YOUTH_PARTICIPATION else []
    for closed in (False, True):
        with pytest.raises(DomainError) if closed in counted else nullcontext():
            ensure_reported(Indicator(method=method), closed=closed)


@pytest.mark.parametrize(
    ("basis", "year", "possible"),
    [
        (YearBasis.SURVEY, 2022, False),
        (YearBasis.SURVEY, 2023, True),
        (YearBasis.SURVEY, 2027, True),
        (YearBasis.CALENDAR, 2028, False),
        (YearBasis.FISCAL, 2026, True),
        (YearBasis.FISCAL, 2027, False),  # FY2027 begins in April
    ],
)
def test_a_year_has_begun_and_is_not_before_the_baseline(
    basis: YearBasis, year: int, possible: bool
) -> None:
    if possible:
        ensure_year(survey(basis=basis), year, today=TODAY)
        return
    with pytest.raises(DomainError) as refusal:
        ensure_year(survey(basis=basis), year, today=TODAY)
    assert refusal.value.field == "year"


@pytest.mark.parametrize(
    ("unit", "decimals", "value", "reason"),
    [
        ("％", 1, "0", None),
        ("％", 1, "100", None),
        ("％", 1, "75.5", None),
        ("％", 1, "-0.1", "range"),
        ("％", 1, "75.55", "decimals"),
        ("％", 1, "100.1", "percent"),
        ("人", 0, "600000", None),
        ("人", 0, "1.5", "decimals"),
        ("人", 0, "1E12", "range"),
    ],
)
def test_a_value_is_as_fine_as_its_indicator_and_within_the_whole(
    unit: str, decimals: int, value: str, reason: str | None
) -> None:
    indicator = survey(unit, decimals=decimals)
    if reason is None:
        ensure_value(indicator, Decimal(value))
        return
    with pytest.raises(DomainError) as refusal:
        ensure_value(indicator, Decimal(value))
    assert refusal.value.sentence.id == f"indicators.value.error.{reason}"


@pytest.mark.parametrize(
    ("steps", "stands"),
    [
        ([], None),
        ([ENTERED], None),
        ([ENTERED, RETURNED], None),
        ([ENTERED, ACCEPTED], 2),
        ([ENTERED, ACCEPTED, CORRECTED], 3),
        ([ACCEPTED, ENTERED, RETURNED], 1),
    ],
)
def test_the_last_entry_that_was_settled_stands(steps: list[ValueStep], stands: int | None) -> None:
    found = standing(entries(*steps))
    assert (found.number if found else None) == stands


@pytest.mark.parametrize(
    ("steps", "waits"),
    [([], False), ([ENTERED], True), ([ENTERED, RETURNED], False), ([ENTERED, ACCEPTED], False)],
)
def test_only_the_latest_entry_can_wait(steps: list[ValueStep], waits: bool) -> None:
    found = entries(*steps)
    if waits:
        assert waiting(found) is found[-1]
        return
    with pytest.raises(TransitionError):
        waiting(found)


def test_a_reason_is_asked_for() -> None:
    ensure_reason("誤記")
    with pytest.raises(DomainError):
        ensure_reason("")
