"""When a registration has waited too long for a decision, and which edition has a journey."""

from datetime import date

import pytest

from exchange.core.errors import DomainError
from exchange.youth.enums import EditionState
from exchange.youth.rules.editions import ensure_takes_place
from exchange.youth.rules.registrations import waits_too_long
from exchange.youth.rules.waiting import is_ending


@pytest.mark.parametrize(
    ("submitted_on", "today", "waits"),
    [
        (date(2026, 6, 30), date(2026, 6, 30), False),
        (date(2026, 6, 30), date(2026, 7, 1), True),
        (date(2026, 5, 20), date(2026, 6, 19), False),
        (date(2026, 5, 20), date(2026, 6, 20), True),
    ],
)
def test_a_decision_is_due_after_the_window_or_thirty_days(
    submitted_on: date, today: date, waits: bool
) -> None:
    closes_on = date(2026, 6, 30)
    found = waits_too_long(submitted_on=submitted_on, closes_on=closes_on, today=today)
    assert found is waits


@pytest.mark.parametrize("state", EditionState)
def test_every_edition_but_a_cancelled_one_may_have_a_journey(state: EditionState) -> None:
    if state is not EditionState.CANCELLED:
        ensure_takes_place(state)
        return
    with pytest.raises(DomainError, match="no_journey") as refused:
        ensure_takes_place(state)
    assert refused.value.field == "edition_id"


@pytest.mark.parametrize(
    ("offered_on", "today", "ending"),
    [
        (date(2026, 6, 15), date(2026, 6, 16), False),
        (date(2026, 6, 15), date(2026, 6, 17), True),
        (date(2026, 6, 15), date(2026, 6, 18), True),
        (date(2026, 6, 15), date(2026, 6, 19), False),
        (date(2026, 6, 17), date(2026, 6, 17), False),
        (date(2026, 6, 17), date(2026, 6, 18), True),
    ],
)
def test_an_offer_is_reminded_of_from_the_day_before_its_last_not_on_its_first(
    offered_on: date, today: date, ending: bool
) -> None:
    assert is_ending(date(2026, 6, 18), offered_on=offered_on, today=today) is ending
