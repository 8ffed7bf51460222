"""What cancelling means: by school, in money, and for the year after."""

from datetime import date
from typing import Any

import pytest

from exchange.core.database import uuid7
from exchange.core.errors import DomainError, NotFoundError
from exchange.core.messages import message
from exchange.youth.enums import RegistrationState, SchoolLevel
from exchange.youth.enums.eligibility import Requirement, Verdict
from exchange.youth.enums.journeys import NextYear
from exchange.youth.models import Pupil, Registration, School
from exchange.youth.rules.cancelling import (
    Bill,
    Costs,
    bill,
    ensure_costs,
    ensure_had_place,
    next_year,
    shares,
)
from exchange.youth.rules.eligibility import Finding

_S = RegistrationState
HERE = School(id=uuid7(), name="見本第一", level=SchoolLevel.JUNIOR_HIGH)
THERE = School(id=uuid7(), name="見本第二", level=SchoolLevel.HIGH)


def registration(school: School = HERE, **changes: Any) -> Registration:  # noqa: ANN401 - any column
    born = changes.pop("born", date(2012, 5, 3))
    moved = changes.pop("moved", False)
    pupil = Pupil(birth_date=born, school_id=THERE.id if moved else school.id, needs_care=False)
    if changes.pop("care", False):
        pupil.needs_care = True
    values = {"school_id": school.id, "grade": 2, "state": _S.SELECTED, **changes}
    row = Registration(**values)
    row.pupil, row.school = pupil, school
    pupil.school = THERE if moved else school
    return row


def unmet(*kinds: Requirement) -> list[Finding]:
    return [Finding(kind, Verdict.FAIL, message("youth.eligibility.unknown")) for kind in kinds]


@pytest.mark.parametrize(
    ("row", "findings", "expected"),
    [
        (registration(grade=2), [], NextYear.ELIGIBLE),
        (registration(grade=3), [], NextYear.LEAVES_SCHOOL),
        (registration(grade=3, moved=True), unmet(Requirement.AGE), NextYear.LEAVES_SCHOOL),
        (registration(grade=2, moved=True), [], NextYear.MOVED),
        (registration(moved=True), unmet(Requirement.AGE), NextYear.TOO_OLD),
        (registration(), unmet(Requirement.GRADE), NextYear.GRADE),
        (registration(), unmet(Requirement.FIRST_TIME), NextYear.TOOK_PART),
        (registration(), unmet(Requirement.PASSPORT), NextYear.ELIGIBLE),
        (registration(THERE, grade=2), [], NextYear.ELIGIBLE),
    ],
)
def test_who_could_go_a_year_later_is_told_by_school_rules_and_move(
    row: Registration, findings: list[Finding], expected: NextYear
) -> None:
    assert next_year(row, findings) is expected


def test_only_who_had_a_place_can_want_to_come_again() -> None:
    had, other = uuid7(), uuid7()
    ensure_had_place([], [had])
    ensure_had_place([had], [had])
    with pytest.raises(NotFoundError):
        ensure_had_place([had, other], [had])


@pytest.mark.parametrize(
    ("costs", "expected"),
    [
        (Costs(), Bill(None, None, None, None)),
        (Costs(fee=1000), Bill(3000, None, None, None)),
        (Costs(fee=1000, refund=400, charges=90), Bill(3000, 1200, 1800, 90)),
        (Costs(fee=0, refund=0, charges=0), Bill(0, 0, 0, 0)),
    ],
)
def test_money_is_worked_out_from_what_is_known(costs: Costs, expected: Bill) -> None:
    assert bill(costs, placed=3) == expected


@pytest.mark.parametrize("costs", [Costs(refund=1), Costs(fee=10, refund=11)])
def test_no_more_is_given_back_than_was_paid(costs: Costs) -> None:
    with pytest.raises(DomainError) as error:
        ensure_costs(costs)
    assert error.value.field == "refund"


def test_the_affected_are_counted_by_school_and_by_how_they_are_told() -> None:
    rows = [
        registration(guardian_mail="a@example.jp"),
        registration(guardian_mail="b@example.jp", care=True),
        registration(guardian_mail=None, state=_S.SUBMITTED),
        registration(THERE, guardian_mail="c@example.jp", state=_S.CONFIRMED),
    ]
    found = [(s.school, s.registered, s.placed, s.by_mail, s.otherwise) for s in shares(rows)]
    assert found == [(HERE, 3, 2, 1, 2), (THERE, 1, 1, 1, 0)]
