"""What came of a journey: keeping an achievement, and taking the consent to it back."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.audit.services import created, record
from exchange.core import clock
from exchange.core.database import add_once, expect_version, flush, restate, stated, uuid7
from exchange.core.dates import PartialDate
from exchange.core.errors import NotFoundError
from exchange.core.offers import Subject
from exchange.core.permissions import Actor
from exchange.youth.enums.journeys import AchievementKind
from exchange.youth.models import Achievement, Registration
from exchange.youth.queries.achievements import achievement_for
from exchange.youth.queries.programmes import locked_edition
from exchange.youth.queries.registrations import edition_id_of, registration_for
from exchange.youth.rules.achievements import (
    ensure_consent,
    ensure_happened,
    ensure_nameless,
    ensure_took_part,
)


@dataclass(frozen=True, slots=True)
class AchievementDetails:
    """What a person states about an achievement."""

    kind: AchievementKind
    title: str
    happened: PartialDate
    consented_by: str
    consented_on: date
    ends_on: date
    source: str = ""
    is_public: bool = False


def add_achievement(
    session: Session,
    *,
    actor: Actor,
    registration_id: UUID,
    details: AchievementDetails,
    key: UUID | None = None,
) -> Achievement:
    """Keep an achievement of somebody who took part, with the consent to it; twice is once.

    Its words leave no copy in the audit: a consent that is taken back takes them along.
    """
    registration = _completed(session, actor, registration_id)
    _ensure(registration, details)
    row = Achievement(
        id=key or uuid7(),
        registration_id=registration.id,
        is_demo=registration.is_demo,
        **stated(details),
    )
    row, new = add_once(session, row)
    if row.registration_id != registration.id:
        raise NotFoundError
    if new:
        record(
            session,
            actor=actor,
            act="achievements.add",
            subject=Subject("registration", registration.id),
            changes=created(stated(details)),
            without_values=True,
        )
    return row


def change_achievement(
    session: Session,
    *,
    actor: Actor,
    achievement_id: UUID,
    details: AchievementDetails,
    version: int,
) -> Achievement:
    """Change what is kept of an achievement."""
    row = _lasting(session, actor, achievement_id)
    expect_version(row, version)
    _ensure(_completed(session, actor, row.registration_id), details)
    changes = restate(row, stated(details))
    if changes:
        flush(session)
        record(
            session,
            actor=actor,
            act="achievements.change",
            subject=Subject("registration", row.registration_id),
            changes=changes,
            without_values=True,
        )
    return row


def withdraw_achievement(
    session: Session, *, actor: Actor, achievement_id: UUID, version: int
) -> Achievement:
    """Take the consent to an achievement back: its words are gone, that there was one stays."""
    row = _lasting(session, actor, achievement_id)
    expect_version(row, version)
    row.withdrawn_at = clock.now()
    row.title = row.source = ""
    row.is_public = False
    flush(session)
    record(
        session,
        actor=actor,
        act="achievements.withdraw",
        subject=Subject("registration", row.registration_id),
        changes={"withdrawn_at": (None, row.withdrawn_at)},
    )
    return row


def _completed(session: Session, actor: Actor, registration_id: UUID) -> Registration:
    """Return a registration that was completed, its edition locked."""
    locked_edition(session, actor, edition_id_of(session, actor, registration_id))
    row = registration_for(session, actor, registration_id)
    ensure_took_part(row.state)
    return row


def _ensure(registration: Registration, details: AchievementDetails) -> None:
    today = clock.today()
    ensure_consent(details.consented_on, details.ends_on, today)
    ensure_happened(details.happened, today)
    ensure_nameless(registration.pupil, details.title)


def _lasting(session: Session, actor: Actor, key: UUID) -> Achievement:
    row = achievement_for(session, actor, key)
    if row.withdrawn_at is not None:
        raise NotFoundError
    return row
