"""Whose selection has a result, and what was told of it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, contains_eager

from exchange.core.permissions import Actor
from exchange.youth.enums.waiting import NoticeWay, SelectionResult
from exchange.youth.models import Pupil, Registration, ResultNotice, School
from exchange.youth.queries.registrations import own_registrations
from exchange.youth.rules.letters import RESULTS, has_letter


def decided_of(
    session: Session, actor: Actor, edition_id: UUID, *, school_id: UUID | None = None
) -> Sequence[Registration]:
    """Return whom a letter is for, of those the actor may see, by school and name.

    The school is the one a pupil is at now: it hands the letter over.
    """
    statement = (
        own_registrations(actor)
        .join(Registration.pupil)
        .join(Pupil.school)
        .where(
            Registration.edition_id == edition_id,
            Registration.state.in_(RESULTS),
        )
        .options(contains_eager(Registration.pupil).contains_eager(Pupil.school))
        .order_by(School.sort_key, School.id, Pupil.sort_key, Pupil.id)
    )
    if school_id is not None:
        statement = statement.where(Pupil.school_id == school_id)
    return [row for row in session.scalars(statement) if has_letter(row)]


def notices_of(
    session: Session, keys: Sequence[UUID], way: NoticeWay
) -> Mapping[UUID, ResultNotice]:
    """Return what was told in one way, by registration."""
    rows = session.scalars(
        select(ResultNotice).where(ResultNotice.registration_id.in_(keys), ResultNotice.way == way)
    )
    return {row.registration_id: row for row in rows}


def told_chosen(session: Session, keys: Sequence[UUID]) -> Mapping[UUID, datetime]:
    """Return when a guardian was first told that a pupil was chosen, by mail or by letter."""
    rows = session.execute(
        select(ResultNotice.registration_id, func.min(ResultNotice.at))
        .where(
            ResultNotice.registration_id.in_(keys),
            ResultNotice.result == SelectionResult.SELECTED,
        )
        .group_by(ResultNotice.registration_id)
    )
    return {key: at for key, at in rows}
