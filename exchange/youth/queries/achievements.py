"""Reports and achievements: of an edition, of a registration, and what everyone may see."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from exchange.core.dates import PartialDate
from exchange.core.errors import NotFoundError
from exchange.core.permissions import Actor
from exchange.youth.enums.journeys import AchievementKind
from exchange.youth.models import Achievement, Pupil, PupilReport, Registration
from exchange.youth.queries.registrations import registration_for


@dataclass(frozen=True, slots=True)
class PublicAchievement:
    """All that everyone sees of an achievement: what and when, never whose."""

    kind: AchievementKind
    title: str
    happened: PartialDate


def report_of(session: Session, registration_id: UUID) -> PupilReport | None:
    """Return the report of a registration."""
    found = select(PupilReport).where(PupilReport.registration_id == registration_id)
    return session.scalar(found.execution_options(populate_existing=True))


def reports_of_edition(session: Session, edition_id: UUID) -> Mapping[UUID, PupilReport]:
    """Return an edition's reports by registration."""
    rows = session.scalars(
        select(PupilReport)
        .join(PupilReport.registration)
        .where(Registration.edition_id == edition_id)
    )
    return {row.registration_id: row for row in rows}


def achievements_of_edition(session: Session, edition_id: UUID) -> Sequence[Achievement]:
    """Return an edition's achievements with their pupils, the newest first."""
    return session.scalars(
        select(Achievement)
        .join(Achievement.registration)
        .where(Registration.edition_id == edition_id)
        .options(joinedload(Achievement.registration).joinedload(Registration.pupil))
        .order_by(Achievement.happened.desc(), Achievement.id)
    ).all()


def achievement_for(session: Session, actor: Actor, key: UUID) -> Achievement:
    """Return an achievement of a registration the actor may see, read anew; NotFoundError."""
    statement = select(Achievement).where(Achievement.id == key)
    found = session.scalar(statement.execution_options(populate_existing=True))
    if found is None:
        raise NotFoundError
    registration_for(session, actor, found.registration_id)
    return found


def public_achievements(
    session: Session, edition_id: UUID, today: date
) -> Sequence[PublicAchievement]:
    """Return what everyone may see of an edition's achievements, the newest first."""
    rows = session.scalars(
        select(Achievement)
        .join(Achievement.registration)
        .join(Registration.pupil)
        .where(
            Registration.edition_id == edition_id,
            Achievement.is_public,
            Achievement.is_demo.is_(False),
            Achievement.withdrawn_at.is_(None),
            Achievement.ends_on >= today,
            Pupil.needs_care.is_(False),
        )
        .order_by(Achievement.happened.desc(), Achievement.id)
    )
    return [PublicAchievement(row.kind, row.title, row.happened) for row in rows]
