"""Amounts as they are typed, and what they are in yen."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.core.amounts import (
    Money,
    decimals_of,
    ensure_currency,
    major_of,
    parse_decimal,
    parse_money,
    to_yen,
)
from exchange.core.errors import DomainError
from exchange.core.printing import money_text, printed


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("12000", "12000"),
        ("12,000", "12000"),
        ("１２，０００円", "12000"),
        ("¥12,000", "12000"),
        ("￥ 12 000", "12000"),
        ("9.50", "9.50"),
        ("−3", "-3"),
    ],
)
def test_a_number_is_read_in_any_width(text: str, found: str) -> None:
    assert parse_decimal(text) == Decimal(found)


@pytest.mark.parametrize("text", ["", "十二", "1.2.3", "1e5", "NaN", "12k", "1" * 17])
def test_what_is_no_number_is_refused_on_its_field(text: str) -> None:
    with pytest.raises(DomainError) as caught:
        parse_decimal(text, field="value")
    assert (caught.value.field, caught.value.sentence.id) == ("value", "core.amount.unreadable")


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [("1,000", "JPY", 1000), ("9.5", "EUR", 950), ("9.50", "EUR", 950), ("0", "USD", 0)],
)
def test_an_amount_is_kept_in_the_smallest_unit(text: str, currency: str, minor: int) -> None:
    assert parse_money(text, currency) == Money(minor, currency)


@pytest.mark.parametrize(
    ("text", "currency", "sentence"),
    [
        ("-1", "JPY", "core.amount.range"),
        ("1000000000000000", "JPY", "core.amount.range"),
        ("0.5", "JPY", "core.amount.too_fine"),
        ("1.005", "EUR", "core.amount.too_fine"),
    ],
)
def test_an_amount_nobody_can_mean_is_refused(text: str, currency: str, sentence: str) -> None:
    with pytest.raises(DomainError) as caught:
        parse_money(text, currency)
    assert caught.value.sentence.id == sentence


def test_a_currency_is_three_letters() -> None:
    assert ensure_currency(" ｅｕｒ ") == "EUR"
    with pytest.raises(DomainError):
        ensure_currency("ユーロ")


def test_half_a_yen_is_rounded_up() -> None:
    assert to_yen(Money(950, "EUR"), Decimal("165.32")) == 1571  # 1570.54
    assert to_yen(Money(100, "EUR"), Decimal("165.5")) == 166
    assert decimals_of("KRW") == 0


@given(st.integers(min_value=0, max_value=10**12), st.sampled_from(["JPY", "EUR", "KRW"]))
def test_what_is_printed_in_full_is_read_back_the_same(minor: int, currency: str) -> None:
    amount = Money(minor, currency)
    assert parse_money(f"{major_of(amount):,f}", currency) == amount


@pytest.mark.parametrize(
    ("amount", "language", "text"),
    [
        (Money(12000, "JPY"), "ja", "12,000円"),
        (Money(12000, "JPY"), "en", "¥12,000"),
        (Money(12000, "JPY"), "zh-Hant", "12,000日圓"),
        (Money(950, "EUR"), "ja", "EUR 9.50"),
    ],
)
def test_an_amount_is_printed_as_the_language_does(amount: Money, language: str, text: str) -> None:
    assert money_text(amount, language) == printed(amount, language) == text
