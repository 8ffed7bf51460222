"""Which adults are checked, and when a family may host a child."""

from dataclasses import dataclass
from datetime import date

import pytest

from exchange.core.errors import DomainError
from exchange.hosting.enums import AgeBand, CheckKind, CheckResult, Standing
from exchange.hosting.rules.checks import ensure_check, is_adult, may_host, standing

UNTIL = date(2026, 8, 10)
SPRING = date(2026, 3, 2)
PASSED, FAILED = CheckResult.PASSED, CheckResult.FAILED


@dataclass(frozen=True)
class Check:
    kind: CheckKind = CheckKind.INTERVIEW
    checked_on: date = SPRING
    result: CheckResult = PASSED
    expires_on: date | None = None


@pytest.mark.parametrize(
    ("checks", "expected"),
    [
        ([], Standing.UNCHECKED),
        ([Check()], Standing.CHECKED),
        ([Check(expires_on=UNTIL)], Standing.CHECKED),
        ([Check(expires_on=date(2026, 8, 9))], Standing.EXPIRED),
        ([Check(expires_on=SPRING), Check(CheckKind.VISIT)], Standing.CHECKED),
        ([Check(result=FAILED)], Standing.FAILED),
        # A later check of the same kind takes the place of the failed one, another kind does not.
        ([Check(result=FAILED), Check(checked_on=date(2026, 4, 1))], Standing.CHECKED),
        ([Check(checked_on=date(2026, 4, 1)), Check(result=FAILED)], Standing.CHECKED),
        ([Check(result=FAILED), Check(CheckKind.VISIT)], Standing.FAILED),
    ],
)
def test_an_adult_is_checked_by_the_latest_check_of_each_kind(
    checks: list[Check], expected: Standing
) -> None:
    assert standing(checks, until=UNTIL) is expected


_C, _U, _E, _F = Standing.CHECKED, Standing.UNCHECKED, Standing.EXPIRED, Standing.FAILED


@pytest.mark.parametrize(
    ("standings", "expected"),
    [
        ([], False),
        ([_C], False),
        ([_C, _U], False),
        ([_C, _E], False),
        ([_C, _C], True),
        ([_C, _C, _U], True),
        ([_C, _C, _F], False),
    ],
)
def test_a_child_stays_only_where_two_adults_are_checked_and_none_failed(
    standings: list[Standing], expected: bool
) -> None:
    assert may_host(standings) is expected


def test_only_adults_are_checked() -> None:
    assert {age for age in AgeBand if is_adult(age)} == {
        AgeBand.YOUNG,
        AgeBand.MIDDLE,
        AgeBand.SENIOR,
        AgeBand.ADULT,
    }


@pytest.mark.parametrize(
    ("age", "checked_on", "expires_on", "refused"),
    [
        (AgeBand.MIDDLE, SPRING, None, None),
        (AgeBand.MIDDLE, SPRING, SPRING, None),
        (AgeBand.TEEN, SPRING, None, "hosting.error.check_of_child"),
        (AgeBand.MIDDLE, date(2026, 8, 11), None, "hosting.error.check_ahead"),
        (AgeBand.MIDDLE, SPRING, date(2026, 3, 1), "hosting.error.check_expires"),
    ],
)
def test_a_check_that_cannot_be_is_refused(
    age: AgeBand, checked_on: date, expires_on: date | None, refused: str | None
) -> None:
    if refused is None:
        ensure_check(age, checked_on, expires_on, today=UNTIL)
        return
    with pytest.raises(DomainError, match=refused):
        ensure_check(age, checked_on, expires_on, today=UNTIL)
