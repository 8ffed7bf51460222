"""What a roster made is taken back as long as nobody has acted on it."""

import pytest

from exchange.youth.enums import RegistrationState
from exchange.youth.enums.rosters import Hold
from exchange.youth.rules.taking_back import Since, hold_of

_S = RegistrationState


@pytest.mark.parametrize("state", RegistrationState)
def test_only_what_still_stands_as_it_was_made_goes_back(state: RegistrationState) -> None:
    fresh = state in {_S.SUBMITTED, _S.WAITLISTED}
    assert hold_of(Since(state, untouched=True)) == (None if fresh else Hold.MOVED_ON)


@pytest.mark.parametrize(
    ("since", "hold"),
    [
        (Since(_S.SUBMITTED, untouched=True, answered=True), Hold.ANSWERED),
        (Since(_S.WAITLISTED, untouched=True, scored=True), Hold.SCORED),
        (Since(_S.WAITLISTED, untouched=False), Hold.CHANGED),
        (Since(_S.SELECTED, untouched=False, answered=True), Hold.MOVED_ON),
    ],
)
def test_the_first_reason_is_said(since: Since, hold: Hold) -> None:
    assert hold_of(since) == hold
