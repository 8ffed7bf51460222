"""Values of indicators in reports: sealed beside corrected, provisional, missing, 未設定."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from exchange.core.database import Localized
from exchange.indicators.enums import Method, Reach, ReadingKind, YearBasis
from exchange.indicators.models import Indicator, IndicatorTarget
from exchange.indicators.queries.youth import Figure, Rule, YearReading, YouthReading
from exchange.reports.figures import Value, gap_said, of_year, said, target_said, youth_values
from exchange.reports.years.midterm import path_to
from exchange.youth.rules.counting import Totals

RULE = Rule(
    version=1,
    default=ReadingKind.RUNNING_TOTAL,
    since_year=2024,
    reason="",
    first_year=2024,
    hosts_count=False,
    reach=next(iter(Reach)),
    online_counts=False,
    early_return_counts=True,
    locked_at=datetime(2026, 4, 1, tzinfo=UTC),
    locked_by="見本課長",
    lock_reason="見本",
)
READING = YouthReading(
    as_of=date(2026, 11, 22),
    rule=RULE,
    title=Localized({"ja": "見本"}),
    ja_official=True,
    first_year=2024,
    baseline=Figure(14, 2023),
    target=Figure(30, 2031),
    targets={2027: None, 2031: 30},
    person_times=17,
    unique_since_start=9,
    fiscal_years={
        2023: YearReading(5, 5, None, closed=False),
        2025: YearReading(13, 9, 27, closed=True, published=Totals(14, 9), published_running=28),
        2026: YearReading(4, 4, 31, closed=False),
    },
    breaks=(),
    contains_demo=False,
)


def indicator(**changes: Any) -> Indicator:  # noqa: ANN401 - any of its columns
    values: dict[str, Any] = {
        "decimals": 0,
        "baseline": Decimal(14),
        "baseline_year": 2023,
        "year_basis": YearBasis.FISCAL,
        "method": Method.YOUTH_PARTICIPATION,
    }
    found = Indicator(**(values | changes))
    found.targets = [
        IndicatorTarget(year=2027, value=None),
        IndicatorTarget(year=2031, value=Decimal(30)),
    ]
    return found


@pytest.mark.parametrize(
    ("reading", "figures"),
    [
        (ReadingKind.RUNNING_TOTAL, [(2025, 27, 28), (2026, 31, None)]),
        (ReadingKind.PERSON_TIMES, [(2023, 5, None), (2025, 13, 14), (2026, 4, None)]),
        (ReadingKind.UNIQUE_PERSONS, [(2026, 23, None)]),
    ],
)
def test_a_sealed_figure_stands_beside_the_corrected_one(
    reading: ReadingKind, figures: list[tuple[int, int, int | None]]
) -> None:
    found = youth_values(replace(READING, rule=replace(RULE, default=reading)))
    shown: list[Any] = [(each.year, each.figure, each.published) for each in found]
    assert shown == figures
    assert not any(each.provisional for each in found)


def test_a_cell_says_the_year_what_was_sealed_and_what_is_missing() -> None:
    value = Value(Decimal(27), 2025, (), provisional=True, published=Decimal(28))
    cell: list[Any] = list(said(indicator(), value))
    assert (cell[0], [each.id for each in cell[1:]]) == (
        "27",
        ["reports.value.year", "reports.value.published", "reports.value.provisional"],
    )
    nothing: Any = said(indicator(), None)[0]
    assert nothing.id == "reports.value.none"


@pytest.mark.parametrize(
    ("value", "provisional", "expected"),
    [
        (30, False, "reports.value.reached"),
        (31, False, "reports.value.reached"),
        (29, False, "reports.value.gap"),
        (31, True, "reports.value.unsettled"),
    ],
)
def test_a_target_is_reached_or_not_unless_the_rule_is_open(
    value: int, provisional: bool, expected: str
) -> None:
    found: Any = gap_said(indicator(), Value(Decimal(value), 2026, (), provisional), 2031)
    assert found.id == expected


def test_a_missing_target_is_never_nought_nor_judged_and_its_path_is_a_line() -> None:
    unset: Any = target_said(indicator(), 2027)
    assert unset.id == "reports.value.unset"
    assert gap_said(indicator(), Value(Decimal(20), 2026, ()), 2027) is None
    assert target_said(indicator(), 2031) == "30"
    assert [path_to(indicator(), year, 2031) for year in (2023, 2027, 2031)] == [None, "22", None]
    assert path_to(indicator(), 2027, 2027) is None


def test_a_year_without_a_value_has_none_but_a_survey_s_last_one_stands() -> None:
    values = [Value(Decimal(20), 2024, ())]
    assert of_year(indicator(), values, 2025) is None
    assert of_year(indicator(year_basis=YearBasis.SURVEY), values, 2025) == values[0]
    assert of_year(indicator(), values, 2023) is None
