"""Amounts of money: whole minor units and their currency, never a fraction of binary."""

import re
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import BigInteger
from sqlalchemy.orm import Composite, composite, mapped_column

from exchange.core.database.columns import bytewise

_CURRENCY: Final = re.compile(r"[A-Z]{3}")


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
        if not _CURRENCY.fullmatch(self.currency):
            raise ValueError(f"not an ISO 4217 code: {self.currency!r}")


def money(name: str, *, nullable: bool = False) -> Composite[Any]:
    """Return an attribute of two columns, `<name>_minor` and `<name>_currency`.

    Use it as `price: Mapped[Money] = money("price")`; two nulls are None where that is allowed.
    """
    minor = mapped_column(f"{name}_minor", BigInteger, nullable=nullable)
    currency = mapped_column(f"{name}_currency", bytewise(3), nullable=nullable)
    if nullable:
        return composite(Money, minor, currency, return_none_on=_both_missing)
    return composite(Money, minor, currency)


def _both_missing(minor: int | None, currency: str | None) -> bool:
    return minor is None and currency is None
