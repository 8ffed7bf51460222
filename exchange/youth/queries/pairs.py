"""Which editions answer or repeat each other, and the visits that are an edition's journey."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Select, func, literal, or_, select, union_all
from sqlalchemy.orm import Session, contains_eager, joinedload

from exchange.core.database import Localized
from exchange.delegations.models import Visit
from exchange.youth.enums import EditionState, ParticipantKind, RegistrationState, YouthDirection
from exchange.youth.models import Edition, Pupil, Registration, School


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


def newest_direction(session: Session, programme_id: UUID) -> YouthDirection | None:
    """Return which way a programme's newest edition that was not cancelled goes."""
    statement = select(Edition.direction).where(
        Edition.programme_id == programme_id, Edition.state != EditionState.CANCELLED
    )
    return session.scalar(statement.order_by(Edition.starts.desc(), Edition.id).limit(1))


def pair_choices(session: Session, edition: Edition) -> Sequence[Edition]:
    """Return the earlier editions of the programme the other way round, newest first."""
    statement = select(Edition).where(
        Edition.programme_id == edition.programme_id,
        Edition.direction != edition.direction,
        Edition.starts < edition.starts,
    )
    return session.scalars(statement.order_by(Edition.starts.desc(), Edition.id).limit(50)).all()


def draft_like(session: Session, edition: Edition) -> Edition | None:
    """Return the programme's draft with an edition's title, direction and days, the newest."""
    statement = select(Edition).where(
        Edition.programme_id == edition.programme_id,
        Edition.state == EditionState.DRAFT,
        Edition.direction == edition.direction,
        Edition.starts == edition.starts,
        Edition.ends == edition.ends,
        Edition.search_key == edition.search_key,
    )
    return session.scalars(statement.order_by(Edition.id.desc()).limit(1)).first()


def first_half(session: Session, edition: Edition) -> Sequence[Registration]:
    """Return who is confirmed in, or has completed, the edition that one answers.

    The city's own pupils, by the school they are at now and by name, with schools and edition.
    """
    statement = (
        select(Registration)
        .join(Registration.pupil)
        .join(Pupil.school)
        .where(
            Registration.edition_id == edition.follows_id,
            Registration.kind == ParticipantKind.OWN_YOUTH,
            Registration.state.in_([RegistrationState.CONFIRMED, RegistrationState.COMPLETED]),
        )
        .options(
            contains_eager(Registration.pupil).contains_eager(Pupil.school),
            joinedload(Registration.school),
            joinedload(Registration.edition),
        )
        .order_by(School.sort_key, School.id, Pupil.sort_key, Pupil.id)
    )
    return session.scalars(statement).all()


def persons_in(session: Session, edition: Edition) -> Mapping[UUID, RegistrationState]:
    """Return the persons registered for an edition, and what has become of them."""
    person = func.coalesce(Pupil.merged_into_id, Pupil.id)
    rows = session.execute(
        select(person, Registration.state)
        .join(Registration, Registration.pupil_id == Pupil.id)
        .where(Registration.edition_id == edition.id)
        .order_by(Registration.id)
    )
    return {key: state for key, state in rows}


def _told(
    kind: str, table: type[Visit] | type[Edition]
) -> Select[str, UUID, Localized, date, date]:
    return select(literal(kind).label("kind"), table.id, table.title, table.starts, table.ends)
