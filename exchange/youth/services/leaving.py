"""A pupil leaves an edition; whoever waits may take the seat."""

from uuid import UUID

from sqlalchemy.orm import Session

from exchange.core.database import flush
from exchange.core.permissions import Actor
from exchange.youth.enums import RegistrationState
from exchange.youth.models import Registration
from exchange.youth.rules.registrations import withdrawal_target
from exchange.youth.services.offering import note_leaving
from exchange.youth.services.steps import expect_seen, locked_registration, take_step


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
