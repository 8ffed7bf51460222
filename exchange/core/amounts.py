"""Amounts of money: whole minor units, typed by people, turned into yen; Decimal, no floats."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from babel.numbers import get_currency_precision

from exchange.core.errors import DomainError
from exchange.core.messages import message

YEN: Final = "JPY"
#: No amount of an exchange is longer; a column holds it on both databases.
_LARGEST: Final = 10**15
_SIGNS: Final = re.compile(r"[\s,'¥\\円]")
_NUMBER: Final = re.compile(r"-?[0-9]{1,16}(?:\.[0-9]{1,6})?")
_CODE: Final = re.compile(r"[A-Z]{3}")


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in the currency's smallest unit: 1,000 yen is (1000, "JPY"), 9.50 € (950, "EUR").

    `currency` is an ISO 4217 code.
    """

    minor: int
    currency: str

    def __post_init__(self) -> None:
        if not isinstance(self.minor, int):
            raise TypeError(f"an amount is whole minor units, not {self.minor!r}")
        if not _CODE.fullmatch(self.currency):
            raise ValueError(f"not an ISO 4217 code: {self.currency!r}")


def parse_decimal(text: str, *, field: str | None = None) -> Decimal:
    """Read a number in any width, with or without separators and yen signs.

    Raises DomainError for what is none.
    """
    plain = _SIGNS.sub("", unicodedata.normalize("NFKC", text)).replace("−", "-")
    if not _NUMBER.fullmatch(plain):
        raise DomainError(message("core.amount.unreadable", text=text), field=field)
    return Decimal(plain)


def parse_money(text: str, currency: str = YEN, *, field: str | None = None) -> Money:
    """Read an amount of a currency; raises DomainError below zero or below its smallest unit."""
    amount = parse_decimal(text, field=field)
    minor = amount.scaleb(decimals_of(currency))
    if amount < 0 or minor >= _LARGEST:
        raise DomainError(message("core.amount.range", text=text), field=field)
    if minor != minor.to_integral_value():
        raise DomainError(message("core.amount.too_fine", currency=currency), field=field)
    return Money(int(minor), currency)


def ensure_currency(code: str, *, field: str | None = None) -> str:
    """Return a currency's code in capitals; raises DomainError for what is none."""
    plain = unicodedata.normalize("NFKC", code).strip().upper()
    if not _CODE.fullmatch(plain):
        raise DomainError(message("core.amount.currency", text=code), field=field)
    return plain


def decimals_of(currency: str) -> int:
    """Return how many digits follow the point in a currency: 0 for yen, 2 for euro."""
    return get_currency_precision(currency)


def major_of(amount: Money) -> Decimal:
    """Return an amount in the unit people speak of: Money(950, "EUR") is 9.50."""
    return Decimal(amount.minor).scaleb(-decimals_of(amount.currency))


def to_yen(amount: Money, rate: Decimal) -> int:
    """Return what an amount is in yen at `rate` yen for one unit, half a yen rounded up."""
    return int((major_of(amount) * rate).to_integral_value(ROUND_HALF_UP))
