"""What cancelling means: by school, in money, and for the year after."""

from collections import Counter
from datetime import date
from typing import Any

import pytest

from exchange.core.database import uuid7
from exchange.core.errors import DomainError
from exchange.youth.enums import RegistrationState, SchoolLevel
from exchange.youth.enums.journeys import NextYear
from exchange.youth.models import Pupil, Registration, School
from exchange.youth.rules.cancelling import (
    Bill,
    Costs,
    bill,
    ensure_costs,
    next_year,
    reference_day,
    shares,
)

_S = RegistrationState
HERE = School(id=uuid7(), name="見本第一", level=SchoolLevel.JUNIOR_HIGH)
THERE = School(id=uuid7(), name="見本第二", level=SchoolLevel.HIGH)


def registration(school: School = HERE, **changes: Any) -> Registration:  # noqa: ANN401 - any column
    born = changes.pop("born", date(2012, 5, 3))
    moved = changes.pop("moved", False)
    pupil = Pupil(birth_date=born, school_id=uuid7() if moved else school.id, needs_care=False)
    if changes.pop("care", False):
        pupil.needs_care = True
    values = {"school_id": school.id, "grade": 2, "state": _S.SELECTED, **changes}
    row = Registration(**values)
    row.pupil, row.school = pupil, school
    return row


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (registration(grade=1), NextYear.ELIGIBLE),
        (registration(grade=2), NextYear.ELIGIBLE),
        (registration(grade=3), NextYear.LEAVES_SCHOOL),
        (registration(grade=3, moved=True), NextYear.LEAVES_SCHOOL),
        (registration(grade=2, moved=True), NextYear.MOVED),
        (registration(grade=1, born=date(2011, 4, 2)), NextYear.ELIGIBLE),
        (registration(grade=1, born=date(2011, 4, 1)), NextYear.TOO_OLD),
        (registration(THERE, grade=2, born=date(2009, 5, 3)), NextYear.ELIGIBLE),
        (registration(THERE, grade=3, born=date(2008, 5, 3)), NextYear.LEAVES_SCHOOL),
    ],
)
def test_who_could_go_a_year_later_is_told_by_school_age_and_move(
    row: Registration, expected: NextYear
) -> None:
    assert next_year(row, 2026) is expected


def test_of_ten_chosen_seven_could_still_go_two_are_too_far_and_one_has_moved() -> None:
    rows = [registration() for _ in range(7)]
    rows += [registration(grade=3), registration(grade=3), registration(moved=True)]
    assert Counter(next_year(row, 2026) for row in rows) == {
        NextYear.ELIGIBLE: 7,
        NextYear.LEAVES_SCHOOL: 2,
        NextYear.MOVED: 1,
    }
    assert reference_day(2026) == date(2027, 4, 1)


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
