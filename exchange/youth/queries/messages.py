"""Threads between the division and schools."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from exchange.core.database import Order, Page, paginate
from exchange.core.errors import NotFoundError
from exchange.youth.models import Edition, Pupil, Registration, School, SchoolMessage
from exchange.youth.rules.duplicates import OUT


@dataclass(frozen=True, slots=True)
class Thread:
    """How a school's thread stands, as the division sees it."""

    written_at: datetime
    #: Of the school, not yet read by the division.
    unread: int
    #: Of the division, not yet read by the school.
    waiting: int


def thread_page(
    session: Session, school_id: UUID, *, cursor: str | None = None
) -> Page[SchoolMessage]:
    """Return a page of a school's thread with the editions it is about, newest first."""
    statement = (
        select(SchoolMessage)
        .where(SchoolMessage.school_id == school_id)
        .options(joinedload(SchoolMessage.edition))
    )
    order = Order(SchoolMessage.written_at, SchoolMessage.id, descending=True)
    return paginate(session, statement, order, cursor=cursor)


def threads_of(session: Session, school_ids: Collection[UUID]) -> Mapping[UUID, Thread]:
    """Return how the threads of schools stand, in one statement."""
    unread = SchoolMessage.read_at.is_(None)
    rows = session.execute(
        select(
            SchoolMessage.school_id,
            func.max(SchoolMessage.written_at),
            func.count().filter(unread, SchoolMessage.from_school.is_(True)),
            func.count().filter(unread, SchoolMessage.from_school.is_(False)),
        )
        .where(SchoolMessage.school_id.in_(school_ids))
        .group_by(SchoolMessage.school_id)
    )
    return {key: Thread(at, own, theirs) for key, at, own, theirs in rows}


def unread_of(session: Session, school_id: UUID, *, from_school: bool) -> Sequence[SchoolMessage]:
    """Return what one side of a thread has not read yet, oldest first."""
    statement = (
        select(SchoolMessage)
        .where(
            SchoolMessage.school_id == school_id,
            SchoolMessage.from_school.is_(from_school),
            SchoolMessage.read_at.is_(None),
        )
        .options(joinedload(SchoolMessage.edition))
        .order_by(SchoolMessage.written_at, SchoolMessage.id)
    )
    return session.scalars(statement).all()


def schools_to_write_to(session: Session) -> Sequence[School]:
    """Return the active schools by name."""
    statement = select(School).where(School.active.is_(True))
    return session.scalars(statement.order_by(School.sort_key, School.id)).all()


def schools_of_edition(session: Session, edition: Edition) -> Sequence[UUID]:
    """Return the active schools at which an edition's pupils are now, by name."""
    registered = (
        select(Pupil.school_id)
        .join(Registration, Registration.pupil_id == Pupil.id)
        .where(Registration.edition_id == edition.id, Registration.state.not_in(OUT))
    )
    statement = select(School.id).where(School.active.is_(True), School.id.in_(registered))
    return session.scalars(statement.order_by(School.sort_key, School.id)).all()


def active_schools(session: Session, keys: Collection[UUID]) -> Sequence[School]:
    """Return active schools by key; raises NotFoundError when one is missing."""
    statement = select(School).where(School.active.is_(True), School.id.in_(keys))
    found = session.scalars(statement.order_by(School.sort_key, School.id)).all()
    if len(found) != len(set(keys)):
        raise NotFoundError
    return found
