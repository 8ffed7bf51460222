"""What an answer sheet is put together from, and the period it covers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from exchange.core.dates import FiscalYear, Precision
from exchange.core.errors import BadRequestError
from exchange.core.messages import message
from exchange.delegations.enums import VisitState

if TYPE_CHECKING:
    from uuid import UUID

    from exchange.agreements.lineage import LineageStep
    from exchange.delegations.models import Visit
    from exchange.delegations.reciprocity import Balance, CycleReading
    from exchange.indicators.queries.youth import YouthReading
    from exchange.partners.models import Partner, PartnerFact
    from exchange.promises.models import Promise
    from exchange.reports.answers.youth import Youth

#: The first fiscal year a sheet may begin with.
EARLIEST: Final = 1945
#: Without an adopted date a sheet goes back this many years.
_WITHOUT_DATE: Final = 10
#: Visits that took place or are taking place.
HELD: Final = frozenset({VisitState.UNDER_WAY, VisitState.CLOSED})


@dataclass(frozen=True, slots=True)
class YearCost:
    """What visits with the partner come to in one fiscal year, in yen."""

    budgeted: int
    #: What the city paid, and what others did.
    spent: int
    spent_by_others: int
    #: Lines without an actual cost.
    missing: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Everything that is on record about a partner in a period."""

    partner: "Partner"
    steps: Sequence["LineageStep"]
    #: The agreements that anniversaries are counted from in public.
    bases: frozenset["UUID"]
    first: FiscalYear
    last: FiscalYear
    #: By first day; drafts are left out.
    visits: Sequence["Visit"]
    #: Members by visit; a visit without a list has no entry.
    people: Mapping["UUID", int]
    #: The whole city's; None before the indicator is loaded.
    reading: "YouthReading | None"
    #: As corrected, for staff; and what may be printed and read aloud.
    youth: "Youth"
    aloud: "Youth"
    #: Fiscal years of any participation on record, counted or not.
    youth_years: frozenset[int]
    costs: Mapping[int, YearCost]
    promises: Sequence["Promise"]
    balance: "Balance"
    cycles: Sequence["CycleReading"]
    #: Of the partner's timeline, in the period.
    history: Sequence["PartnerFact"]
    today: date

    @property
    def years(self) -> Iterator[FiscalYear]:
        """The fiscal years of the period."""
        return map(FiscalYear, range(self.first.start, self.last.start + 1))

    @property
    def held(self) -> Sequence["Visit"]:
        """The visits that took place."""
        return [visit for visit in self.visits if visit.state in HELD]

    @property
    def contains_demo(self) -> bool:
        """Say whether anything it says is sample data."""
        marks = [visit.is_demo for visit in self.visits]
        marks += [promise.is_demo for promise in self.promises]
        return any(marks) or (self.reading is not None and self.reading.contains_demo)


def first_year_of(steps: Sequence["LineageStep"], today: date) -> FiscalYear:
    """Return the fiscal year of the first adopted date: since the agreement."""
    dates = [step.date for step in steps if step.date is not None]
    if not dates:
        return FiscalYear(FiscalYear.of(today).start - _WITHOUT_DATE)
    first = min(dates)
    if first.precision is Precision.YEAR:
        return FiscalYear(first.year)
    return FiscalYear.of(first)


def ensure_period(first: int, last: int, today: date) -> tuple[FiscalYear, FiscalYear]:
    """Return the period; raises BadRequestError for one that ends before it begins, or later on."""
    if not EARLIEST <= first <= last <= FiscalYear.of(today).start:
        raise BadRequestError(message("reports.error.period", first=FiscalYear(EARLIEST)))
    return FiscalYear(first), FiscalYear(last)
