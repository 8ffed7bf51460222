"""What a registration lacks, whose turn it is, and since when."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from exchange.core.languages import OFFICE_ZONE
from exchange.youth.enums import (
    ConsentAnswer,
    ConsentGiver,
    ConsentPurpose,
    GapKind,
    ParticipantKind,
    RegistrationState,
    WaitsFor,
)
from exchange.youth.rules.applying import by_school, waits_for_school
from exchange.youth.rules.consents import Consents, is_asked
from exchange.youth.rules.followups import Needs, needs

if TYPE_CHECKING:
    from exchange.youth.models import Edition, Registration


@dataclass(frozen=True, slots=True)
class Gap:
    """Something a registration waits for; `since` is the office's day on which that began."""

    kind: GapKind
    waits_for: WaitsFor
    since: date

    def days(self, today: date) -> int:
        """Return for how many days it has been waited for: 0 on the first."""
        return max(0, (today - self.since).days)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """All that decides what a registration lacks; whose it is, is not in it.

    It may stand for many that differ in their days alone, with the earliest of each: what they
    lack is one thing, and none of them has waited longer.
    """

    state: RegistrationState
    kind: ParticipantKind
    by_guardian: bool
    principal_confirmed_on: date | None
    #: Whether the guardian's name, and what they are to the pupil, were given.
    guardian_given: bool
    #: The office's day on which it came into its state.
    since: date
    #: The day on which the guardian was last asked for consent.
    asked_on: date | None
    #: What guardian and pupil said, as far as the guardian is asked; with it what is filled in.
    consents: Consents
    filled: Needs


#: What a state itself waits for; states that wait for nobody are left out.
_TURNS: Final = {
    RegistrationState.DRAFT: (GapKind.SUBMISSION, WaitsFor.SCHOOL),
    RegistrationState.RETURNED: (GapKind.CORRECTION, WaitsFor.SCHOOL),
    RegistrationState.SUBMITTED: (GapKind.DECISION, WaitsFor.DIVISION),
    RegistrationState.OFFERED: (GapKind.OFFER, WaitsFor.GUARDIAN),
    RegistrationState.SELECTED: (GapKind.CONFIRMATION, WaitsFor.DIVISION),
}


#: While a registration stands, somebody has to be reached about the pupil.
_REACHED: Final = frozenset(_TURNS) | {RegistrationState.WAITLISTED, RegistrationState.CONFIRMED}


def gaps_of(edition: "Edition", standing: Standing, today: date) -> Sequence[Gap]:
    """Return what a registration of an edition lacks, the longest wait first."""
    state, since = standing.state, standing.since
    found = [
        correction_of(standing, since),
        principal_of(edition, standing, since),
        attendance_of(state, ends=edition.ends, today=today),
        guardian_of(standing.kind, state, given=[standing.guardian_given], since=since),
    ]
    if is_asked(standing.kind, state):
        consents, asker = standing.consents, asker_of(edition)
        lacking = needs(state, edition.direction, consents).less(standing.filled)
        found.append(
            consent_of(state, consents, asker=asker, asked_on=standing.asked_on, since=since)
        )
        found.append(follow_up_of(lacking, since))
    told = [gap for gap in found if gap is not None]
    return sorted(told, key=lambda gap: (gap.since, gap.kind))


def turn_of(state: RegistrationState, since: date) -> Gap | None:
    """Return what a registration in a state waits for, None where nobody has to act."""
    found = _TURNS.get(state)
    return Gap(*found, since) if found else None


def correction_of(registration: "Registration | Standing", since: date) -> Gap | None:
    """Return that a guardian has to put right what was sent back; the school, its own."""
    is_guardians = registration.by_guardian and registration.principal_confirmed_on is None
    if registration.state is not RegistrationState.RETURNED or not is_guardians:
        return turn_of(registration.state, since)
    return Gap(GapKind.CORRECTION, WaitsFor.GUARDIAN, since)


def principal_of(
    edition: "Edition", registration: "Registration | Standing", since: date
) -> Gap | None:
    """Return that the school has not taken over what a guardian sent."""
    if not waits_for_school(
        edition,
        by_guardian=registration.by_guardian,
        confirmed_on=registration.principal_confirmed_on,
        state=registration.state,
    ):
        return None
    return Gap(GapKind.PRINCIPAL, WaitsFor.SCHOOL, since)


def guardian_of(
    kind: ParticipantKind,
    state: RegistrationState,
    *,
    given: Iterable[object],
    since: date,
) -> Gap | None:
    """Return that the school has not said who the guardian is, or what to the pupil."""
    if kind is ParticipantKind.CHAPERONE or state not in _REACHED or all(given):
        return None
    return Gap(GapKind.GUARDIAN, WaitsFor.SCHOOL, since)


def attendance_of(state: RegistrationState, *, ends: date, today: date) -> Gap | None:
    """Return that attendance is not marked yet, once the edition's last day is over."""
    if state is not RegistrationState.CONFIRMED or today <= ends:
        return None
    return Gap(GapKind.ATTENDANCE, WaitsFor.DIVISION, ends)


def asker_of(edition: "Edition") -> WaitsFor:
    """Return who asks the guardians of an edition: no school does where none registers."""
    return WaitsFor.SCHOOL if by_school(edition.registering) else WaitsFor.DIVISION


def consent_of(
    state: RegistrationState,
    consents: Consents,
    *,
    asker: WaitsFor,
    asked_on: date | None,
    since: date,
) -> Gap | None:
    """Return what is missing of the consents of a registration whose guardian is asked.

    Until a guardian was asked the asker has to act, and after a "no" again. What was taken back
    of a confirmed pupil, who may be away, the division settles.
    """
    answered = consents.find(ConsentPurpose.JOIN)
    if answered is None:
        waits_for = asker if asked_on is None else WaitsFor.GUARDIAN
        return Gap(GapKind.CONSENT, waits_for, asked_on or since)
    said_on = answered.at.astimezone(OFFICE_ZONE).date()
    is_confirmed = state is RegistrationState.CONFIRMED
    if answered.answer is ConsentAnswer.WITHDRAWN and is_confirmed:
        return Gap(GapKind.WITHDRAWAL, WaitsFor.DIVISION, said_on)
    if answered.answer is not ConsentAnswer.GIVEN:
        return Gap(GapKind.CONSENT, asker, said_on)
    if not consents.grants(ConsentPurpose.JOIN, ConsentGiver.PUPIL):
        return Gap(GapKind.OWN_CONSENT, WaitsFor.GUARDIAN, said_on)
    return None


def follow_up_of(missing: Needs, since: date) -> Gap | None:
    """Return that health or passport are still to be filled in."""
    return Gap(GapKind.FOLLOW_UP, WaitsFor.GUARDIAN, since) if missing else None
