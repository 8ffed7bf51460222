"""What the division decides: return, select, confirm, and who was there."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.core import clock
from exchange.core.database import flush
from exchange.core.errors import DomainError, TransitionError
from exchange.core.messages import message
from exchange.core.permissions import Actor
from exchange.youth.enums import SEATED, ParticipantKind, RegistrationState
from exchange.youth.models import Edition, Pupil, Registration
from exchange.youth.queries.consents import consents_of
from exchange.youth.queries.lotteries import lottery_of
from exchange.youth.queries.programmes import locked_edition
from exchange.youth.queries.registrations import chosen_registrations
from exchange.youth.queries.seats import seats_of
from exchange.youth.rules.applying import is_guardians_own, is_on_paper
from exchange.youth.rules.consents import Consents, ensure_confirmable
from exchange.youth.rules.editions import ensure_begun
from exchange.youth.rules.lotteries import ensure_returnable
from exchange.youth.rules.registrations import ensure_changeable
from exchange.youth.rules.seats import ensure_seat
from exchange.youth.rules.withdrawing import ensure_completable
from exchange.youth.services.consent_links import plan_reminders
from exchange.youth.services.offering import fill_seats
from exchange.youth.services.steps import take_step
from exchange.youth.services.telling import tell_guardian


@dataclass(frozen=True, slots=True)
class Move:
    """One decision about several registrations."""

    target: RegistrationState
    keys: Sequence[UUID]
    reason: str


def return_registration(
    session: Session, *, actor: Actor, edition_id: UUID, keys: Sequence[UUID], reason: str
) -> Sequence[Registration]:
    """Send registrations back to be corrected; not once a lottery's list stands.

    A school sees it at its desk; a guardian who sent it by a link is told by mail;
    one who sent it on paper is asked by the division.
    """
    edition = _open(session, actor, edition_id)
    ensure_returnable(lottery_of(session, edition.id))
    moved = _move(session, actor, edition, Move(RegistrationState.RETURNED, keys, reason))
    for registration in moved:
        if is_guardians_own(registration, is_open=True) and not is_on_paper(registration):
            subject = message("youth.apply.mail.returned_subject", edition=edition.title)
            body = message("youth.apply.mail.returned", edition=edition.title, reason=reason)
            tell_guardian(session, registration, subject, body)
    return moved


def select_pupils(
    session: Session, *, actor: Actor, edition_id: UUID, keys: Sequence[UUID], reason: str = ""
) -> Sequence[Registration]:
    """Let pupils pass selection; one not selected before needs a free seat."""
    edition = _open(session, actor, edition_id)
    plan_reminders(session)
    return _move(session, actor, edition, Move(RegistrationState.SELECTED, keys, reason))


def reject_pupils(
    session: Session, *, actor: Actor, edition_id: UUID, keys: Sequence[UUID], reason: str = ""
) -> Sequence[Registration]:
    """Mark pupils as not selected; their seats are free."""
    edition = _open(session, actor, edition_id)
    moved = _move(session, actor, edition, Move(RegistrationState.NOT_SELECTED, keys, reason))
    fill_seats(session, edition=edition)
    return moved


def confirm_pupils(
    session: Session, *, actor: Actor, edition_id: UUID, keys: Sequence[UUID], reason: str = ""
) -> Sequence[Registration]:
    """Confirm that selected pupils take part; each guardian's consent must be there."""
    edition = _open(session, actor, edition_id)
    _ensure_consents(session, edition, keys, ensure_confirmable)
    return _move(session, actor, edition, Move(RegistrationState.CONFIRMED, keys, reason))


def mark_completed(
    session: Session, *, actor: Actor, edition_id: UUID, keys: Sequence[UUID], reason: str = ""
) -> Sequence[Registration]:
    """Mark that pupils took part, with consent to the end; from the first day on."""
    edition = _begun(session, actor, edition_id)
    ensure = partial(ensure_completable, last=edition.ends)
    _ensure_consents(session, edition, keys, ensure)
    return _move(session, actor, edition, Move(RegistrationState.COMPLETED, keys, reason))


def mark_absent(
    session: Session, *, actor: Actor, edition_id: UUID, keys: Sequence[UUID], reason: str = ""
) -> Sequence[Registration]:
    """Mark that confirmed pupils did not take part; from the first day on."""
    edition = _begun(session, actor, edition_id)
    return _move(session, actor, edition, Move(RegistrationState.ABSENT, keys, reason))


def _open(session: Session, actor: Actor, edition_id: UUID) -> Edition:
    edition = locked_edition(session, actor, edition_id)
    ensure_changeable(edition.state)
    return edition


def _begun(session: Session, actor: Actor, edition_id: UUID) -> Edition:
    edition = _open(session, actor, edition_id)
    ensure_begun(edition, clock.today())
    return edition


def _move(session: Session, actor: Actor, edition: Edition, move: Move) -> Sequence[Registration]:
    """Move chosen registrations, all or none; whoever takes a seat anew must find one."""
    if not move.keys:
        raise DomainError(message("youth.error.nobody_chosen"), field="chosen")
    registrations = chosen_registrations(session, edition, move.keys)
    seated = SEATED[edition.selection]
    with session.begin_nested():
        for registration in registrations:
            if move.target in seated and registration.state not in seated:
                _ensure_seat_for(session, edition, registration, of_several=len(move.keys) > 1)
            _step(session, actor, registration, move)
            flush(session)
    return registrations


def _ensure_seat_for(
    session: Session, edition: Edition, registration: Registration, *, of_several: bool
) -> None:
    """Refuse whoever finds no seat; among several by name, as the first may have had one."""
    school_id, gender = registration.school_id, registration.pupil.gender
    seats = seats_of(session, [edition], school_id=school_id, gender=gender)
    try:
        ensure_seat(seats[edition.id])
    except DomainError as error:
        raise (_about(session, registration, error) if of_several else error) from error


def _step(session: Session, actor: Actor, registration: Registration, move: Move) -> None:
    """Take the step of one registration; a refusal among several names the pupil."""
    try:
        take_step(
            session,
            actor=actor,
            registration=registration,
            target=move.target,
            reason=move.reason,
        )
    except TransitionError as error:
        raise _about(session, registration, error) from error


def _about(session: Session, registration: Registration, error: DomainError) -> DomainError:
    """Let a refusal name the pupil it is about."""
    name = session.get_one(Pupil, registration.pupil_id).name.written
    sentence = message("youth.error.about_pupil", name=name, sentence=error.sentence)
    return type(error)(sentence)


def _ensure_consents(
    session: Session,
    edition: Edition,
    keys: Sequence[UUID],
    ensure: Callable[[ParticipantKind, Consents], None],
) -> None:
    """Refuse pupils whose guardians have not consented to their taking part, by name."""
    registrations = chosen_registrations(session, edition, keys) if keys else ()
    consents = consents_of(session, [row.id for row in registrations])
    for row in registrations:
        try:
            ensure(row.kind, consents[row.id])
        except DomainError as error:
            raise _about(session, row, error) from error
