"""When a partner can be asked and have answered, and for how long its answer is waited for."""

from datetime import date
from uuid import UUID

import pytest

from exchange.core.errors import DomainError, TransitionError
from exchange.youth.enums import EditionState
from exchange.youth.enums.partner_requests import PartnerRequestKind
from exchange.youth.models import PartnerRequest
from exchange.youth.rules.partner_requests import (
    by_urgency,
    days_waiting,
    ensure_answered,
    ensure_asked,
    ensure_asks,
    ensure_said,
    ensure_waiting,
    is_overdue,
)

BEFORE, TODAY, AFTER = date(2026, 6, 14), date(2026, 6, 15), date(2026, 6, 16)
_E, _K = EditionState, PartnerRequestKind
_ERROR = "youth.partner_request.error"


def asked(number: int = 1, **values: object) -> PartnerRequest:
    return PartnerRequest(id=UUID(int=number), **({"asked_on": date(2026, 6, 5)} | values))


@pytest.mark.parametrize(
    ("state", "asks"),
    [(_E.DRAFT, True), (_E.ANNOUNCED, True), (_E.CLOSED, False), (_E.CANCELLED, False)],
)
def test_an_edition_that_is_over_asks_nothing_more(state: EditionState, asks: bool) -> None:
    if asks:
        ensure_asks(state)
        return
    with pytest.raises(DomainError):
        ensure_asks(state)


@pytest.mark.parametrize("kind", list(PartnerRequestKind))
def test_only_something_else_needs_words(kind: PartnerRequestKind) -> None:
    ensure_said(kind, "歓迎会の会場")
    if kind is not _K.OTHER:
        ensure_said(kind, "")
        return
    with pytest.raises(DomainError) as error:
        ensure_said(kind, "")
    assert error.value.field == "words"


@pytest.mark.parametrize(
    ("asked_on", "due", "refused"),
    [
        (TODAY, None, None),
        (TODAY, TODAY, None),
        (BEFORE, AFTER, None),
        (AFTER, None, ("asked_on", f"{_ERROR}.asked_ahead")),
        (TODAY, BEFORE, ("due", f"{_ERROR}.due")),
    ],
)
def test_a_request_is_of_today_or_earlier_and_due_after_it(
    asked_on: date, due: date | None, refused: tuple[str, str] | None
) -> None:
    if refused is None:
        ensure_asked(asked_on, due, TODAY)
        return
    with pytest.raises(DomainError) as error:
        ensure_asked(asked_on, due, TODAY)
    assert (error.value.field, error.value.sentence.id) == refused


@pytest.mark.parametrize(
    ("answered_on", "refused"),
    [
        (BEFORE, None),
        (TODAY, None),
        (date(2026, 6, 13), f"{_ERROR}.answered_before"),
        (AFTER, f"{_ERROR}.answered_ahead"),
    ],
)
def test_an_answer_lies_between_the_request_and_today(
    answered_on: date, refused: str | None
) -> None:
    if refused is None:
        ensure_answered(BEFORE, answered_on, TODAY)
        return
    with pytest.raises(DomainError) as error:
        ensure_answered(BEFORE, answered_on, TODAY)
    assert (error.value.field, error.value.sentence.id) == ("answered_on", refused)


@pytest.mark.parametrize(
    ("row", "waits", "days", "overdue"),
    [
        (asked(), True, 10, False),
        (asked(asked_on=TODAY), True, 0, False),
        (asked(asked_on=AFTER), True, 0, False),
        (asked(due=TODAY), True, 10, False),
        (asked(due=BEFORE), True, 10, True),
        (asked(due=BEFORE, answered_on=date(2026, 6, 8)), False, 3, False),
        (asked(due=BEFORE, taken_back_on=date(2026, 6, 7)), False, 2, False),
    ],
)
def test_days_are_counted_until_it_ends_and_overdue_is_what_waits_beyond_its_day(
    row: PartnerRequest, waits: bool, days: int, overdue: bool
) -> None:
    assert (days_waiting(row, TODAY), is_overdue(row, TODAY)) == (days, overdue)
    if waits:
        ensure_waiting(row)
        return
    with pytest.raises(TransitionError):
        ensure_waiting(row)


def test_what_is_overdue_stands_first_then_the_longest_wait() -> None:
    short, long = asked(1, asked_on=BEFORE), asked(2)
    late = asked(3, asked_on=date(2026, 6, 12), due=BEFORE)
    assert by_urgency([short, long, late], TODAY) == [late, long, short]
