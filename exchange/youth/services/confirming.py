"""A school takes over what a guardian registered of its pupil."""

from uuid import UUID

from sqlalchemy.orm import Session

from exchange.audit.services import record
from exchange.core.database import flush, restate
from exchange.core.offers import Subject
from exchange.core.permissions import Actor
from exchange.youth.models import Registration
from exchange.youth.rules.applying import ensure_can_confirm
from exchange.youth.rules.registrations import Declared
from exchange.youth.services.steps import expect_seen, locked_registration


def confirm_guardians_registration(
    session: Session,
    *,
    actor: Actor,
    registration_id: UUID,
    declared: Declared,
    version: int | None = None,
) -> Registration:
    """Confirm a guardian's registration as the head of the school did; its place stays.

    From then on the division is asked about another name, as of what the school sends itself.
    """
    registration = locked_registration(session, actor, registration_id)
    expect_seen(registration, version)
    ensure_can_confirm(registration.edition, registration)
    changes = restate(
        registration,
        {
            "principal_confirmed_on": declared.principal_confirmed_on,
            "purpose_explained": declared.purpose_explained,
        },
    )
    flush(session)
    record(
        session,
        actor=actor,
        act="registrations.change",
        subject=Subject("registration", registration.id),
        changes=changes,
    )
    return registration
