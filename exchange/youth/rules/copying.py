"""Next year's edition, made from this year's."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from exchange.core.dates import FiscalYear

_FEBRUARY_29: Final = (2, 29)


def a_year_on(day: date) -> date:
    """Return the same day of the next year; 29 February is kept on the 28th."""
    if (day.month, day.day) == _FEBRUARY_29:
        return date(day.year + 1, 2, 28)
    return day.replace(year=day.year + 1)


def titles_of_next_year(titles: Mapping[str, str], year: int) -> Mapping[str, str]:
    """Return titles with the fiscal year raised by one, where they name it."""
    era, following = _era(year), _era(year + 1)
    return {
        tag: text.replace(str(year), str(year + 1)).replace(era, following)
        for tag, text in titles.items()
    }


def _era(year: int) -> str:
    """Name a fiscal year by its era, as far as Reiwa's second year goes back."""
    number = FiscalYear(year).start - 2018
    return f"令和{number}年度"
