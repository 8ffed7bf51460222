"""Schools and their pupils."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from exchange.core.database import Order, Page, paginate
from exchange.core.errors import NotFoundError
from exchange.youth.models import Pupil, Registration, School
from exchange.youth.queries.registrations import of_school


def schools_page(session: Session, *, cursor: str | None = None) -> Page[School]:
    """Return a page of the schools by name."""
    return paginate(session, select(School), Order(School.sort_key, School.id), cursor=cursor)


def active_schools(session: Session) -> Sequence[School]:
    """Return the schools that register, by name."""
    active = select(School).where(School.active)
    return session.scalars(active.order_by(School.sort_key, School.id)).all()


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


def edition_ids_of(session: Session, school_id: UUID) -> frozenset[UUID]:
    """Return the editions for which a school's pupils of now are registered, whatever became."""
    statement = select(Registration.edition_id).where(of_school(school_id))
    return frozenset(session.scalars(statement.distinct()))


def spellings_of_pupils(session: Session) -> Sequence[tuple[str, str, str]]:
    """Return every pupil's folded spellings, divided by `|`, with the given name and its kana."""
    rows = session.execute(
        select(Pupil.search_key, Pupil.given_name, Pupil.given_kana)
        .where(Pupil.erased_at.is_(None))
        .order_by(Pupil.id)
    )
    return [(key, given, kana) for key, given, kana in rows]


def pupils_stamp(session: Session) -> str:
    """Return what changes whenever a pupil or a registration is added or changed."""
    counted = (
        select(of).scalar_subquery()
        for of in (
            func.count(Pupil.id),
            func.max(Pupil.updated_at),
            func.count(Registration.id),
            func.max(Registration.updated_at),
        )
    )
    return "|".join(str(value) for value in session.execute(select(*counted)).one())
