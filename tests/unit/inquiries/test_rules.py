"""Rules of inquiries, one by one."""

from datetime import date
from typing import Final

import pytest

from exchange.core.errors import DomainError, TransitionError
from exchange.inquiries.enums import NEXT, OPEN, InquiryState, Way
from exchange.inquiries.models import Inquiry
from exchange.inquiries.rules import (
    ensure_due,
    ensure_not_asked,
    ensure_open,
    ensure_reached,
    ensure_way,
    is_overdue,
    is_to_remind,
)

TODAY: Final = date(2026, 11, 25)
BEFORE: Final = date(2026, 11, 24)
AFTER: Final = date(2026, 11, 26)
ASKED, ANSWERED = InquiryState.ASKED, InquiryState.ANSWERED


def inquiry(
    state: InquiryState = ASKED, due: date = TODAY, way: Way = Way.LINK, said: date | None = None
) -> Inquiry:
    return Inquiry(state=state, due=due, way=way, reminded_of=said)


@pytest.mark.parametrize(
    ("way", "mail", "public", "refused"),
    [
        (Way.LINK, "a@b.example", True, None),
        (Way.LINK, "a@b.example", False, "way"),
        (Way.LINK, "", True, "mail"),
        (Way.ACCOUNT, "", False, None),
        (Way.PAPER, "", True, None),
    ],
)
def test_a_link_needs_an_address_and_an_open_network(
    way: Way, mail: str, public: bool, refused: str | None
) -> None:
    if refused is None:
        ensure_way(way, mail, public=public)
        return
    with pytest.raises(DomainError) as refusal:
        ensure_way(way, mail, public=public)
    assert refusal.value.field == refused


@pytest.mark.parametrize(
    ("way", "officers", "refused"),
    [
        (Way.ACCOUNT, (), True),
        (Way.ACCOUNT, ("officer",), False),
        (Way.LINK, (), False),
        (Way.PAPER, (), False),
    ],
)
def test_by_account_somebody_has_to_be_there(
    way: Way, officers: tuple[str, ...], refused: bool
) -> None:
    if not refused:
        ensure_reached(way, officers)
        return
    with pytest.raises(DomainError) as refusal:
        ensure_reached(way, officers)
    assert refusal.value.field == "section"


def test_what_a_section_is_asked_for_is_not_written_down_beside_it() -> None:
    ensure_not_asked(None)
    with pytest.raises(DomainError) as refusal:
        ensure_not_asked(inquiry())
    assert refusal.value.field == "year"


def test_a_day_that_is_over_cannot_be_asked_for() -> None:
    ensure_due(TODAY, today=TODAY)
    with pytest.raises(DomainError):
        ensure_due(BEFORE, today=TODAY)


@pytest.mark.parametrize("state", list(InquiryState))
def test_only_what_waits_for_the_section_is_late(state: InquiryState) -> None:
    assert is_overdue(inquiry(state, BEFORE), TODAY) is (state in OPEN)
    assert is_overdue(inquiry(state, TODAY), TODAY) is False


@pytest.mark.parametrize(
    ("found", "due"),
    [
        (inquiry(), True),
        (inquiry(due=BEFORE), True),
        (inquiry(due=AFTER), False),
        (inquiry(said=TODAY), False),
        (inquiry(said=BEFORE), True),  # the day was moved since
        (inquiry(way=Way.PAPER), False),
        (inquiry(ANSWERED), False),
    ],
)
def test_a_section_is_reminded_once_when_its_day_has_come(found: Inquiry, due: bool) -> None:
    assert is_to_remind(found, TODAY) is due


@pytest.mark.parametrize("state", list(InquiryState))
def test_an_answer_is_taken_while_one_is_awaited(state: InquiryState) -> None:
    if state in OPEN:
        ensure_open(inquiry(state))
        return
    with pytest.raises(TransitionError):
        ensure_open(inquiry(state))


def test_the_states_follow_one_another() -> None:
    assert {state: set(NEXT.following(state)) for state in (ASKED, InquiryState.ACCEPTED)} == {
        ASKED: {ANSWERED, InquiryState.WITHDRAWN},
        InquiryState.ACCEPTED: set(),
    }
