"""Rules of budgets, one by one; and that sums add up to the yen."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.budgets.enums import Amount, Payer
from exchange.budgets.models import BudgetHeading, BudgetLine
from exchange.budgets.rules import (
    LinePlan,
    Sums,
    ensure_amounts,
    ensure_payer,
    ensure_year,
    in_force,
    left_of,
    split,
    sums_of,
    sunk,
    total,
    totals_by,
    with_foreign,
    years_of,
)
from exchange.core.amounts import Money
from exchange.core.database import uuid7
from exchange.core.errors import DomainError
from exchange.delegations.enums import VisitState

HEADING = uuid7()
DAY = date(2026, 11, 20)
YEN = st.none() | st.integers(min_value=0, max_value=10**12)


def plan(**changes: Any) -> LinePlan:  # noqa: ANN401 - any of its fields
    values: dict[str, Any] = {"heading_id": HEADING, "content": "通訳", "fiscal_year": 2026}
    return LinePlan(**(values | changes))


def made(**columns: Any) -> BudgetLine:  # noqa: ANN401 - any column
    values: dict[str, Any] = {"id": uuid7(), "fiscal_year": 2026, "payer": Payer.CITY}
    return BudgetLine(**(values | dict.fromkeys(Amount) | columns))


@st.composite
def lines(draw: st.DrawFn) -> BudgetLine:
    committed = draw(YEN)
    spent = draw(st.none() | st.integers(0, committed if committed is not None else 10**12))
    return made(
        heading_id=draw(st.sampled_from([7, 8, 12])),
        payer=draw(st.sampled_from(Payer)),
        fiscal_year=draw(st.sampled_from([2025, 2026, 2027])),
        requested=draw(YEN),
        budgeted=draw(YEN),
        committed=committed,
        spent=spent,
    )


@given(st.lists(lines(), max_size=40))
def test_totals_by_heading_payer_and_year_add_up_to_the_lines_to_the_yen(
    found: list[BudgetLine],
) -> None:
    whole = total(found)
    for totals in (
        totals_by(found, lambda line: line.heading_id),
        totals_by(found, lambda line: line.payer),
        totals_by(found, lambda line: line.fiscal_year),
    ):
        assert sum(totals.values(), Sums()) == whole
    for name in Amount:
        assert getattr(whole, name) == sum(Decimal(getattr(line, name) or 0) for line in found)
    assert whole.left == whole.budgeted - whole.bound
    assert all(isinstance(figure, int) for figure in (whole.left, whole.bound))


@given(lines(), st.data())
def test_the_two_parts_of_a_line_add_up_to_it_to_the_yen(
    line: BudgetLine, data: st.DataObject
) -> None:
    part: dict[Amount, int | None] = {
        name: data.draw(st.integers(0, whole))
        if (whole := getattr(line, name)) is not None
        else None
        for name in Amount
    }
    try:
        rest = split(line, part)
    except DomainError:  # each refusal has its case below
        return
    for name in Amount:
        assert (rest[name] or 0) + (part[name] or 0) == (getattr(line, name) or 0)


@pytest.mark.parametrize(
    ("amounts", "left", "bound"),
    [
        ({}, 0, 0),
        ({"requested": 9}, 0, 0),
        ({"budgeted": 10}, 10, 0),
        ({"budgeted": 10, "committed": 7}, 3, 7),
        ({"budgeted": 10, "committed": 7, "spent": 5}, 3, 7),
        ({"budgeted": 10, "spent": 5}, 5, 5),
        ({"committed": 7}, -7, 7),
    ],
)
def test_what_is_left_is_the_budget_without_what_is_bound(
    amounts: dict[str, int], left: int, bound: int
) -> None:
    line = plan(**amounts)
    assert (left_of(line), sums_of(line).bound) == (left, bound)


@pytest.mark.parametrize(
    ("amounts", "new", "field"),
    [
        ({"requested": 0}, True, None),
        ({"spent": 5}, True, None),
        ({}, False, None),
        ({"committed": 5, "spent": 5}, True, None),
        ({}, True, "requested"),
        ({"committed": 5, "spent": 6}, False, "spent"),
    ],
)
def test_a_new_line_has_an_amount_and_pays_what_was_committed(
    amounts: dict[str, int], new: bool, field: str | None
) -> None:
    if field is None:
        ensure_amounts(plan(**amounts), new=new)
        return
    with pytest.raises(DomainError) as caught:
        ensure_amounts(plan(**amounts), new=new)
    assert caught.value.field == field


def test_another_body_has_a_name() -> None:
    ensure_payer(plan(payer=Payer.OTHER, payer_name="見本財団"))
    ensure_payer(plan(payer=Payer.PREFECTURE))
    with pytest.raises(DomainError) as caught:
        ensure_payer(plan(payer=Payer.OTHER))
    assert caught.value.field == "payer_name"


EURO = Money(120_000, "EUR")
RATE = Decimal("165.32")


@pytest.mark.parametrize(
    ("requested", "foreign", "rate", "day", "found"),
    [
        (None, None, None, None, None),
        (5, None, None, None, 5),
        (None, EURO, RATE, DAY, 198_384),
        (198_384, EURO, RATE, DAY, 198_384),
        (1, EURO, RATE, DAY, "requested"),
        (None, None, RATE, DAY, "foreign"),
        (None, EURO, None, DAY, "rate"),
        (None, EURO, Decimal(0), DAY, "rate"),
        (None, EURO, Decimal(-1), DAY, "rate"),
        (None, EURO, RATE, None, "rate_on"),
    ],
)
def test_a_request_is_reckoned_from_amount_rate_and_day(
    requested: int | None,
    foreign: Money | None,
    rate: Decimal | None,
    day: date | None,
    found: int | str | None,
) -> None:
    if not isinstance(found, str):
        assert with_foreign(requested, foreign, rate, day) == found
        return
    with pytest.raises(DomainError) as caught:
        with_foreign(requested, foreign, rate, day)
    assert caught.value.field == found


@pytest.mark.parametrize("amount", [Amount.COMMITTED, Amount.SPENT])
def test_commitment_and_payment_are_reckoned_the_same_and_refused_on_their_own_cells(
    amount: Amount,
) -> None:
    assert with_foreign(None, EURO, RATE, DAY, amount=amount) == 198_384
    for wrong, field in (
        ((None, EURO, Decimal(0), DAY), f"{amount.value}_rate"),
        ((None, EURO, RATE, None), f"{amount.value}_rate_on"),
        ((None, None, RATE, DAY), f"{amount.value}_foreign"),
        ((1, EURO, RATE, DAY), amount.value),
    ):
        with pytest.raises(DomainError) as caught:
            with_foreign(*wrong, amount=amount)
        assert caught.value.field == field


def test_a_visit_over_the_end_of_march_lies_in_two_fiscal_years() -> None:
    found = years_of(date(2027, 3, 30), date(2027, 4, 2))
    assert [year.start for year in found] == [2026, 2027]


@pytest.mark.parametrize(
    ("year", "accepted"), [(2024, False), (2025, True), (2028, True), (2029, False)]
)
def test_a_cost_lies_at_most_a_year_around_its_visit(year: int, accepted: bool) -> None:
    days = date(2027, 3, 30), date(2027, 4, 2)
    if accepted:
        ensure_year(year, *days)
        return
    with pytest.raises(DomainError) as caught:
        ensure_year(year, *days)
    assert caught.value.field == "year"


@pytest.mark.parametrize(
    ("since", "until", "year", "used"),
    [
        (2020, None, 2026, True),
        (2020, None, 2019, False),
        (2000, 2019, 2019, True),
        (2000, 2019, 2020, False),
    ],
)
def test_a_heading_is_used_in_its_years(
    since: int, until: int | None, year: int, used: bool
) -> None:
    assert in_force(BudgetHeading(since=since, until=until), year) is used


@pytest.mark.parametrize(
    ("part", "field"),
    [
        ({Amount.REQUESTED: 11}, "requested"),
        ({Amount.BUDGETED: 1}, "budgeted"),
        ({Amount.REQUESTED: 0}, "requested"),
        ({}, "requested"),
        ({Amount.COMMITTED: 6}, "spent"),
        ({Amount.COMMITTED: 1, Amount.SPENT: 2}, "spent"),
    ],
)
def test_a_part_is_within_its_line(part: Mapping[Amount, int], field: str) -> None:
    line = made(requested=10, committed=8, spent=4)
    with pytest.raises(DomainError) as caught:
        split(line, part)
    assert caught.value.field == field


def test_what_does_not_take_place_has_cost_what_is_bound() -> None:
    sums = total([plan(committed=7, spent=3), plan(spent=2)])
    assert sunk(sums, VisitState.CANCELLED) == sunk(sums, VisitState.POSTPONED) == 9
    assert sunk(sums, VisitState.CLOSED) is None
