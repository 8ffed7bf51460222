"""Counts of an edition's hosting: nobody is named, nothing sealed is opened."""

from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from exchange.hosting.models import Guest, HostFamily, Placement, YouthPair
from exchange.youth.models import Edition


@dataclass(frozen=True, slots=True)
class Counts:
    """How many families, guests who come, guests placed, and pairs that last."""

    families: int
    guests: int
    placed: int
    pairs: int


def counts_of(session: Session, edition: Edition) -> Counts:
    """Return an edition's counts in one statement."""
    families = select(func.count()).where(
        HostFamily.edition_id == edition.id, HostFamily.ended_at.is_(None)
    )
    coming = select(func.count()).where(
        Guest.edition_id == edition.id, Guest.withdrawn_at.is_(None)
    )
    placed = (
        select(func.count())
        .select_from(Placement)
        .join(Placement.guest)
        .where(Guest.edition_id == edition.id, Placement.ended_at.is_(None))
    )
    pairs = select(func.count()).where(
        YouthPair.ended_at.is_(None),
        or_(YouthPair.edition_id == edition.id, YouthPair.carried_to_id == edition.id),
    )
    found = session.execute(
        select(
            families.scalar_subquery().label("families"),
            coming.scalar_subquery().label("guests"),
            placed.scalar_subquery().label("placed"),
            pairs.scalar_subquery().label("pairs"),
        )
    )
    return Counts(**found.mappings().one())
