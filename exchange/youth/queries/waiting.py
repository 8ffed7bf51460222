"""Waiting lists: who waits, who has been offered a seat, and the minutes."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload

from exchange.core.database import Order, Page, paginate
from exchange.youth.enums import SEATED, RegistrationState
from exchange.youth.enums.waiting import WaitingAct
from exchange.youth.models import Edition, Pupil, Registration, RegistrationStep, WaitingNote
from exchange.youth.rules.waiting import Taken


def waiting_of(session: Session, edition_id: UUID) -> Sequence[Registration]:
    """Return who waits for a seat of an edition, the first first, with pupil and school."""
    ordered = _waiting(edition_id).order_by(Registration.waitlist_rank, Registration.id)
    return session.scalars(ordered).all()


def waiting_page(
    session: Session, edition_id: UUID, *, cursor: str | None = None
) -> Page[Registration]:
    """Return a page of those who wait for a seat, the first first, with pupil and school."""
    order = Order(Registration.waitlist_rank, Registration.id)
    return paginate(session, _waiting(edition_id), order, cursor=cursor)


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


def locked_offer(session: Session, registration_id: UUID) -> Registration | None:
    """Lock and return a registration that has been offered a seat; None when it no longer has."""
    return session.scalar(
        select(Registration)
        .where(Registration.id == registration_id, Registration.state == RegistrationState.OFFERED)
        .options(joinedload(Registration.pupil), joinedload(Registration.edition))
        .with_for_update(of=Registration)
    )


def standing_offers(session: Session, today: date) -> Sequence[Registration]:
    """Lock and return who was offered a seat that is still kept, the soonest deadline first."""
    return session.scalars(
        select(Registration)
        .where(Registration.state == RegistrationState.OFFERED, Registration.offer_until >= today)
        .options(joinedload(Registration.pupil), joinedload(Registration.edition))
        .order_by(Registration.offer_until, Registration.id)
        .with_for_update(of=Registration)
    ).all()


def newest_steps(
    session: Session, keys: Sequence[UUID], state: RegistrationState
) -> Mapping[UUID, RegistrationStep]:
    """Return the step by which each registration last came into a state, in one statement."""
    rows = session.scalars(
        select(RegistrationStep)
        .where(RegistrationStep.registration_id.in_(keys), RegistrationStep.state == state)
        .order_by(RegistrationStep.at, RegistrationStep.id)
    )
    return {row.registration_id: row for row in rows}


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


def taken_seats(session: Session, edition: Edition) -> Sequence[Taken]:
    """Return how many seats of an edition each school and gender holds, in one statement."""
    statement = (
        select(Registration.school_id, Pupil.gender, func.count())
        .join(Registration.pupil)
        .where(
            Registration.edition_id == edition.id,
            Registration.state.in_(SEATED[edition.selection]),
        )
        .group_by(Registration.school_id, Pupil.gender)
        .order_by(Registration.school_id, Pupil.gender)
    )
    return [Taken(*row) for row in session.execute(statement)]


def last_notes(session: Session, edition_id: UUID) -> Mapping[UUID | None, WaitingNote]:
    """Return the last line of the minutes about each registration; under None the last of all."""
    about_each = (
        select(func.max(WaitingNote.number))
        .where(WaitingNote.edition_id == edition_id)
        .group_by(WaitingNote.registration_id)
    )
    statement = select(WaitingNote).where(
        WaitingNote.edition_id == edition_id, WaitingNote.number.in_(about_each)
    )
    notes = session.scalars(statement.order_by(WaitingNote.number)).all()
    found: dict[UUID | None, WaitingNote] = {note.registration_id: note for note in notes}
    return {**found, None: notes[-1]} if notes else {}


def last_told(session: Session, registration_id: UUID) -> WaitingAct | None:
    """Return what the minutes last tell of a registration."""
    newest = select(WaitingNote.told).where(WaitingNote.registration_id == registration_id)
    return session.scalars(newest.order_by(WaitingNote.number.desc()).limit(1)).first()


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


def _waiting(edition_id: UUID) -> Select[Registration]:
    return (
        select(Registration)
        .where(
            Registration.edition_id == edition_id,
            Registration.state == RegistrationState.WAITLISTED,
        )
        .options(joinedload(Registration.pupil), joinedload(Registration.school))
    )
