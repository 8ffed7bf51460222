"""Set or take away the flag of a pupil who is handled with care."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.audit.services import record
from exchange.core.database import flush
from exchange.core.offers import Subject
from exchange.core.permissions import Actor
from exchange.youth.models import Pupil, Registration
from exchange.youth.queries.duplicates import locked_person
from exchange.youth.queries.registrations import registration_for
from exchange.youth.rules.care import ensure_may_flag


def flag_pupil(
    session: Session, *, actor: Actor, registration_id: UUID, needs_care: bool
) -> Registration:
    """Say of a registration's pupil whether nothing leaves the house without a manager."""
    registration = registration_for(session, actor, registration_id)
    ensure_may_flag(actor, needs_care=needs_care)
    person = locked_person(session, registration.pupil)
    flag_person(session, actor=actor, person=person, needs_care=needs_care)
    return registration


def flag_person(
    session: Session, *, actor: Actor, person: Sequence[Pupil], needs_care: bool
) -> None:
    """Let the flag stand on every row of a person, whichever school's; their lock is held."""
    for pupil in person:
        if pupil.needs_care is needs_care:
            continue
        changes = {"needs_care": (pupil.needs_care, needs_care)}
        pupil.needs_care = needs_care
        flush(session)
        subject = Subject("pupil", pupil.id)
        record(session, actor=actor, act="pupils.flag", subject=subject, changes=changes)
