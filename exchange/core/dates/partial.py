"""A date no finer than its source: a year, a month of a year, or a day. Never padded."""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import total_ordering
from typing import Final, Self

_ISO: Final = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


class Precision(StrEnum):
    """How much of a date is known."""

    YEAR = "year"
    MONTH = "month"
    DAY = "day"


@total_ordering
@dataclass(frozen=True, slots=True)
class PartialDate:
    """A year, year and month, or full day; sorts as its earliest day, the coarser one first.

    `str()` is ISO 8601 text of the same precision, and sorts like the value itself.
    """

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if self.month is None and self.day is not None:
            raise ValueError("a day needs its month")
        date(self.year, self.month or 1, self.day or 1)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `2012`, `2012-05` or `2012-05-03`; raise ValueError on anything else."""
        if not (found := _ISO.fullmatch(text)):
            raise ValueError(f"not an ISO 8601 year, month or day: {text!r}")
        year, month, day = (None if part is None else int(part) for part in found.groups())
        if year is None or 0 in (year, month, day):
            raise ValueError(f"no such date: {text!r}")
        return cls(year, month, day)

    @classmethod
    def of(cls, day: date) -> Self:
        """Return a calendar day as a full date."""
        return cls(day.year, day.month, day.day)

    @property
    def precision(self) -> Precision:
        """Say how much is known."""
        if self.month is None:
            return Precision.YEAR
        return Precision.MONTH if self.day is None else Precision.DAY

    @property
    def earliest(self) -> date:
        """Return the first day it may be."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def latest(self) -> date:
        """Return the last day it may be."""
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    def contains(self, other: "PartialDate | date") -> bool:
        """Say whether every day `other` may be is a day this may be."""
        inner = PartialDate.of(other) if isinstance(other, date) else other
        return self.earliest <= inner.earliest and inner.latest <= self.latest

    def refines(self, other: "PartialDate") -> bool:
        """Say whether this is finer than `other` and lies inside it."""
        return self != other and other.contains(self)

    def conflicts_with(self, other: "PartialDate") -> bool:
        """Say whether the two cannot both hold."""
        return not (self.contains(other) or other.contains(self))

    def to_date(self) -> date:
        """Return the day; raise ValueError when no day is known."""
        if self.day is None:
            raise ValueError(f"{self} has no day")
        return self.earliest

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, PartialDate):
            return NotImplemented
        return str(self) < str(other)

    def __str__(self) -> str:
        parts = [f"{self.year:04}", *(f"{n:02}" for n in (self.month, self.day) if n is not None)]
        return "-".join(parts)


def anniversary(base: PartialDate, year: int) -> PartialDate:
    """Return the anniversary of `base` in `year`, as precise as `base`.

    An anniversary of 29 February falls on 28 February in common years.
    """
    if (base.month, base.day) == (2, 29) and not calendar.isleap(year):
        return PartialDate(year, 2, 28)
    return PartialDate(year, base.month, base.day)
