"""The follow-up form after selection: health, diet and passport, sealed at once."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import fields
from typing import TypeVar
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.audit.enums.purposes import Purpose
from exchange.audit.services import record
from exchange.core import clock
from exchange.core.database import flush, seal, unseal, uuid7
from exchange.core.errors import DomainError
from exchange.core.keys import Keyring
from exchange.core.messages import message
from exchange.core.offers import Subject
from exchange.core.permissions import Actor
from exchange.youth.models import Edition, HealthNote, Passport, Pupil, Registration
from exchange.youth.queries.followups import health_of, needs_of, passport_of
from exchange.youth.rules.followups import (
    HEALTH_PARTS,
    FollowUp,
    HealthDetails,
    Needs,
    PassportDetails,
    asks_gender_too,
    ensure_holder,
    ensure_number,
    ensure_reachable,
    ensure_valid,
)
from exchange.youth.rules.seats import asks_gender

Note = TypeVar("Note", HealthNote, Passport)


def fill_follow_up(
    session: Session, *, actor: Actor, registration: Registration, typed: FollowUp, ring: Keyring
) -> None:
    """Keep what was asked after selection, each part alone or both; only what is asked.

    A part that is not given stays as it was, and so does what of health is None.

    The caller holds the registration's lock. The audit line names parts, never a value.
    """
    needs = needs_of(session, registration)
    if not (needs.health or needs.passport):
        raise DomainError(message("youth.followup.error.not_asked"))
    edition = session.get_one(Edition, registration.edition_id)
    filled = []
    if needs.health and typed.health is not None:
        note = health_of(session, registration.id)
        details = typed.health.over(_opened(note, ring) if note else None)
        ensure_reachable(details.emergency or "")
        note = note or HealthNote(id=uuid7(), registration_id=registration.id)
        _write(session, actor, note, _texts(details), ring=ring)
        filled.append("health")
    if needs.passport and typed.passport is not None:
        _ensure_passport(typed.passport)
        passport = passport_of(session, registration.id) or Passport(
            id=uuid7(), registration_id=registration.id
        )
        passport.covers_return = typed.passport.expires >= edition.ends
        passport.return_day = edition.ends
        _write(session, actor, passport, _texts(typed.passport), ring=ring)
        filled.append("passport")
    if _answer_gender(session, needs, registration, typed):
        filled.append("gender")
    if not filled:
        raise DomainError(message("youth.followup.error.nothing"))
    _record(session, actor, registration.id, filled)


def health_on_file(session: Session, registration_id: UUID, *, ring: Keyring) -> Collection[str]:
    """Return which parts of health say something; what they say leaves nobody's hands."""
    note = health_of(session, registration_id)
    kept = _opened(note, ring) if note else HealthDetails()
    return {name for name in HEALTH_PARTS if getattr(kept, name)}


def note_reading(
    session: Session,
    *,
    actor: Actor,
    registration_id: UUID,
    parts: tuple[str, ...],
    purpose: Purpose,
) -> None:
    """Note that somebody read health or passport, what for; written before the answer leaves."""
    record(
        session,
        actor=actor,
        act="follow_ups.read",
        subject=Subject("registration", registration_id),
        changes=dict.fromkeys(parts, (None, None)),
        without_values=True,
        purpose=purpose,
    )


def _answer_gender(
    session: Session, needs: Needs, registration: Registration, typed: FollowUp
) -> bool:
    """Keep the gender where it was asked with the passport; say whether it was."""
    pupil = session.get_one(Pupil, registration.pupil_id)
    counted = asks_gender(session.get_one(Edition, registration.edition_id))
    asked = asks_gender_too(needs, known=pupil.gender is not None, counted=counted)
    if not asked or typed.gender is None:
        return False
    pupil.gender = typed.gender
    return True


def _write(
    session: Session, actor: Actor, note: Note, values: Mapping[str, str], *, ring: Keyring
) -> None:
    for column, value in values.items():
        seal(note, column, value, ring=ring)
    note.filled_at, note.filled_by = clock.now(), actor.name
    session.add(note)
    flush(session)


def _record(session: Session, actor: Actor, registration_id: UUID, filled: Sequence[str]) -> None:
    record(
        session,
        actor=actor,
        act="follow_ups.fill",
        subject=Subject("registration", registration_id),
        changes=dict.fromkeys(filled, (None, None)),
        without_values=True,
    )


def _opened(note: HealthNote, ring: Keyring) -> HealthDetails:
    return HealthDetails(**{name: unseal(note, name, ring=ring) for name in HEALTH_PARTS})


def _ensure_passport(details: PassportDetails) -> None:
    ensure_holder(details.holder)
    ensure_number(details.number)
    ensure_valid(details.expires, clock.today())


def _texts(details: HealthDetails | PassportDetails) -> Mapping[str, str]:
    """Return the parts by column; a day as ISO 8601."""
    return {part.name: str(getattr(details, part.name)) for part in fields(details)}
