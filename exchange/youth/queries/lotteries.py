"""The lottery of an edition, and those who take part in it."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from exchange.core.permissions import Actor
from exchange.youth.enums import RegistrationState
from exchange.youth.models import Lottery, Registration
from exchange.youth.queries.registrations import own_registrations


def lottery_of(session: Session, edition_id: UUID) -> Lottery | None:
    """Return the lottery of an edition; None before its seed is published."""
    return session.scalar(select(Lottery).where(Lottery.edition_id == edition_id))


def applicants_of(session: Session, edition_id: UUID) -> Sequence[Registration]:
    """Return who has applied for an edition and waits for its selection."""
    statement = select(Registration).where(
        Registration.edition_id == edition_id, Registration.state == RegistrationState.SUBMITTED
    )
    return session.scalars(statement.order_by(Registration.id)).all()


def returned_of(session: Session, actor: Actor, edition_id: UUID) -> Sequence[Registration]:
    """Return who was sent back and not submitted again, of those the actor may see."""
    statement = own_registrations(actor).where(
        Registration.edition_id == edition_id, Registration.state == RegistrationState.RETURNED
    )
    loaded = statement.options(joinedload(Registration.pupil), joinedload(Registration.school))
    return session.scalars(loaded.order_by(Registration.id)).all()


def numbers_of(session: Session, edition_id: UUID) -> frozenset[int]:
    """Return the numbers ever given to somebody of an edition."""
    statement = select(Registration.blind_number).where(Registration.edition_id == edition_id)
    return frozenset(number for number in session.scalars(statement) if number is not None)


def unnumbered_applicants(session: Session, edition_id: UUID) -> Sequence[UUID]:
    """Return the registrations that were submitted for an edition and have no number."""
    statement = select(Registration.id).where(
        Registration.edition_id == edition_id,
        Registration.state == RegistrationState.SUBMITTED,
        Registration.blind_number.is_(None),
    )
    return session.scalars(statement.order_by(Registration.id)).all()


def is_number_taken(session: Session, edition_id: UUID, number: int) -> bool:
    """Say whether a number was ever given to somebody of an edition."""
    statement = select(Registration.id).where(
        Registration.edition_id == edition_id, Registration.blind_number == number
    )
    return session.scalar(statement) is not None
