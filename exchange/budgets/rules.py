"""Rules of budgets: amounts that hold together, years, splits, sums, what is lost."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Final, TypeVar
from uuid import UUID

from exchange.budgets.enums import RECKONED, Amount, Payer
from exchange.core.amounts import Money, to_yen
from exchange.core.dates import FiscalYear
from exchange.core.errors import DomainError
from exchange.core.messages import message
from exchange.delegations.enums import VisitState

if TYPE_CHECKING:
    from exchange.budgets.models import BudgetHeading, BudgetLine

Key = TypeVar("Key", bound=Hashable)

#: The states of a visit after which what was spent brings nothing.
LOST: Final = frozenset({VisitState.POSTPONED, VisitState.CANCELLED})
_ZERO: Final = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class LinePlan:
    """What a person states about a line; amounts are yen."""

    heading_id: UUID
    content: str
    fiscal_year: int
    detail_id: UUID | None = None
    payer: Payer = Payer.CITY
    payer_name: str = ""
    requested: int | None = None
    budgeted: int | None = None
    committed: int | None = None
    spent: int | None = None
    foreign: Money | None = None
    rate: Decimal | None = None
    rate_on: date | None = None
    committed_foreign: Money | None = None
    committed_rate: Decimal | None = None
    committed_rate_on: date | None = None
    spent_foreign: Money | None = None
    spent_rate: Decimal | None = None
    spent_rate_on: date | None = None


@dataclass(frozen=True, slots=True)
class Sums:
    """What lines come to, in yen."""

    requested: int = 0
    budgeted: int = 0
    committed: int = 0
    spent: int = 0
    #: Of the budget.
    left: int = 0
    #: Committed, or paid without a commitment: what a visit that does not take place has cost.
    bound: int = 0

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(
            *(getattr(self, part.name) + getattr(other, part.name) for part in fields(self))
        )


def used(committed: int | None, spent: int | None) -> int:
    """Return what of a budget is bound: the commitment, or what was paid without one."""
    return committed if committed is not None else spent or 0


def left_of(line: "BudgetLine | LinePlan") -> int:
    """Return what is left of a line's budget; below zero where more is bound than there is."""
    return (line.budgeted or 0) - used(line.committed, line.spent)


def sums_of(line: "BudgetLine | LinePlan") -> Sums:
    """Return what one line comes to."""
    return Sums(
        line.requested or 0,
        line.budgeted or 0,
        line.committed or 0,
        line.spent or 0,
        left_of(line),
        used(line.committed, line.spent),
    )


def total(lines: "Iterable[BudgetLine | LinePlan]") -> Sums:
    """Return what lines come to."""
    return sum(map(sums_of, lines), Sums())


def totals_by(
    lines: "Iterable[BudgetLine]", key: "Callable[[BudgetLine], Key]"
) -> Mapping[Key, Sums]:
    """Return what lines come to by anything they have, in the order in which it is met."""
    found: dict[Key, Sums] = {}
    for line in lines:
        found[key(line)] = found.get(key(line), Sums()) + sums_of(line)
    return found


def ensure_amounts(plan: LinePlan, *, new: bool) -> None:
    """Raise DomainError for a new line without an amount, or more paid than committed."""
    amounts = [getattr(plan, name) for name in Amount]
    if new and all(amount is None for amount in amounts):
        raise DomainError(message("budgets.error.no_amount"), field="requested")
    if plan.committed is not None and (plan.spent or 0) > plan.committed:
        raise DomainError(message("budgets.error.spent_over"), field="spent")


def ensure_payer(plan: LinePlan) -> None:
    """Raise DomainError for another body that has no name."""
    if plan.payer is Payer.OTHER and not plan.payer_name:
        raise DomainError(message("budgets.error.payer_unnamed"), field="payer_name")


