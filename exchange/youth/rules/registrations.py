"""Which steps of a registration a school and the division may take."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from exchange.core.errors import DomainError, TransitionError
from exchange.core.messages import Message, label, message
from exchange.youth.enums import (
    CHOSEN,
    REGISTRATION_STEPS,
    SEATED,
    EditionState,
    RegistrationState,
    Selection,
)

_S = RegistrationState

#: Steps nobody takes without saying why.
REASONED: Final = frozenset({_S.RETURNED, _S.WITHDRAWN, _S.DECLINED, _S.CANCELLED_BY_PROGRAMME})

#: What the division does with registrations, in the order of the buttons.
STAFF_TARGETS: Final = (
    _S.SELECTED,
    _S.NOT_SELECTED,
    _S.CONFIRMED,
    _S.COMPLETED,
    _S.ABSENT,
    _S.RETURNED,
)

#: Where a pupil is not registered yet, or no longer: the registration is made anew.
ANEW: Final = frozenset({_S.DRAFT, _S.WITHDRAWN})

#: Who left: nothing of the registration is put right any more.
TAKEN_OUT: Final = frozenset({_S.WITHDRAWN, _S.DECLINED})

#: While the window is open, a registration may wait this long for a decision.
DECISION_TIME: Final = timedelta(days=30)

#: What can be marked from the first day on.
_ATTENDANCE: Final = frozenset({_S.COMPLETED, _S.ABSENT})

#: Attendance has been settled, or the pupil is out of it: nothing stands in the way of closing.
SETTLED: Final = frozenset(
    {
        _S.DRAFT,
        _S.WITHDRAWN,
        _S.NOT_SELECTED,
        _S.WAITLISTED,
        _S.DECLINED,
        _S.COMPLETED,
        _S.ABSENT,
        _S.CANCELLED_BY_PROGRAMME,
    }
)


@dataclass(frozen=True, slots=True)
class Declared:
    """What a school declares of a pupil it registers; for the division or a command: nothing."""

    principal_confirmed_on: date | None = None
    purpose_explained: bool = False


UNDECLARED: Final = Declared()


def possible_targets(
    states: Iterable[RegistrationState], *, begun: bool
) -> Sequence[RegistrationState]:
    """Return what can be decided about any registration in some states, in the buttons' order."""
    reachable = {target for state in states for target in REGISTRATION_STEPS.following(state)}
    allowed = reachable if begun else reachable - _ATTENDANCE
    return [target for target in STAFF_TARGETS if target in allowed]


def states_before(
    target: RegistrationState, narrowed: RegistrationState | None
) -> frozenset[RegistrationState]:
    """Return from which states of a list (all, or narrowed to one) a registration can be moved."""
    listed = RegistrationState if narrowed is None else (narrowed,)
    return frozenset(state for state in listed if REGISTRATION_STEPS.allows(state, target))


def ensure_as_counted(found: int, counted: int) -> None:
    """Refuse to decide about another number of registrations than somebody has confirmed."""
    if found != counted:
        raise DomainError(message("youth.error.list_changed", count=found))


def waits_too_long(*, submitted_on: date, closes_on: date, today: date) -> bool:
    """Say whether a decision is due: the window has closed, or the registration is old."""
    return today > closes_on or today - submitted_on > DECISION_TIME


def withdrawal_target(state: RegistrationState) -> RegistrationState | None:
    """Return what taking a pupil out means now: withdrawn before selection, declined after."""
    for target in (_S.WITHDRAWN, _S.DECLINED):
        if REGISTRATION_STEPS.allows(state, target):
            return target
    return None


def follows_taking_out(
    state: RegistrationState, selection: Selection, *, begun: bool
) -> Sequence[Message]:
    """Say what follows when a pupil is taken out now; `begun`: the edition's first day has come."""
    said = []
    if state is _S.WAITLISTED:
        said.append(message("youth.registration.take_out_place"))
    if state in SEATED[selection]:
        freed = message("youth.registration.take_out_seat")
        said.append(message("youth.registration.take_out_unfilled") if begun else freed)
    again = message("youth.registration.take_out_again")
    never = message("youth.registration.take_out_never")
    said.append(again if withdrawal_target(state) in ANEW else never)
    said.append(message("youth.registration.take_out_kept"))
    if state in CHOSEN:
        said.append(message("youth.registration.take_out_emptied"))
    return said


def is_cancellable(state: RegistrationState) -> bool:
    """Say whether cancelling the edition still changes a registration."""
    return REGISTRATION_STEPS.allows(state, _S.CANCELLED_BY_PROGRAMME)


def ensure_step(current: RegistrationState, target: RegistrationState, reason: str | None) -> None:
    """Refuse a step the table does not know, or one without the reason it needs."""
    REGISTRATION_STEPS.ensure(current, target)
    if target in REASONED and not reason:
        raise DomainError(message("youth.error.reason_missing"), field="reason")


def ensure_returned(state: RegistrationState) -> None:
    """Refuse to correct what was not sent back: taken out, a pupil needs a seat and the window."""
    if state is not _S.RETURNED:
        sentence = message(
            "core.error.transition", current=label(state), target=label(_S.SUBMITTED)
        )
        raise TransitionError(sentence)


def ensure_changeable(state: EditionState) -> None:
    """Refuse to change registrations of an edition that is closed or cancelled."""
    if state is EditionState.CLOSED:
        raise DomainError(message("youth.error.edition_closed"))
    if state is EditionState.CANCELLED:
        raise DomainError(message("youth.error.edition_cancelled"))


def ensure_correctable(edition: EditionState, state: RegistrationState) -> None:
    """Refuse to put a registration right whose edition has ended, or whose pupil was taken out."""
    ensure_changeable(edition)
    if state in TAKEN_OUT:
        raise DomainError(message("youth.error.taken_out", state=label(state)))


def is_correctable(edition: EditionState, state: RegistrationState) -> bool:
    """Say whether there is still a way to put a registration right."""
    ended = {EditionState.CLOSED, EditionState.CANCELLED}
    return edition not in ended and state not in TAKEN_OUT


def number_of(registration_id: UUID) -> str:
    """Return what a guardian is told of which registration it is: nothing can be read from it."""
    return registration_id.hex[-6:].upper()
