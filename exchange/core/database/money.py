"""Amounts of money in the database: two columns, one value."""

from typing import Any

from sqlalchemy import BigInteger
from sqlalchemy.orm import Composite, composite, mapped_column

from exchange.core.amounts import Money
from exchange.core.database.columns import bytewise


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
