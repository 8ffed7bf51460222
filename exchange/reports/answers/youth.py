"""Pupils who took part with a partner: as corrected, for staff; and what may leave the office."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from exchange.core.dates import FiscalYear
from exchange.indicators.suppression import SMALLEST_SHOWN
from exchange.youth.enums.closing import CorrectionKind
from exchange.youth.rules.corrections import corrected, totals_of

if TYPE_CHECKING:
    from exchange.youth.models import Correction
    from exchange.youth.rules.corrections import Presence


@dataclass(frozen=True, slots=True)
class YouthYear:
    """Participations with the partner that count, in one fiscal year."""

    person_times: int
    #: None: so few that it is not told.
    unique: int | None


@dataclass(frozen=True, slots=True)
class Youth:
    """Participations with the partner by fiscal year; a year that is not told is None."""

    #: Up to the end of the period, for the running total begins before it.
    years: Mapping[int, YouthYear | None]
    #: Different persons in the years of the period; None: not told.
    unique: int | None

    def person_times(self, first: FiscalYear, last: FiscalYear | None = None) -> int | None:
        """Return how often somebody took part in some years; None: one of them is not told."""
        there = [
            found
            for year, found in self.years.items()
            if first.start <= year and (last is None or year <= last.start)
        ]
        told = [found.person_times for found in there if found is not None]
        return sum(told) if len(told) == len(there) else None


def read_youth(
    rows: Iterable["Presence"],
    corrections: Collection["Correction"],
    first: FiscalYear,
    persons: Mapping[str, str],
) -> Youth:
    """Count a partner's rows of the ledger with what corrections say of them.

    `persons` is as whom merged ones count today: so they do over the years of the period.
    """
    counted = corrected(rows, corrections)
    totals = {row.fiscal_year: totals_of(counted, row.fiscal_year) for row in counted}
    unique = {persons.get(row.own, row.own) for row in counted if row.fiscal_year >= first.start}
    numbers = [each for each in corrections if each.kind is CorrectionKind.NUMBER]
    years = {
        year: YouthYear(each.person_times, each.unique_persons) for year, each in totals.items()
    }
    for each in numbers:
        there = years.get(each.fiscal_year, YouthYear(0, 0))
        years[each.fiscal_year] = YouthYear(
            there.person_times + each.person_times, (there.unique or 0) + each.unique_persons
        )
    later = sum(each.unique_since for each in numbers if each.fiscal_year >= first.start)
    return Youth(years, len(unique) + later)


def told(youth: Youth, shown: Collection[int], first: FiscalYear) -> Youth:
    """Return what may be printed and read aloud: of the years whose number public tables show.

    What runs over several years would tell the one that is hidden, so it is hidden with it.
    """
    years = {
        year: YouthYear(found.person_times, _told(found.unique))
        if found and year in shown
        else None
        for year, found in youth.years.items()
    }
    unique = _told(youth.unique) if Youth(years, None).person_times(first) is not None else None
    return Youth(years, unique)


def _told(unique: int | None) -> int | None:
    return None if unique is None or unique < SMALLEST_SHOWN else unique
