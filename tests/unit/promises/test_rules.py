"""Rules of promises, one by one."""

from datetime import date, timedelta

import pytest

from exchange.core.database import uuid7
from exchange.core.dates import PartialDate
from exchange.core.errors import DomainError, TransitionError
from exchange.promises.enums import NEXT, PromiseSide, PromiseState
from exchange.promises.models import Promise
from exchange.promises.rules import (
    awaits_record,
    ensure_owned,
    ensure_reasoned,
    is_overdue,
    sort_day,
)

TODAY = date(2027, 2, 1)
SOMEBODY = uuid7()


@pytest.mark.parametrize(
    ("due", "last"),
    [
        (None, date.max),
        (PartialDate(2027), date(2027, 12, 31)),
        (PartialDate(2027, 2), date(2027, 2, 28)),
        (PartialDate(2027, 2, 3), date(2027, 2, 3)),
    ],
)
def test_a_promise_can_be_kept_to_the_end_of_what_is_known(
    due: PartialDate | None, last: date
) -> None:
    assert sort_day(due) == last


@pytest.mark.parametrize(
    ("state", "day", "late"),
    [
        (PromiseState.OPEN, TODAY - timedelta(days=1), True),
        (PromiseState.OPEN, TODAY, False),
        (PromiseState.DONE, TODAY - timedelta(days=1), False),
        (PromiseState.DROPPED, TODAY - timedelta(days=1), False),
    ],
)
def test_only_an_open_promise_past_its_last_day_is_overdue(
    state: PromiseState, day: date, late: bool
) -> None:
    assert is_overdue(Promise(state=state, sort_day=day), TODAY) is late


@pytest.mark.parametrize(
    ("side", "owner", "person", "field"),
    [
        (PromiseSide.OURS, SOMEBODY, None, None),
        (PromiseSide.OURS, None, None, "owner_id"),
        (PromiseSide.OURS, SOMEBODY, SOMEBODY, "person_id"),
        (PromiseSide.THEIRS, None, None, None),
        (PromiseSide.THEIRS, SOMEBODY, SOMEBODY, None),
    ],
)
def test_ours_is_kept_by_one_of_us(
    side: PromiseSide, owner: object, person: object, field: str | None
) -> None:
    if field is None:
        ensure_owned(side, owner, person)  # type: ignore[arg-type]
        return
    with pytest.raises(DomainError) as caught:
        ensure_owned(side, owner, person)  # type: ignore[arg-type]
    assert caught.value.field == field


def test_only_dropping_needs_a_reason() -> None:
    ensure_reasoned(PromiseState.DONE, "")
    ensure_reasoned(PromiseState.OPEN, "")
    ensure_reasoned(PromiseState.DROPPED, "先方の都合")
    with pytest.raises(DomainError) as caught:
        ensure_reasoned(PromiseState.DROPPED, "")
    assert caught.value.field == "reason"


@pytest.mark.parametrize(
    ("state", "following"),
    [
        (PromiseState.OPEN, {PromiseState.DONE, PromiseState.DROPPED}),
        (PromiseState.DONE, {PromiseState.OPEN}),
        (PromiseState.DROPPED, {PromiseState.OPEN}),
    ],
)
def test_what_may_become_of_a_promise(state: PromiseState, following: set[PromiseState]) -> None:
    assert NEXT.following(state) == following
    with pytest.raises(TransitionError):
        NEXT.ensure(state, state)


@pytest.mark.parametrize(
    ("ends", "recorded", "awaits"),
    [
        (TODAY - timedelta(days=1), 0, True),
        (TODAY - timedelta(days=1), 2, False),
        (TODAY, 0, False),
    ],
)
def test_a_visit_that_is_over_awaits_its_promises(ends: date, recorded: int, awaits: bool) -> None:
    assert awaits_record(ends, recorded, TODAY) is awaits
