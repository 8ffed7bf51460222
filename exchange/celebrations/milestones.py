"""Milestones ahead, year by year, and which years they pile up in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from exchange.agreements.rules import Anniversary, anniversaries, disputed_anniversaries
from exchange.celebrations.enums import CelebrationState
from exchange.core.dates import FiscalYear, Precision

if TYPE_CHECKING:
    from exchange.agreements.models import Basis
    from exchange.celebrations.models import Celebration
    from exchange.partners.models import Partner

#: So many occasions in one year are said to pile up.
MANY: Final = 3


class YearBasis(StrEnum):
    """Which kind of year a list goes by."""

    FISCAL = "fiscal"
    CALENDAR = "calendar"


@dataclass(frozen=True, slots=True)
class Milestone:
    """A round anniversary of a basis."""

    basis: "Basis"
    anniversary: Anniversary
    #: Counted from a claim that conflicts with the adopted one; for staff.
    disputed: bool = False

    @property
    def partner(self) -> "Partner":
        """Whose it is."""
        return self.basis.agreement.partner


@dataclass(slots=True)
class Year:
    """What falls into one fiscal or calendar year."""

    start: int
    milestones: list[Milestone] = field(default_factory=list)
    #: Those celebrated in a year that is not their anniversary's own come on top.
    celebrations: list["Celebration"] = field(default_factory=list)
    extra: int = 0
    review: bool = False
    last: bool = False

    @property
    def load(self) -> int:
        """How many occasions there are: anniversaries, celebrations of other years', the review."""
        adopted = sum(not milestone.disputed for milestone in self.milestones)
        return adopted + self.extra + self.review

    @property
    def piles_up(self) -> bool:
        """Say whether that is many."""
        return self.load >= MANY

    @property
    def fiscal(self) -> FiscalYear:
        """The fiscal year, where the list goes by fiscal years."""
        return FiscalYear(self.start)


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """The years of a list, first and last included, and how they are counted."""

    first: int
    last: int
    basis: YearBasis = YearBasis.FISCAL


def milestones(bases: Iterable["Basis"], span: Span, *, staff: bool) -> list[Milestone]:
    """Return the round anniversaries within a span, in order of date; disputed ones for staff.

    A bare year belongs to two fiscal years: it is left out of lists that go by them.
    """
    found = [
        milestone
        for basis in bases
        for milestone in _of(basis, span, staff=staff)
        if milestone.anniversary.milestone
        and (year := year_of(milestone.anniversary, span.basis)) is not None
        and span.first <= year <= span.last
    ]
    return sorted(found, key=lambda m: (str(m.anniversary.date), m.partner.number, m.basis.slug))


def _of(basis: "Basis", span: Span, *, staff: bool) -> Iterable[Milestone]:
    claims = basis.agreement.claims
    first, last = span.first, span.last + 1
    for found in anniversaries(basis, claims, first_year=first, last_year=last):
        yield Milestone(basis, found)
    if staff:
        for found in disputed_anniversaries(basis, claims, first_year=first, last_year=last):
            yield Milestone(basis, found, disputed=True)


def year_of(anniversary: Anniversary, basis: YearBasis) -> int | None:
    """Return the year an anniversary is in; None for a bare year by fiscal years."""
    if basis is YearBasis.CALENDAR:
        return anniversary.date.year
    if anniversary.date.precision is Precision.YEAR:
        return None
    return FiscalYear.of(anniversary.date).start


def years(
    found: Sequence[Milestone],
    celebrations: Iterable["Celebration"],
    span: Span,
    *,
    review: int | None = None,
    last: int | None = None,
) -> list[Year]:
    """Put milestones and celebrations into the years of a span; an empty year stays.

    `review` and `last` are the fiscal years of the strategy's mid-term review and end.
    """
    fiscal = span.basis is YearBasis.FISCAL
    made = {
        start: Year(start, review=fiscal and start == review, last=fiscal and start == last)
        for start in range(span.first, span.last + 1)
    }
    at_home: set[tuple[str, int, int]] = set()
    for milestone in found:
        start = year_of(milestone.anniversary, span.basis)
        if start in made:
            made[start].milestones.append(milestone)
            at_home.add((milestone.basis.slug, milestone.anniversary.ordinal, start))
    for celebration in celebrations:
        own = year_celebrated(celebration, span.basis)
        if own in made and celebration.state is not CelebrationState.CANCELLED:
            made[own].celebrations.append(celebration)
            known = (celebration.basis.slug, celebration.ordinal, own)
            made[own].extra += known not in at_home
    return list(made.values())


def year_celebrated(celebration: "Celebration", basis: YearBasis) -> int | None:
    """Return the year a celebration itself takes place in; None without days."""
    if celebration.starts is None:
        return None
    if basis is YearBasis.CALENDAR:
        return celebration.starts.year
    return FiscalYear.of(celebration.starts).start
