"""Figures are printed as the source prints them."""

from decimal import Decimal

import pytest

from exchange.indicators.rules import figure_text, optional_figure_text


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
