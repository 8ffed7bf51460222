"""Schools and their pupils."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.core.database import Order, Page, paginate
from exchange.core.errors import NotFoundError
from exchange.youth.models import Pupil, School


def schools_page(session: Session, *, cursor: str | None = None) -> Page[School]:
    """Return a page of the schools by name."""
    return paginate(session, select(School), Order(School.sort_key, School.id), cursor=cursor)


def school_by_id(session: Session, key: UUID | None) -> School:
    """Return a school; raises NotFoundError."""
    found = session.get(School, key) if key else None
    if found is None:
        raise NotFoundError
    return found


def locked_school(session: Session, key: UUID | None) -> School:
    """Lock and return an active school, so that its pupils are made one by one."""
    found = session.get(School, key, with_for_update=True) if key else None
    if found is None or not found.active:
        raise NotFoundError
    return found


def pupil_by_match(session: Session, school_id: UUID, match_key: str) -> Pupil | None:
    """Return the pupil a school already knows under a match key."""
    statement = select(Pupil).where(Pupil.school_id == school_id, Pupil.match_key == match_key)
    return session.scalar(statement)
