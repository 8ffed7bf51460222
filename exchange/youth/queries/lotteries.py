"""The lottery of an edition, and those who take part in it."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.youth.enums import RegistrationState
from exchange.youth.models import Lottery, Registration


def lottery_of(session: Session, edition_id: UUID) -> Lottery | None:
    """Return the lottery of an edition; None before its seed is published."""
    return session.scalar(select(Lottery).where(Lottery.edition_id == edition_id))


def applicants_of(session: Session, edition_id: UUID) -> Sequence[Registration]:
    """Return who has applied for an edition and waits for its selection."""
    statement = select(Registration).where(
        Registration.edition_id == edition_id, Registration.state == RegistrationState.SUBMITTED
    )
    return session.scalars(statement.order_by(Registration.id)).all()
