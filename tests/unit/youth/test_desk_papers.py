"""When a registration was handed in, and whom a head may recommend."""

from datetime import UTC, datetime

import pytest

from exchange.youth.enums import ParticipantKind, RegistrationState
from exchange.youth.models import Registration, RegistrationStep
from exchange.youth.rules.desk_papers import may_be_recommended, submission_of

S = RegistrationState
NOW = datetime(2026, 6, 15, tzinfo=UTC)
STANDS = {S.DRAFT, S.SUBMITTED, S.RETURNED, S.WAITLISTED, S.OFFERED, S.SELECTED, S.CONFIRMED}


@pytest.mark.parametrize(
    ("states", "at"),
    [
        ((), None),
        ((S.DRAFT,), None),
        ((S.DRAFT, S.WITHDRAWN), None),
        ((S.SUBMITTED,), 0),
        ((S.DRAFT, S.SUBMITTED, S.SELECTED), 1),
        ((S.SUBMITTED, S.RETURNED, S.SUBMITTED), 2),
        ((S.WAITLISTED, S.OFFERED), 0),
        ((S.DRAFT, S.WAITLISTED), 1),
        ((S.SUBMITTED, S.WAITLISTED), 0),
        ((S.SUBMITTED, S.WITHDRAWN, S.WAITLISTED), 2),
        ((S.SUBMITTED, S.NOT_SELECTED, S.WAITLISTED), 0),
    ],
)
def test_the_last_handing_in_counts(states: tuple[S, ...], at: int | None) -> None:
    before = (None, *states)
    steps = [
        RegistrationStep(previous=previous, state=state, at=NOW)
        for previous, state in zip(before, states, strict=False)
    ]
    assert submission_of(steps) is (None if at is None else steps[at])


@pytest.mark.parametrize("state", S)
@pytest.mark.parametrize("kind", ParticipantKind)
def test_own_youth_whose_registration_stands_is_recommended(
    kind: ParticipantKind, state: S
) -> None:
    expected = kind is ParticipantKind.OWN_YOUTH and state in STANDS
    assert may_be_recommended(Registration(kind=kind, state=state)) is expected
