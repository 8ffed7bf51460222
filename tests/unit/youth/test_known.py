"""Known pupils move up with the years; a desk sums up what is missing."""

from datetime import date
from types import SimpleNamespace
from uuid import uuid4

import pytest

from exchange.youth.enums import GapKind, SchoolLevel, WaitsFor
from exchange.youth.rules.desk import lacking
from exchange.youth.rules.known import grade_in, known
from exchange.youth.rules.missing import Gap


@pytest.mark.parametrize(
    ("last", "year", "grade"), [(1, 2026, 1), (1, 2027, 2), (2, 2029, 5), (2, 2025, 2)]
)
def test_a_pupil_moves_up_one_grade_a_year(last: int, year: int, grade: int) -> None:
    assert grade_in(last, last_year=2026, year=year) == grade


@pytest.mark.parametrize(("year", "offered"), [(2026, True), (2027, True), (2028, False)])
def test_who_has_left_the_school_is_not_offered(year: int, offered: bool) -> None:
    last = SimpleNamespace(grade=2, edition=SimpleNamespace(fiscal_year=2026))
    found = known(SimpleNamespace(), last, level=SchoolLevel.JUNIOR_HIGH, year=year)  # type: ignore[arg-type]
    assert found.offered is offered


def test_what_is_missing_is_summed_up_by_edition_and_kind() -> None:
    first, second = (SimpleNamespace(id=uuid4()) for _ in range(2))
    rows = [
        SimpleNamespace(id=uuid4(), edition_id=edition.id, edition=edition)
        for edition in (first, first, second)
    ]
    day = date(2026, 6, 1)
    consent = Gap(GapKind.CONSENT, WaitsFor.GUARDIAN, day)
    decision = Gap(GapKind.DECISION, WaitsFor.DIVISION, day)
    missing = {rows[0].id: [consent, decision], rows[1].id: [consent]}
    one, two = lacking(rows, missing)  # type: ignore[arg-type]
    assert (one.registered, two.registered) == (2, 1)
    assert list(one.gaps) == [
        (GapKind.DECISION, WaitsFor.DIVISION, 1),
        (GapKind.CONSENT, WaitsFor.GUARDIAN, 2),
    ]
    assert list(two.gaps) == []
