"""A pupil leaves an edition, or an offered seat is declined; whoever waits may take it."""

from uuid import UUID

from sqlalchemy.orm import Session

from exchange.core import clock
from exchange.core.database import flush
from exchange.core.languages import Language
from exchange.core.messages import message
from exchange.core.permissions import Actor
from exchange.core.translate import translate
from exchange.youth.enums import RegistrationState
from exchange.youth.models import Registration
from exchange.youth.rules.registrations import withdrawal_target
from exchange.youth.rules.waiting import ensure_offer
from exchange.youth.services.offering import note_leaving
from exchange.youth.services.steps import expect_seen, locked_registration, take_step
from exchange.youth.services.telling import tell_school_of


def withdraw(
    session: Session,
    *,
    actor: Actor,
    registration_id: UUID,
    reason: str,
    version: int | None = None,
) -> Registration:
    """Take a pupil out: withdrawn before selection, declined from then on; the seat is free."""
    registration = locked_registration(session, actor, registration_id)
    expect_seen(registration, version)
    previous = registration.state
    target = withdrawal_target(previous) or RegistrationState.WITHDRAWN
    take_step(session, actor=actor, registration=registration, target=target, reason=reason)
    flush(session)
    offered = previous is RegistrationState.OFFERED
    note_leaving(session, actor=actor, registration=registration, offered=offered, reason=reason)
    return registration


def decline_offer(
    session: Session, *, actor: Actor, registration_id: UUID, version: int | None = None
) -> Registration:
    """Decline an offered seat as the guardian; the school of now is told, without a name."""
    registration = locked_registration(session, actor, registration_id)
    expect_seen(registration, version)
    ensure_offer(registration.state, registration.offer_until, clock.today())
    reason = translate(message("youth.waiting.guardian.reason"), Language.JA)
    withdraw(session, actor=actor, registration_id=registration_id, reason=reason)
    subject = message("youth.waiting.mail.declined_subject")
    tell_school_of(session, registration, subject, message("youth.waiting.mail.declined"))
    return registration
