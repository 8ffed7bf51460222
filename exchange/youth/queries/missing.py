"""What registrations lack, for the desk and the registrations' own pages."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.youth.models import Edition, Registration
from exchange.youth.queries.standings import standing_of, standings
from exchange.youth.rules.missing import Gap, gaps_of


def missing_for(
    session: Session, registrations: Sequence[Registration], today: date
) -> Mapping[UUID, Sequence[Gap]]:
    """Return what each registration lacks, by its key, the longest wait first.

    Two statements, however many registrations are asked about.
    """
    if not registrations:
        return {}
    editions = editions_by_key(session, {row.edition_id for row in registrations})
    rows = session.execute(standings(Registration.id.in_([row.id for row in registrations])))
    return {row.id: gaps_of(editions[row.edition_id], standing_of(row), today) for row in rows}


def editions_by_key(session: Session, keys: Collection[UUID]) -> Mapping[UUID, Edition]:
    """Return editions by their keys."""
    return {row.id: row for row in session.scalars(select(Edition).where(Edition.id.in_(keys)))}
