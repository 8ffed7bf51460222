"""Pupils a school has registered before and not yet for an edition."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from exchange.core.database import Order, Page, paginate
from exchange.core.errors import NotFoundError
from exchange.youth.models import Edition, Pupil, Registration, School
from exchange.youth.rules.known import Known, known


def known_pupils(
    session: Session, school: School, edition: Edition, *, cursor: str | None = None
) -> tuple[Page[Pupil], Sequence[Known]]:
    """Return a page of the school's earlier pupils who are not in an edition, by name."""
    order = Order(Pupil.sort_key, Pupil.id, places=select(Pupil.id))
    page = paginate(session, _candidates(school, edition), order, cursor=cursor)
    return page, _known(session, page.rows, school, edition)


def known_by_id(
    session: Session, school: School, edition: Edition, keys: Collection[UUID]
) -> Sequence[Known]:
    """Return some of them, by name; raises NotFoundError when one is not among them."""
    statement = _candidates(school, edition).where(Pupil.id.in_(keys))
    pupils = session.scalars(statement.order_by(Pupil.sort_key, Pupil.id)).all()
    if len(pupils) != len(set(keys)):
        raise NotFoundError
    return _known(session, pupils, school, edition)


def _candidates(school: School, edition: Edition) -> Select[Pupil]:
    here = select(Registration.pupil_id).where(Registration.edition_id == edition.id)
    ever = select(Registration.pupil_id)
    return select(Pupil).where(
        Pupil.school_id == school.id,
        Pupil.merged_into_id.is_(None),
        Pupil.id.in_(ever),
        Pupil.id.not_in(here),
    )


def _known(
    session: Session, pupils: Sequence[Pupil], school: School, edition: Edition
) -> Sequence[Known]:
    last = _last_of(session, [pupil.id for pupil in pupils])
    year = edition.fiscal_year
    return [known(pupil, last[pupil.id], level=school.level, year=year) for pupil in pupils]


def _last_of(session: Session, pupil_ids: Collection[UUID]) -> Mapping[UUID, Registration]:
    """Return the newest registration of each pupil, with its edition."""
    rows = session.scalars(
        select(Registration)
        .where(Registration.pupil_id.in_(pupil_ids))
        .options(joinedload(Registration.edition))
        .order_by(Registration.created_at, Registration.id)
    )
    return {row.pupil_id: row for row in rows}
