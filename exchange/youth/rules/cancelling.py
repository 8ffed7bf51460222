"""What cancelling an edition means: who is affected, what it costs, who can go a year later."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from exchange.core.dates import FiscalYear
from exchange.core.errors import DomainError
from exchange.core.messages import message
from exchange.youth.enums import PLACED, SchoolLevel
from exchange.youth.enums.journeys import NextYear
from exchange.youth.rules.pupils import AGES, age_on

if TYPE_CHECKING:
    from exchange.youth.models import Registration, School

#: Years of the usual course; whoever is in a longer one is asked about in person.
_YEARS: Final = {
    SchoolLevel.ELEMENTARY: 6,
    SchoolLevel.JUNIOR_HIGH: 3,
    SchoolLevel.HIGH: 3,
    SchoolLevel.OTHER: 9,
}


@dataclass(frozen=True, slots=True)
class Costs:
    """What cancelling costs, in yen; None is not known."""

    fee: int | None = None
    refund: int | None = None
    charges: int | None = None
    charges_note: str = ""


@dataclass(frozen=True, slots=True)
class Bill:
    """The same in all, for so many pupils who had a place; None where an amount is not known."""

    paid: int | None
    returned: int | None
    kept: int | None
    charges: int | None


@dataclass(frozen=True, slots=True)
class SchoolShare:
    """How many pupils of one school a cancelling affects, and how their guardians are told."""

    school: "School"
    registered: int
    placed: int
    #: Guardians with an address to write to.
    by_mail: int
    #: Without one, or to be handled with care: told by the school, or as a manager decides.
    otherwise: int


def ensure_costs(costs: Costs) -> None:
    """Refuse to give back more than was paid."""
    if costs.refund is not None and costs.refund > (costs.fee or 0):
        raise DomainError(message("youth.cancel.error.refund"), field="refund")


def bill(costs: Costs, *, placed: int) -> Bill:
    """Work out what so many pupils have paid, get back and do not get back."""
    paid = None if costs.fee is None else costs.fee * placed
    returned = None if costs.refund is None else costs.refund * placed
    kept = paid - returned if paid is not None and returned is not None else None
    return Bill(paid=paid, returned=returned, kept=kept, charges=costs.charges)


def told_by_mail(row: "Registration") -> bool:
    """Say whether the guardian is written to: there is an address, and no need for care."""
    return bool(row.guardian_mail) and not row.pupil.needs_care


def shares(rows: Iterable["Registration"]) -> Sequence[SchoolShare]:
    """Put affected registrations together by school, in the rows' order."""
    by_school: dict[School, list[Registration]] = {}
    for row in rows:
        by_school.setdefault(row.school, []).append(row)
    return [
        SchoolShare(
            school=school,
            registered=len(own),
            placed=sum(row.state in PLACED for row in own),
            by_mail=(mailed := sum(map(told_by_mail, own))),
            otherwise=len(own) - mailed,
        )
        for school, own in by_school.items()
    ]


def reference_day(fiscal_year: int) -> date:
    """Return the day by which year and age at school are counted a year later: its 1 April."""
    return FiscalYear(fiscal_year).next.first_day


def next_year(row: "Registration", fiscal_year: int) -> NextYear:
    """Say whether a pupil registered for a fiscal year's edition could go the year after."""
    level = row.school.level
    if row.grade + 1 > _YEARS[level]:
        return NextYear.LEAVES_SCHOOL
    if age_on(row.pupil.birth_date, reference_day(fiscal_year)) > AGES[level][1]:
        return NextYear.TOO_OLD
    if row.pupil.school_id != row.school_id:
        return NextYear.MOVED
    return NextYear.ELIGIBLE
