"""Who can take over, when an account ends, and which school accounts are looked at."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from exchange.accounts.models import User
from exchange.core.belongings import Belongings
from exchange.core.errors import DomainError
from exchange.core.permissions import Role
from exchange.handover.belongings import OFFERED
from exchange.handover.enums import Unclaimed
from exchange.handover.rules import (
    can_take_all,
    end_of,
    ensure_leaver,
    ensure_successor,
    usual_last_day,
    why_unclaimed,
)

TODAY = date(2026, 11, 25)
ALL = OFFERED.belongings


def user(**changes: Any) -> User:  # noqa: ANN401 - any of its columns
    values: dict[str, Any] = {"id": uuid4(), "name": "x", "role": Role.COORDINATOR, "active": True}
    return User(**(values | changes))


def test_an_account_ends_at_midnight_of_the_office_after_its_last_day() -> None:
    assert end_of(date(2027, 3, 31), TODAY).astimezone(UTC) == datetime(2027, 3, 31, 15, tzinfo=UTC)
    assert end_of(TODAY, TODAY).date() == date(2026, 11, 26)
    with pytest.raises(DomainError) as refused:
        end_of(date(2026, 11, 24), TODAY)
    assert refused.value.field == "last_day"


@pytest.mark.parametrize(
    ("today", "last"),
    [(TODAY, date(2027, 3, 31)), (date(2027, 3, 31), date(2027, 3, 31)),
     (date(2027, 4, 1), date(2028, 3, 31))],
)  # fmt: skip
def test_people_leave_at_the_end_of_the_fiscal_year(today: date, last: date) -> None:
    assert usual_last_day(today) == last


@pytest.mark.parametrize("who", [{"active": False}, {"role": Role.SCHOOL, "school_id": uuid4()}])
def test_only_staff_who_are_here_leave(who: dict[str, Any]) -> None:
    ensure_leaver(user())
    with pytest.raises(DomainError):
        ensure_leaver(user(**who))


@pytest.mark.parametrize(
    ("who", "belongings", "refused"),
    [
        ({}, ALL, False),
        ({"role": Role.MANAGER}, ALL, False),
        ({"role": Role.SECTION}, (), False),
        ({"role": Role.SECTION}, ALL, True),
        ({"role": Role.VIEWER}, (), True),
        ({"active": False}, (), True),
    ],
)
def test_a_successor_is_here_and_may_answer_for_all_of_it(
    who: dict[str, Any], belongings: Belongings, *, refused: bool
) -> None:
    successor = user(**who)
    assert can_take_all(successor, belongings) is not refused
    if not refused:
        ensure_successor(uuid4(), successor, belongings)
        return
    with pytest.raises(DomainError) as said:
        ensure_successor(uuid4(), successor, belongings)
    assert said.value.field == "successor_id"


def test_nobody_takes_over_from_themself_and_nobody_takes_nothing() -> None:
    key = UUID(int=1)
    with pytest.raises(DomainError):
        ensure_successor(key, user(id=key), ())
    assert not can_take_all(None, ())


@pytest.mark.parametrize(
    ("account", "why"),
    [
        ({}, Unclaimed.NEVER_OPENED),
        ({"password_hash": "x"}, Unclaimed.NOT_THIS_YEAR),
        (
            {"password_hash": "x", "last_seen_at": datetime(2026, 3, 31, 14, 59, tzinfo=UTC)},
            Unclaimed.NOT_THIS_YEAR,
        ),
        ({"password_hash": "x", "last_seen_at": datetime(2026, 3, 31, 15, tzinfo=UTC)}, None),
    ],
)
def test_an_account_not_used_since_april_is_looked_at(
    account: dict[str, Any], why: Unclaimed | None
) -> None:
    assert why_unclaimed(user(**account), TODAY) is why
