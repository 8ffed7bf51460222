"""Pupils a school has registered before and not yet for an edition."""

from collections.abc import Collection, Mapping, Sequence
from typing import Final
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from exchange.core.database import Order, Page, paginate
from exchange.core.errors import NotFoundError
from exchange.youth.enums import EditionState, RegistrationState
from exchange.youth.models import Edition, Pupil, Registration, School
from exchange.youth.rules.known import Known, known
from exchange.youth.rules.pupils import GRADES

#: A draft for another edition says nothing that the registration behind it does not.
_HANDED_IN: Final = Registration.state != RegistrationState.DRAFT


def known_pupils(
    session: Session, school: School, edition: Edition, *, cursor: str | None = None
) -> tuple[Page[Pupil], Sequence[Known]]:
    """Return a page of the school's earlier pupils who are not in an edition, by name."""
    order = Order(Pupil.sort_key, Pupil.id, places=select(Pupil.id))
    page = paginate(session, _candidates(school, edition), order, cursor=cursor)
    return page, _known(session, page.rows, school, edition)


def drafts_of(
    session: Session, school: School, edition: Edition, keys: Collection[UUID] | None = None
) -> Sequence[Known]:
    """Return the drafts the division made for the school's pupils, or some pupils', by name."""
    statement = (
        select(Registration)
        .join(Registration.pupil)
        .where(
            Registration.edition_id == edition.id,
            Registration.state == RegistrationState.DRAFT,
            Pupil.school_id == school.id,
        )
        .options(contains_eager(Registration.pupil))
    )
    if keys is not None:
        statement = statement.where(Pupil.id.in_(keys))
    rows = session.scalars(statement.order_by(Pupil.sort_key, Pupil.id))
    last = GRADES[school.level]
    return [Known(row.pupil, row, row.grade, offered=row.grade <= last) for row in rows]


def registered_of(
    session: Session, school: School, edition: Edition, keys: Collection[UUID]
) -> Sequence[Registration]:
    """Return what some of the school's pupils were registered as in an edition, no drafts."""
    statement = (
        select(Registration)
        .join(Registration.pupil)
        .where(
            Registration.edition_id == edition.id,
            _HANDED_IN,
            Pupil.school_id == school.id,
            Pupil.id.in_(keys),
        )
        .options(contains_eager(Registration.pupil))
        .execution_options(populate_existing=True)
    )
    return session.scalars(statement.order_by(Pupil.sort_key, Pupil.id)).all()


def waiting_drafts(session: Session, school_id: UUID) -> Sequence[tuple[Edition, int]]:
    """Return the running editions with drafts for a school, and how many, the first day first."""
    counted = session.execute(
        select(Registration.edition_id, func.count())
        .join(Registration.pupil)
        .where(Registration.state == RegistrationState.DRAFT, Pupil.school_id == school_id)
        .group_by(Registration.edition_id)
    )
    counts = {key: count for key, count in counted}
    editions = session.scalars(
        select(Edition)
        .where(Edition.id.in_(counts), Edition.state == EditionState.ANNOUNCED)
        .order_by(Edition.starts, Edition.id)
    )
    return [(edition, counts[edition.id]) for edition in editions]


def known_by_id(
    session: Session, school: School, edition: Edition, keys: Collection[UUID]
) -> Sequence[Known]:
    """Return some of them, drafts before the others; NotFoundError when one is not among them."""
    drafts = drafts_of(session, school, edition, keys)
    statement = _candidates(school, edition).where(Pupil.id.in_(keys))
    pupils = session.scalars(statement.order_by(Pupil.sort_key, Pupil.id)).all()
    if len(drafts) + len(pupils) != len(set(keys)):
        raise NotFoundError
    return [*drafts, *_known(session, pupils, school, edition)]


def _candidates(school: School, edition: Edition) -> Select[Pupil]:
    ever = select(Registration.id).where(Registration.pupil_id == Pupil.id, _HANDED_IN)
    here = select(Registration.id).where(
        Registration.pupil_id == Pupil.id, Registration.edition_id == edition.id
    )
    return select(Pupil).where(
        Pupil.school_id == school.id,
        Pupil.merged_into_id.is_(None),
        Pupil.erased_at.is_(None),
        ever.exists(),
        ~here.exists(),
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
        .where(Registration.pupil_id.in_(pupil_ids), _HANDED_IN)
        .options(joinedload(Registration.edition))
        .order_by(Registration.created_at, Registration.id)
    )
    return {row.pupil_id: row for row in rows}
