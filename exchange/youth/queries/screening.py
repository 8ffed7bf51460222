"""Criteria, numbers and scores of a screening."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from exchange.youth.enums import RegistrationState
from exchange.youth.models import Criterion, Registration, Score


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
