"""A school's registrations for an edition, with all that its papers say."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from exchange.core.permissions import Actor
from exchange.youth.models import Pupil, Registration, School
from exchange.youth.queries.registrations import own_registrations


def registrations_for_papers(
    session: Session, actor: Actor, edition_id: UUID
) -> Sequence[Registration]:
    """Return the registrations of an edition the actor may see, with their steps, by name.

    The pupil's school is the one of now, the registration's that of its day.
    """
    statement = (
        own_registrations(actor)
        .join(Registration.pupil)
        .join(Pupil.school)
        .where(Registration.edition_id == edition_id)
        .options(
            contains_eager(Registration.pupil).contains_eager(Pupil.school),
            joinedload(Registration.school),
            selectinload(Registration.steps),
        )
        .order_by(School.sort_key, School.id, Pupil.sort_key, Pupil.id)
    )
    return session.scalars(statement).all()
