"""What a guardian's withdrawal does, and how long the consent to taking part stood."""

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING, Final

from exchange.core.errors import DomainError
from exchange.core.languages import OFFICE_ZONE
from exchange.core.messages import message
from exchange.youth.enums import (
    ConsentAnswer,
    ConsentPurpose,
    EditionState,
    ParticipantKind,
    RegistrationState,
)
from exchange.youth.enums.withdrawals import WithdrawalEffect
from exchange.youth.rules.consents import Consents
from exchange.youth.rules.registrations import withdrawal_target

if TYPE_CHECKING:
    from exchange.youth.models import Edition

_E = WithdrawalEffect

#: The registration ends at once, and whoever waits is asked.
LEAVING: Final[Collection[WithdrawalEffect]] = frozenset({_E.APPLICATION_ENDS, _E.SEAT_PASSES_ON})
_ENDED: Final = frozenset({EditionState.CLOSED, EditionState.CANCELLED})


def effect_of(state: RegistrationState, edition: "Edition", today: date) -> WithdrawalEffect:
    """Return what withdrawing the consent to taking part does to a registration on a day.

    Nobody who may be travelling is taken out by a click: the division settles that.
    """
    target = withdrawal_target(state)
    if target is None or edition.state in _ENDED:
        return _E.DATA_ONLY
    if state is RegistrationState.CONFIRMED and today >= edition.starts:
        return _E.COMING_HOME
    return _E.APPLICATION_ENDS if target is RegistrationState.WITHDRAWN else _E.SEAT_PASSES_ON


def stood_on(consents: Consents, day: date) -> bool:
    """Say whether the guardian's consent to taking part stands, or was withdrawn on a day or later.

    What was taken back after the journey does not undo that the pupil was there.
    """
    found = consents.find(ConsentPurpose.JOIN)
    if found is None or found.answer is ConsentAnswer.REFUSED:
        return False
    if found.answer is ConsentAnswer.GIVEN:
        return True
    return found.at.astimezone(OFFICE_ZONE).date() >= day


def ensure_completable(kind: ParticipantKind, consents: Consents, *, last: date) -> None:
    """Refuse that a pupil took part whose guardian's consent did not stand on the last day."""
    if kind is ParticipantKind.OWN_YOUTH and not stood_on(consents, last):
        raise DomainError(message("youth.consent.error.not_completable"))


def ensure_had_left(kind: ParticipantKind, consents: Consents, *, first: date) -> None:
    """Refuse an early return where the guardian's consent did not stand on the first day."""
    if kind is ParticipantKind.OWN_YOUTH and not stood_on(consents, first):
        raise DomainError(message("youth.consent.error.never_left"))
