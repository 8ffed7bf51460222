"""What cancelling an edition means: who is affected, what it costs, who can go a year later."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from uuid import UUID

from exchange.core.errors import DomainError, NotFoundError
from exchange.core.messages import message
from exchange.youth.enums import PLACED, SchoolLevel
from exchange.youth.enums.eligibility import Requirement
from exchange.youth.enums.journeys import NextYear
from exchange.youth.rules.eligibility import Finding, failed

if TYPE_CHECKING:
    from exchange.youth.models import Registration, School

#: No exchange costs more.
MOST_YEN: Final = 99_999_999
#: Years of the usual course; whoever is in a longer one is asked about in person.
_YEARS: Final = {
    SchoolLevel.ELEMENTARY: 6,
    SchoolLevel.JUNIOR_HIGH: 3,
    SchoolLevel.HIGH: 3,
    SchoolLevel.OTHER: 9,
}

#: What a rule that is no longer met says of the year after; what a person found out this year,
#: of a passport or of where somebody lives, says nothing of it.
_BEYOND: Final = {
    Requirement.AGE: NextYear.TOO_OLD,
    Requirement.GRADE: NextYear.GRADE,
    Requirement.FIRST_TIME: NextYear.TOOK_PART,
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
    """Put affected registrations together by the school the pupils are at now, in their order."""
    by_school: dict[School, list[Registration]] = {}
    for row in rows:
        by_school.setdefault(row.pupil.school, []).append(row)
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


def next_year(row: "Registration", findings: Sequence[Finding]) -> NextYear:
    """Say whether a pupil could go a year later; `findings` answer the edition's rules then."""
    if row.grade + 1 > _YEARS[row.school.level]:
        return NextYear.LEAVES_SCHOOL
    for found in failed(findings):
        if found.kind in _BEYOND:
            return _BEYOND[found.kind]
    if row.pupil.school_id != row.school_id:
        return NextYear.MOVED
    return NextYear.ELIGIBLE


def ensure_had_place(chosen: Iterable[UUID], places: Collection[UUID]) -> None:
    """Refuse a wish of somebody who had no place in the edition."""
    if not set(chosen) <= set(places):
        raise NotFoundError
