"""Sessions around an edition's journey, and who was there."""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from exchange.core.database import Page, paginate
from exchange.core.errors import NotFoundError
from exchange.core.permissions import Actor
from exchange.youth.enums import PLACED
from exchange.youth.models import (
    Edition,
    OrientationSession,
    Programme,
    Pupil,
    Registration,
    School,
    SessionAttendance,
)
from exchange.youth.queries.programmes import edition_for, readable_editions
from exchange.youth.queries.registrations import BY_SCHOOL
from exchange.youth.rules.sessions import Marks


def sessions_of_edition(session: Session, edition_id: UUID) -> Sequence[OrientationSession]:
    """Return an edition's sessions by day, those called off too."""
    statement = select(OrientationSession).where(OrientationSession.edition_id == edition_id)
    order = (OrientationSession.day, OrientationSession.starts, OrientationSession.id)
    return session.scalars(statement.order_by(*order)).all()


def session_for(session: Session, actor: Actor, key: UUID) -> OrientationSession:
    """Return a session of an edition the actor works with, and the edition; NotFoundError."""
    statement = select(OrientationSession).where(OrientationSession.id == key)
    found = session.scalar(statement.options(joinedload(OrientationSession.edition)))
    if found is None:
        raise NotFoundError
    edition_for(session, actor, found.edition_id)
    return found


def sessions_between(
    session: Session, first: date, last: date, actor: Actor | None
) -> Sequence[OrientationSession]:
    """Return sessions of readable editions from the first day to the last, with the partner."""
    programme = contains_eager(OrientationSession.edition).contains_eager(Edition.programme)
    statement = (
        select(OrientationSession)
        .join(OrientationSession.edition)
        .join(Edition.programme)
        .where(
            OrientationSession.day.between(first, last),
            Edition.id.in_(readable_editions(actor)),
        )
        .options(programme.joinedload(Programme.partner))
        .order_by(OrientationSession.day, OrientationSession.starts, OrientationSession.id)
    )
    return session.scalars(statement).all()


def expected_registrations(session: Session, edition_id: UUID) -> Sequence[Registration]:
    """Return who is expected at an edition's sessions, by school and name."""
    order = (School.sort_key, School.id, Pupil.sort_key, Pupil.id)
    return session.scalars(_expected(edition_id).order_by(*order)).all()


def expected_page(
    session: Session, edition_id: UUID, *, cursor: str | None = None
) -> Page[Registration]:
    """Return a page of them."""
    return paginate(session, _expected(edition_id), BY_SCHOOL, cursor=cursor)


def marks_of(session: Session, edition_id: UUID, keys: Collection[UUID]) -> Marks:
    """Return the attendance of some of an edition's pupils, by session and registration."""
    statement = (
        select(SessionAttendance)
        .join(OrientationSession, OrientationSession.id == SessionAttendance.session_id)
        .where(
            OrientationSession.edition_id == edition_id,
            SessionAttendance.registration_id.in_(keys),
        )
    )
    rows = session.scalars(statement.execution_options(populate_existing=True))
    return {(row.session_id, row.registration_id): row.mark for row in rows}


def _expected(edition_id: UUID) -> Select[Registration]:
    return (
        select(Registration)
        .join(Registration.pupil)
        .join(Registration.school)
        .where(Registration.edition_id == edition_id, Registration.state.in_(PLACED))
        .options(contains_eager(Registration.pupil), contains_eager(Registration.school))
    )
