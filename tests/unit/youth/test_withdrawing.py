"""What a withdrawal does in every state, and how long a consent stood."""

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from exchange.core.errors import DomainError
from exchange.youth.enums import (
    ConsentAnswer,
    ConsentGiver,
    ConsentPurpose,
    EditionState,
    ParticipantKind,
    RegistrationState,
)
from exchange.youth.enums.withdrawals import WithdrawalEffect
from exchange.youth.rules.consents import NO_ANSWERS, Consents
from exchange.youth.rules.withdrawing import (
    effect_of,
    ensure_completable,
    ensure_had_left,
    stood_on,
)

_S, _E = RegistrationState, WithdrawalEffect
FIRST, LAST = date(2026, 8, 1), date(2026, 8, 10)
BEFORE = date(2026, 7, 31)

#: By state: before the first day, and from it on.
EFFECTS = {
    _S.DRAFT: (_E.APPLICATION_ENDS, _E.APPLICATION_ENDS),
    _S.SUBMITTED: (_E.APPLICATION_ENDS, _E.APPLICATION_ENDS),
    _S.RETURNED: (_E.APPLICATION_ENDS, _E.APPLICATION_ENDS),
    _S.WITHDRAWN: (_E.DATA_ONLY, _E.DATA_ONLY),
    _S.NOT_SELECTED: (_E.DATA_ONLY, _E.DATA_ONLY),
    _S.WAITLISTED: (_E.APPLICATION_ENDS, _E.APPLICATION_ENDS),
    _S.OFFERED: (_E.SEAT_PASSES_ON, _E.SEAT_PASSES_ON),
    _S.DECLINED: (_E.DATA_ONLY, _E.DATA_ONLY),
    _S.SELECTED: (_E.SEAT_PASSES_ON, _E.SEAT_PASSES_ON),
    _S.CONFIRMED: (_E.SEAT_PASSES_ON, _E.COMING_HOME),
    _S.ABSENT: (_E.DATA_ONLY, _E.DATA_ONLY),
    _S.COMPLETED: (_E.DATA_ONLY, _E.DATA_ONLY),
    _S.CANCELLED_BY_PROGRAMME: (_E.DATA_ONLY, _E.DATA_ONLY),
}


def edition(state: EditionState = EditionState.ANNOUNCED) -> Any:  # noqa: ANN401 - stands for one
    return SimpleNamespace(state=state, starts=FIRST, ends=LAST)


def said(answer: ConsentAnswer, at: datetime) -> Consents:
    row: Any = SimpleNamespace(answer=answer, at=at)
    return Consents({(ConsentGiver.GUARDIAN, ConsentPurpose.JOIN): row})


@pytest.mark.parametrize("state", RegistrationState)
def test_every_state_has_its_effect_before_and_from_the_first_day(state: RegistrationState) -> None:
    found = tuple(effect_of(state, edition(), day) for day in (BEFORE, FIRST))
    assert found == EFFECTS[state]


@pytest.mark.parametrize("state", [EditionState.CLOSED, EditionState.CANCELLED])
def test_an_ended_edition_moves_nobody(state: EditionState) -> None:
    assert effect_of(_S.WAITLISTED, edition(state), LAST) is _E.DATA_ONLY


@pytest.mark.parametrize(
    ("consents", "stands"),
    [
        (NO_ANSWERS, False),
        (said(ConsentAnswer.REFUSED, datetime(2026, 8, 12, tzinfo=UTC)), False),
        (said(ConsentAnswer.GIVEN, datetime(2026, 6, 1, tzinfo=UTC)), True),
        (said(ConsentAnswer.WITHDRAWN, datetime(2026, 8, 9, 14, 59, tzinfo=UTC)), False),
        (said(ConsentAnswer.WITHDRAWN, datetime(2026, 8, 9, 15, 0, tzinfo=UTC)), True),
    ],
)
def test_a_consent_stood_until_it_was_taken_back(consents: Consents, stands: bool) -> None:
    assert stood_on(consents, LAST) is stands


@pytest.mark.parametrize("kind", ParticipantKind)
def test_only_the_citys_own_youth_need_a_consent_to_have_taken_part(kind: ParticipantKind) -> None:
    if kind is ParticipantKind.OWN_YOUTH:
        with pytest.raises(DomainError, match="not_completable"):
            ensure_completable(kind, NO_ANSWERS, last=LAST)
        with pytest.raises(DomainError, match="never_left"):
            ensure_had_left(kind, NO_ANSWERS, first=FIRST)
    else:
        ensure_completable(kind, NO_ANSWERS, last=LAST)
        ensure_had_left(kind, NO_ANSWERS, first=FIRST)
