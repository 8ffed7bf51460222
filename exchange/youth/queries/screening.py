"""Criteria, numbers and scores of a screening."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from exchange.core.errors import NotFoundError
from exchange.core.links import Link
from exchange.core.messages import message
from exchange.youth.enums import RegistrationState
from exchange.youth.models import Assessor, Criterion, Edition, Registration, Score
from exchange.youth.models.screening import BY_LINK


def criteria_of(session: Session, edition_id: UUID) -> Sequence[Criterion]:
    """Return the criteria of an edition, in order."""
    statement = select(Criterion).where(Criterion.edition_id == edition_id)
    return session.scalars(statement.order_by(Criterion.number)).all()


def numbered_of(session: Session, edition_id: UUID) -> Sequence[Registration]:
    """Return who has a number and waits for the selection, by number."""
    statement = (
        select(Registration)
        .where(
            Registration.edition_id == edition_id,
            Registration.blind_number.is_not(None),
            Registration.state == RegistrationState.SUBMITTED,
        )
        .options(joinedload(Registration.pupil))
    )
    return session.scalars(statement.order_by(Registration.blind_number)).all()


def scores_by(session: Session, edition_id: UUID, assessor: str) -> Sequence[Score]:
    """Return what one assessor gave."""
    statement = (
        select(Score)
        .join(Criterion, Criterion.id == Score.criterion_id)
        .where(Criterion.edition_id == edition_id, Score.assessor == assessor)
    )
    return session.scalars(statement.order_by(Score.registration_id, Criterion.number)).all()


def totals_of(session: Session, edition_id: UUID) -> Mapping[int, Sequence[int]]:
    """Return by number what each assessor gave in all."""
    rows = session.execute(
        select(Score.registration_id, func.sum(Score.points))
        .join(Criterion, Criterion.id == Score.criterion_id)
        .where(Criterion.edition_id == edition_id)
        .group_by(Score.registration_id, Score.assessor)
        .order_by(Score.registration_id, Score.assessor)
    )
    given: dict[UUID, list[int]] = {}
    for key, total in rows:
        given.setdefault(key, []).append(int(total))
    return {
        row.blind_number: given.get(row.id, [])
        for row in numbered_of(session, edition_id)
        if row.blind_number is not None
    }


def assessors_of(session: Session, edition_id: UUID) -> Sequence[tuple[Assessor, int]]:
    """Return who scores by a link, by name, each with how many numbers were scored."""
    scored = (
        select(Score.assessor, func.count(Score.registration_id.distinct()).label("numbers"))
        .join(Criterion, Criterion.id == Score.criterion_id)
        .where(Criterion.edition_id == edition_id)
        .group_by(Score.assessor)
        .subquery()
    )
    statement = (
        select(Assessor, func.coalesce(scored.c.numbers, 0))
        .outerjoin(scored, scored.c.assessor == BY_LINK + Assessor.name)
        .where(Assessor.edition_id == edition_id)
        .options(joinedload(Assessor.link))
        .order_by(Assessor.name, Assessor.id)
    )
    return [(row[0], row[1]) for row in session.execute(statement)]


def assessor_in(session: Session, edition_id: UUID, key: UUID) -> Assessor:
    """Return an assessor of an edition, with the link; raises NotFoundError."""
    statement = select(Assessor).where(Assessor.id == key, Assessor.edition_id == edition_id)
    found = session.scalar(statement.options(joinedload(Assessor.link)))
    if found is None:
        raise NotFoundError
    return found


def assessors_by_keys(session: Session, keys: Sequence[UUID]) -> Sequence[Assessor]:
    """Return these assessors with their links, by key."""
    statement = select(Assessor).where(Assessor.id.in_(keys)).order_by(Assessor.id)
    return session.scalars(statement.options(joinedload(Assessor.link))).all()


def assessor_of_link(session: Session, link: Link, today: date) -> Assessor:
    """Return whom a live link was made for, until its last day; raises NotFoundError."""
    statement = select(Assessor).where(Assessor.link_id == link.id, Assessor.last_day >= today)
    found = session.scalar(statement.options(joinedload(Assessor.link)))
    if found is None:
        raise NotFoundError(message("core.error.link"))
    return found


def edition_of_assessor(session: Session, assessor: Assessor) -> Edition:
    """Return the edition somebody scores for."""
    return session.get_one(Edition, assessor.edition_id)
