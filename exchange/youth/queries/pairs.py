"""Which editions answer each other, and the visits that are an edition's journey."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Select, literal, or_, select, union_all
from sqlalchemy.orm import Session

from exchange.core.database import Localized
from exchange.delegations.models import Visit
from exchange.youth.models import Edition


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A visit or an edition that an edition's page leads to."""

    id: UUID
    title: Localized
    starts: date
    ends: date


@dataclass(frozen=True, slots=True)
class Neighbours:
    """What an edition's page leads to, in order of their days."""

    journeys: Sequence[Neighbour]
    pairs: Sequence[Neighbour]


def neighbours_of(session: Session, edition: Edition) -> Neighbours:
    """Return an edition's journeys, the edition it answers and those that answer it, at once."""
    answering = or_(Edition.id == edition.follows_id, Edition.follows_id == edition.id)
    found = union_all(
        _told("journey", Visit).where(Visit.edition_id == edition.id),
        _told("pair", Edition).where(answering),
    )
    rows = session.execute(found.order_by("starts", "id")).all()
    journeys, pairs = (
        [Neighbour(*row[1:]) for row in rows if row[0] == kind] for kind in ("journey", "pair")
    )
    return Neighbours(journeys, pairs)


def pair_choices(session: Session, edition: Edition) -> Sequence[Edition]:
    """Return the earlier editions of the programme the other way round, newest first."""
    statement = select(Edition).where(
        Edition.programme_id == edition.programme_id,
        Edition.direction != edition.direction,
        Edition.starts < edition.starts,
    )
    return session.scalars(statement.order_by(Edition.starts.desc(), Edition.id).limit(50)).all()


def _told(
    kind: str, table: type[Visit] | type[Edition]
) -> Select[str, UUID, Localized, date, date]:
    return select(literal(kind).label("kind"), table.id, table.title, table.starts, table.ends)
