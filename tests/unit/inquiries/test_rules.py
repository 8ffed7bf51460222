"""Rules of inquiries, one by one."""

from datetime import date, datetime, time
from typing import Final

import pytest

from exchange.core.errors import DomainError, TransitionError
from exchange.core.languages import OFFICE_ZONE
from exchange.inquiries.enums import NEXT, OPEN, InquiryState, Way
from exchange.inquiries.models import Inquiry
from exchange.inquiries.rules import (
    ensure_due,
    ensure_not_asked,
    ensure_open,
    ensure_reached,
    ensure_way,
    is_overdue,
    reminder_day,
)

TODAY: Final = date(2026, 11, 25)
BEFORE: Final = date(2026, 11, 24)
AFTER: Final = date(2026, 11, 26)
ASKED_ON: Final = date(2026, 11, 2)
ASKED, ANSWERED = InquiryState.ASKED, InquiryState.ANSWERED


def inquiry(
    state: InquiryState = ASKED,
    due: date = TODAY,
    way: Way = Way.LINK,
    said: date | None = None,
    asked: date = ASKED_ON,
) -> Inquiry:
    at = datetime.combine(asked, time(9), OFFICE_ZONE)
    return Inquiry(state=state, due=due, way=way, reminded_of=said, created_at=at)


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
    ("found", "day"),
    [
        (inquiry(), TODAY),
        (inquiry(due=BEFORE), BEFORE),
        (inquiry(due=AFTER), date(2026, 11, 19)),  # a week before, and nobody ran it that day
        (inquiry(due=AFTER, said=date(2026, 11, 19)), None),
        (inquiry(due=AFTER, asked=date(2026, 11, 19)), None),  # asked a week before: no reminder
        (inquiry(due=date(2026, 12, 3)), None),
        (inquiry(due=date(2026, 12, 2)), TODAY),
        (inquiry(due=date(2026, 11, 18), said=date(2026, 11, 18)), TODAY),
        (inquiry(due=date(2026, 11, 18), said=TODAY), None),
        (inquiry(said=TODAY), None),
        (inquiry(said=BEFORE), TODAY),  # the day was moved since
        (inquiry(asked=TODAY), None),
        (inquiry(way=Way.PAPER), None),
        (inquiry(ANSWERED), None),
    ],
)
def test_a_section_is_reminded_a_week_before_on_the_day_and_a_week_after(
    found: Inquiry, day: date | None
) -> None:
    assert reminder_day(found, TODAY) == day


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
