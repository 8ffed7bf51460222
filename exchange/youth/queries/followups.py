"""Health notes and passports: which are there, and one to be read."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session

from exchange.youth.models import Edition, HealthNote, Passport, Registration
from exchange.youth.queries.consents import consents_of
from exchange.youth.rules.followups import Needs, needs


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


def filled_of(session: Session, keys: Sequence[UUID]) -> Mapping[UUID, Needs]:
    """Return which parts are filled in, by registration, in one statement; no value is read."""
    if not keys:
        return {}
    rows = session.execute(_filled().where(Registration.id.in_(keys)))
    return {key: Needs(health=health, passport=passport) for key, health, passport in rows}


def _filled() -> Select[UUID, bool, bool]:
    return select(
        Registration.id,
        exists().where(
            HealthNote.registration_id == Registration.id, HealthNote.emergency.is_not(None)
        ),
        exists().where(Passport.registration_id == Registration.id, Passport.holder.is_not(None)),
    )
