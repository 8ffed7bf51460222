"""Achievements: of an edition, one, and what everyone may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager

from exchange.core.database import Order, Page, paginate
from exchange.core.dates import PartialDate
from exchange.core.errors import NotFoundError
from exchange.core.permissions import Actor
from exchange.youth.enums.journeys import AchievementKind
from exchange.youth.models import Achievement, Pupil, Registration
from exchange.youth.queries.registrations import registration_for


@dataclass(frozen=True, slots=True)
class PublicAchievement:
    """All that everyone sees of an achievement: what and when, never whose."""

    kind: AchievementKind
    title: str
    happened: PartialDate


def achievements_of_edition(
    session: Session, edition_id: UUID, *, cursor: str | None = None
) -> Page[Achievement]:
    """Return a page of an edition's achievements with their pupils, the newest first."""
    statement = (
        select(Achievement)
        .join(Achievement.registration)
        .where(Registration.edition_id == edition_id)
        .options(contains_eager(Achievement.registration).joinedload(Registration.pupil))
    )
    order = Order(Achievement.happened, Achievement.id, descending=True)
    return paginate(session, statement, order, cursor=cursor)


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
