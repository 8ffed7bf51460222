"""On which days somebody can be said to have come home early."""

from datetime import date

import pytest

from exchange.core.errors import DomainError
from exchange.youth.enums import RegistrationState
from exchange.youth.models import Edition
from exchange.youth.rules.returning import TRAVELLING, ensure_early, ensure_travelling

EDITION = Edition(starts=date(2026, 8, 1), ends=date(2026, 8, 10))


@pytest.mark.parametrize(
    ("day", "today", "refused"),
    [
        (date(2026, 8, 1), date(2026, 8, 1), None),
        (date(2026, 8, 9), date(2026, 8, 11), None),
        (date(2026, 7, 31), date(2026, 8, 11), "youth.returning.error.day"),
        (date(2026, 8, 10), date(2026, 8, 11), "youth.returning.error.day"),
        (date(2026, 8, 3), date(2026, 8, 2), "youth.returning.error.ahead"),
    ],
)
def test_an_early_return_lies_before_the_last_day_and_not_ahead(
    day: date, today: date, refused: str | None
) -> None:
    if refused is None:
        ensure_early(EDITION, day, today)
        return
    with pytest.raises(DomainError) as error:
        ensure_early(EDITION, day, today)
    assert (error.value.sentence.id, error.value.field) == (refused, "day")


@pytest.mark.parametrize("state", list(RegistrationState))
def test_only_who_travelled_can_have_returned(state: RegistrationState) -> None:
    if state in TRAVELLING:
        ensure_travelling(state)
        return
    with pytest.raises(DomainError):
        ensure_travelling(state)