def with_foreign(
    yen: int | None,
    foreign: Money | None,
    rate: Decimal | None,
    rate_on: date | None,
    *,
    amount: Amount = Amount.REQUESTED,
) -> int | None:
    """Return an amount in yen, reckoned from another currency where it was stated in one.

    Raises DomainError for half of amount, rate and its day, a rate of zero, or another result.
    """
    if foreign is None and rate is None and rate_on is None:
        return yen
    at = RECKONED[amount]
    if foreign is None:
        raise DomainError(message("budgets.error.no_foreign"), field=at.foreign)
    if rate is None:
        raise DomainError(message("budgets.error.no_rate"), field=at.rate)
    if rate <= _ZERO:
        raise DomainError(message("budgets.error.rate_zero"), field=at.rate)
    if rate_on is None:
        raise DomainError(message("budgets.error.no_rate_day"), field=at.rate_on)
    reckoned = to_yen(foreign, rate)
    if yen is not None and yen != reckoned:
        sentence = message("budgets.error.not_converted", yen=Money(reckoned, "JPY"))
        raise DomainError(sentence, field=amount)
    return reckoned


def years_of(starts: date, ends: date) -> list[FiscalYear]:
    """Return the fiscal years a visit lies in, the first one first."""
    first, last = FiscalYear.of(starts), FiscalYear.of(ends)
    return [FiscalYear(year) for year in range(first.start, last.start + 1)]


def ensure_year(year: int, starts: date, ends: date) -> None:
    """Raise DomainError for a fiscal year in which nothing of a visit can be paid.

    Preparations may be paid the year before, the rest the year after.
    """
    visit = years_of(starts, ends)
    if not visit[0].start - 1 <= year <= visit[-1].start + 1:
        raise DomainError(message("budgets.error.year_far"), field="year")


def in_force(heading: "BudgetHeading", year: int) -> bool:
    """Say whether a heading is used in a fiscal year."""
    return heading.since <= year and (heading.until is None or year <= heading.until)


def headed_in(
    line: "BudgetLine", year: int, among: "Sequence[BudgetHeading]", *, field: str
) -> tuple[UUID, UUID | None]:
    """Return a line's 節 and 細節 in a year: its own, or those of the same number that follow.

    Raises DomainError where there is none.
    """
    heading = _following(line.heading, None, year, among, field)
    if line.detail is None:
        return heading, None
    return heading, _following(line.detail, heading, year, among, field)


def _following(  # noqa: PLR0917 - one heading, from headed_in alone
    heading: "BudgetHeading",
    parent: UUID | None,
    year: int,
    among: "Sequence[BudgetHeading]",
    field: str,
) -> UUID:
    for each in (heading, *among):
        if each.parent_id == parent and each.number == heading.number and in_force(each, year):
            return each.id
    past = message("budgets.error.heading_past", number=heading.number, year=str(year))
    raise DomainError(past, field=field)


def split(line: "BudgetLine", part: Mapping[Amount, int | None]) -> Mapping[Amount, int | None]:
    """Return what stays with a line when a part of its amounts goes to another year.

    Both add up to what the line was, to the yen. Raises DomainError when a part is more than that.
    """
    rest: dict[Amount, int | None] = {}
    for name in Amount:
        whole, gone = getattr(line, name), part.get(name)
        if gone is not None and (whole is None or not 0 <= gone <= whole):
            raise DomainError(message("budgets.error.part_over"), field=name.value)
        rest[name] = whole if gone is None else whole - gone
    if not any(part.get(name) for name in Amount):
        raise DomainError(message("budgets.error.part_nothing"), field=Amount.REQUESTED.value)
    for amounts in (rest, part):
        committed = amounts.get(Amount.COMMITTED)
        if committed is not None and (amounts.get(Amount.SPENT) or 0) > committed:
            raise DomainError(message("budgets.error.spent_over"), field=Amount.SPENT.value)
    return rest


def sunk(sums: Sums, state: VisitState) -> int | None:
    """Return what a visit that was put off or called off has cost; None for any other."""
    return sums.bound if state in LOST else None
