"""What a school prints of its own registrations: the receipt, and the head's recommendation."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from exchange.youth.enums import ParticipantKind, RegistrationState

if TYPE_CHECKING:
    from exchange.youth.models import Registration, RegistrationStep

_S = RegistrationState

#: From nothing, from a draft or after it was taken out: being put on the list is handing in.
_NOT_HANDED_IN: Final = frozenset({None, _S.DRAFT, _S.WITHDRAWN})
#: While a registration stands, and nothing of it is settled, the head may speak for the pupil.
_STANDS: Final = frozenset(
    {_S.DRAFT, _S.SUBMITTED, _S.RETURNED, _S.WAITLISTED, _S.OFFERED, _S.SELECTED, _S.CONFIRMED}
)


def submission_of(steps: "Iterable[RegistrationStep]") -> "RegistrationStep | None":
    """Return the step by which a registration was last handed in; None for one that never was."""
    found = [step for step in steps if _hands_in(step)]
    return found[-1] if found else None


def may_be_recommended(registration: "Registration") -> bool:
    """Say whether a head may still recommend a pupil: own youth whose registration stands."""
    return registration.kind is ParticipantKind.OWN_YOUTH and registration.state in _STANDS


def _hands_in(step: "RegistrationStep") -> bool:
    if step.state is _S.SUBMITTED:
        return True
    return step.state is _S.WAITLISTED and step.previous in _NOT_HANDED_IN
