"""What a registration waits for, state by state."""

from datetime import date

import pytest

from exchange.youth.enums import (
    GapKind,
    ParticipantKind,
    Registering,
    RegistrationState,
    Relationship,
    WaitsFor,
)
from exchange.youth.models import Edition, Registration
from exchange.youth.rules.missing import (
    Gap,
    attendance_of,
    correction_of,
    guardian_of,
    principal_of,
    turn_of,
)

_S = RegistrationState
SINCE = date(2026, 6, 15)
ENDS = date(2026, 8, 10)

TURNS = {
    _S.DRAFT: (GapKind.SUBMISSION, WaitsFor.SCHOOL),
    _S.SUBMITTED: (GapKind.DECISION, WaitsFor.DIVISION),
    _S.RETURNED: (GapKind.CORRECTION, WaitsFor.SCHOOL),
    _S.WITHDRAWN: None,
    _S.NOT_SELECTED: None,
    _S.WAITLISTED: None,
    _S.OFFERED: (GapKind.OFFER, WaitsFor.GUARDIAN),
    _S.DECLINED: None,
    _S.SELECTED: (GapKind.CONFIRMATION, WaitsFor.DIVISION),
    _S.CONFIRMED: None,
    _S.ABSENT: None,
    _S.COMPLETED: None,
    _S.CANCELLED_BY_PROGRAMME: None,
}


@pytest.mark.parametrize("state", list(_S))
def test_every_state_says_whose_turn_it_is(state: RegistrationState) -> None:
    expected = TURNS[state]
    assert turn_of(state, SINCE) == (Gap(*expected, SINCE) if expected else None)


@pytest.mark.parametrize(
    ("state", "today", "missing"),
    [
        (_S.CONFIRMED, ENDS, False),
        (_S.CONFIRMED, date(2026, 8, 11), True),
        (_S.COMPLETED, date(2026, 8, 11), False),
    ],
)
def test_attendance_is_missing_after_the_last_day(
    state: RegistrationState, today: date, missing: bool
) -> None:
    gap = Gap(GapKind.ATTENDANCE, WaitsFor.DIVISION, ENDS) if missing else None
    assert attendance_of(state, ends=ENDS, today=today) == gap


@pytest.mark.parametrize(
    ("kind", "state", "given", "missing"),
    [
        (ParticipantKind.OWN_YOUTH, _S.SUBMITTED, ("", Relationship.MOTHER), True),
        (ParticipantKind.OWN_YOUTH, _S.CONFIRMED, ("見本 太郎", None), True),
        (ParticipantKind.OWN_YOUTH, _S.SUBMITTED, ("見本 太郎", Relationship.FATHER), False),
        (ParticipantKind.OWN_YOUTH, _S.WITHDRAWN, ("", None), False),
        (ParticipantKind.CHAPERONE, _S.SUBMITTED, ("", None), False),
    ],
)
def test_a_guardian_is_missing_while_the_registration_stands(
    kind: ParticipantKind,
    state: RegistrationState,
    given: tuple[str, Relationship | None],
    missing: bool,
) -> None:
    gap = Gap(GapKind.GUARDIAN, WaitsFor.SCHOOL, SINCE) if missing else None
    assert guardian_of(kind, state, given=given, since=SINCE) == gap


@pytest.mark.parametrize(("today", "days"), [(SINCE, 0), (date(2026, 6, 18), 3)])
def test_a_wait_is_counted_in_days(today: date, days: int) -> None:
    assert Gap(GapKind.DECISION, WaitsFor.DIVISION, SINCE).days(today) == days


@pytest.mark.parametrize(
    ("by_guardian", "confirmed", "waits_for"),
    [
        (True, None, WaitsFor.GUARDIAN),
        (True, SINCE, WaitsFor.SCHOOL),
        (False, None, WaitsFor.SCHOOL),
    ],
)
def test_who_sent_it_puts_right_what_was_sent_back(
    by_guardian: bool, confirmed: date | None, waits_for: WaitsFor
) -> None:
    row = Registration(state=_S.RETURNED, by_guardian=by_guardian, principal_confirmed_on=confirmed)
    assert correction_of(row, SINCE) == Gap(GapKind.CORRECTION, waits_for, SINCE)
    row.state = _S.SUBMITTED
    assert correction_of(row, SINCE) == Gap(GapKind.DECISION, WaitsFor.DIVISION, SINCE)


def test_a_school_is_waited_for_until_it_takes_over_what_a_guardian_sent() -> None:
    edition = Edition(registering=Registering.BOTH)
    row = Registration(state=_S.SUBMITTED, by_guardian=True)
    assert principal_of(edition, row, SINCE) == Gap(GapKind.PRINCIPAL, WaitsFor.SCHOOL, SINCE)
    row.principal_confirmed_on = SINCE
    assert principal_of(edition, row, SINCE) is None
