"""Health notes and passports: which are there, and one to be read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from sqlalchemy import Select, exists, or_, select
from sqlalchemy.orm import Session, contains_eager

from exchange.core.languages import OFFICE_ZONE
from exchange.youth.enums import ParticipantKind, RegistrationState
from exchange.youth.models import Edition, HealthNote, Passport, Pupil, Registration
from exchange.youth.queries.consents import consents_of
from exchange.youth.queries.letters import told_chosen
from exchange.youth.queries.waiting import newest_steps
from exchange.youth.rules.consents import FOLLOWED_UP
from exchange.youth.rules.followups import (
    HEALTH_PARTS,
    KEPT_AFTER,
    PASSPORT_PARTS,
    PURPOSE_OVER,
    Needs,
    asked_on,
    needs,
)


@dataclass(frozen=True, slots=True)
class Known:
    """Since when a guardian knows of being chosen, and by which step that was."""

    step_id: UUID
    since: date


_PARTS: Final = (
    *(getattr(HealthNote, name) for name in HEALTH_PARTS),
    *(getattr(Passport, name) for name in PASSPORT_PARTS),
)


def health_of(session: Session, registration_id: UUID) -> HealthNote | None:
    """Return the sealed health notes of a registration."""
    return session.scalar(select(HealthNote).where(HealthNote.registration_id == registration_id))


def passport_of(session: Session, registration_id: UUID) -> Passport | None:
    """Return the sealed passport of a registration."""
    return session.scalar(select(Passport).where(Passport.registration_id == registration_id))


def locked_registration(session: Session, registration: Registration) -> Registration:
    """Lock a registration the caller has found, so that its notes are written one by one."""
    session.execute(
        select(Registration.id).where(Registration.id == registration.id).with_for_update()
    )
    return registration


def needs_of(session: Session, registration: Registration) -> Needs:
    """Return what is asked of a registration's guardian now."""
    consents = consents_of(session, [registration.id])[registration.id]
    edition = session.get_one(Edition, registration.edition_id)
    return needs(registration.state, edition.direction, consents)


def missing_of(session: Session, rows: Sequence[Registration]) -> Mapping[UUID, Needs]:
    """Return which parts each registration's guardian has still to answer, by registration."""
    keys = [row.id for row in rows]
    consents, filled = consents_of(session, keys), filled_of(session, keys)
    return {
        row.id: needs(row.state, row.edition.direction, consents[row.id]).less(filled[row.id])
        for row in rows
    }


def known_since(session: Session, rows: Sequence[Registration]) -> Mapping[UUID, Known]:
    """Return since when guardians know that they are asked, of those who know it."""
    keys = [row.id for row in rows]
    steps = newest_steps(session, keys, RegistrationState.SELECTED)
    told = told_chosen(session, keys)
    found = {}
    for row in rows:
        step, at = steps.get(row.id), told.get(row.id)
        since = step and asked_on(
            step.previous,
            row.edition.selection,
            chosen=_day(step.at),
            told=_day(at) if at else None,
        )
        if step and since:
            found[row.id] = Known(step.id, since)
    return found


def filled_of(session: Session, keys: Sequence[UUID]) -> Mapping[UUID, Needs]:
    """Return which parts are filled in, by registration, in one statement; no value is read."""
    if not keys:
        return {}
    rows = session.execute(_filled().where(Registration.id.in_(keys)))
    return {key: Needs(health=health, passport=passport) for key, health, passport in rows}


def followed_up(session: Session, today: date) -> Sequence[Registration]:
    """Lock and return who is asked for health and passport before the first day.

    Without whoever is handled with care.
    """
    return session.scalars(
        select(Registration)
        .join(Registration.edition)
        .join(Registration.pupil)
        .where(
            Registration.state.in_(FOLLOWED_UP),
            Registration.kind == ParticipantKind.OWN_YOUTH,
            Edition.starts > today,
            Pupil.needs_care.is_(False),
        )
        .options(
            contains_eager(Registration.edition),
            contains_eager(Registration.pupil).joinedload(Pupil.school),
        )
        .order_by(Registration.id)
        .with_for_update(of=Registration)
    ).all()


def registrations_to_empty(
    session: Session, today: date, *, limit: int | None = None
) -> Sequence[UUID]:
    """Return whose health or passport is still there though its purpose has ended."""
    over = or_(Registration.state.in_(PURPOSE_OVER), Edition.ends < today - KEPT_AFTER)
    return session.scalars(_filled_in().where(over).order_by(Registration.id).limit(limit)).all()


def _filled_in() -> Select[UUID]:
    return (
        select(Registration.id)
        .join(Registration.edition)
        .outerjoin(HealthNote, HealthNote.registration_id == Registration.id)
        .outerjoin(Passport, Passport.registration_id == Registration.id)
        .where(or_(*(part.is_not(None) for part in _PARTS)))
    )


def _day(at: datetime) -> date:
    return at.astimezone(OFFICE_ZONE).date()


def _filled() -> Select[UUID, bool, bool]:
    return select(
        Registration.id,
        exists().where(
            HealthNote.registration_id == Registration.id, HealthNote.emergency.is_not(None)
        ),
        exists().where(Passport.registration_id == Registration.id, Passport.holder.is_not(None)),
    )
