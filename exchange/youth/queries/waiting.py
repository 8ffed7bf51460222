"""Waiting lists: who waits, who has been offered a seat, and the minutes."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from exchange.core.database import Order, Page, paginate
from exchange.youth.enums import RegistrationState
from exchange.youth.models import Registration, WaitingNote


def waiting_of(session: Session, edition_id: UUID) -> Sequence[Registration]:
    """Return who waits for a seat of an edition, the first first, with pupil and school."""
    statement = (
        select(Registration)
        .where(
            Registration.edition_id == edition_id,
            Registration.state == RegistrationState.WAITLISTED,
        )
        .options(joinedload(Registration.pupil), joinedload(Registration.school))
        .order_by(Registration.waitlist_rank, Registration.id)
    )
    return session.scalars(statement).all()


def offers_of(session: Session, edition_id: UUID) -> Sequence[Registration]:
    """Return who has been offered a seat and has not answered, the soonest deadline first."""
    statement = (
        select(Registration)
        .where(
            Registration.edition_id == edition_id, Registration.state == RegistrationState.OFFERED
        )
        .options(joinedload(Registration.pupil), joinedload(Registration.school))
        .order_by(Registration.offer_until, Registration.id)
    )
    return session.scalars(statement).all()


def minutes_of(
    session: Session, edition_id: UUID, *, cursor: str | None = None
) -> Page[WaitingNote]:
    """Return a page of the minutes of an edition's waiting list, newest first."""
    statement = (
        select(WaitingNote)
        .where(WaitingNote.edition_id == edition_id)
        .options(
            joinedload(WaitingNote.registration).joinedload(Registration.pupil),
            joinedload(WaitingNote.registration).joinedload(Registration.school),
        )
    )
    order = Order(WaitingNote.number, WaitingNote.id, descending=True)
    return paginate(session, statement, order, cursor=cursor)


def next_number(session: Session, edition_id: UUID) -> int:
    """Return the number of the next line of an edition's minutes; the edition's lock is held."""
    statement = select(func.max(WaitingNote.number)).where(WaitingNote.edition_id == edition_id)
    return (session.scalar(statement) or 0) + 1


def place_of(session: Session, registration: Registration) -> int | None:
    """Return how many stand before a waiting pupil, and the pupil: 1 is next; None: not waiting."""
    if registration.waitlist_rank is None:
        return None
    statement = select(func.count()).where(
        Registration.edition_id == registration.edition_id,
        Registration.waitlist_rank <= registration.waitlist_rank,
    )
    return session.scalar(statement) or 0


def editions_with_overdue_offers(session: Session, today: date) -> Sequence[UUID]:
    """Return the editions in which an offer's last day is over."""
    statement = (
        select(Registration.edition_id)
        .where(Registration.state == RegistrationState.OFFERED, Registration.offer_until < today)
        .distinct()
        .order_by(Registration.edition_id)
    )
    return session.scalars(statement).all()
