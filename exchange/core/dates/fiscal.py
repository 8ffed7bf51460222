"""The city's fiscal year: April to March, named by the calendar year in which it starts."""

from dataclasses import dataclass
from datetime import date
from typing import Self

from exchange.core.dates.partial import PartialDate, Precision

_FIRST_MONTH = 4


@dataclass(frozen=True, order=True, slots=True)
class FiscalYear:
    """A fiscal year; `int()` gives the year in which it starts."""

    start: int

    def __post_init__(self) -> None:
        date(self.start, _FIRST_MONTH, 1)
        date(self.start + 1, _FIRST_MONTH - 1, 31)

    @classmethod
    def of(cls, day: date | PartialDate) -> Self:
        """Return the fiscal year of a day or month; raise ValueError for a bare year (it has two).

        An instant has no fiscal year before it has a day: convert it to the office's zone first.
        """
        if isinstance(day, PartialDate):
            if day.precision is Precision.YEAR:
                raise ValueError(f"{day} lies in two fiscal years")
            day = day.earliest
        return cls(day.year if day.month >= _FIRST_MONTH else day.year - 1)

    @property
    def first_day(self) -> date:
        """Return 1 April."""
        return date(self.start, _FIRST_MONTH, 1)

    @property
    def last_day(self) -> date:
        """Return 31 March."""
        return date(self.start + 1, _FIRST_MONTH - 1, 31)

    @property
    def next(self) -> Self:
        """Return the fiscal year after this one."""
        return type(self)(self.start + 1)

    @property
    def previous(self) -> Self:
        """Return the fiscal year before this one."""
        return type(self)(self.start - 1)

    def __contains__(self, day: date | PartialDate) -> bool:
        known = day if isinstance(day, PartialDate) else PartialDate.of(day)
        return self.first_day <= known.earliest and known.latest <= self.last_day

    def __int__(self) -> int:
        return self.start

    def __str__(self) -> str:
        return f"FY{self.start}"
