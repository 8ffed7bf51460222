"""One step of one registration: state, trace and audit line."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.audit.services import record
from exchange.core import clock
from exchange.core.database import Editable, present_values
from exchange.core.errors import StaleRowError
from exchange.core.offers import Subject
from exchange.core.permissions import Actor
from exchange.youth.enums import CHOSEN, RegistrationState
from exchange.youth.models import Registration, RegistrationStep
from exchange.youth.queries.changes import hold_pupil
from exchange.youth.queries.programmes import locked_edition
from exchange.youth.queries.registrations import edition_id_of, registration_for
from exchange.youth.rules.followups import PURPOSE_OVER
from exchange.youth.rules.registrations import ensure_changeable, ensure_step
from exchange.youth.services.emptying import empty_follow_up
from exchange.youth.services.numbering import number_applicant


def expect_seen(
    row: Editable, version: int | None, *, also: Mapping[str, object] | None = None
) -> None:
    """Refuse a decision about a row that is no longer as the person saw it: StaleRowError.

    `version` is None where a command decides on what it has just read; `also` are values of
    other rows that the form shows.
    """
    if version is not None and row.version != version:
        theirs = {**(also or {}), **present_values(row)}
        raise StaleRowError(theirs=theirs, version=row.version)


def locked_registration(session: Session, actor: Actor, key: UUID) -> Registration:
    """Return a registration the actor may see, its edition locked and open to changes."""
    edition = locked_edition(session, actor, edition_id_of(session, actor, key))
    ensure_changeable(edition.state)
    return registration_for(session, actor, key)


def take_step(
    session: Session,
    *,
    actor: Actor,
    registration: Registration,
    target: RegistrationState,
    reason: str | None = None,
    rank: int | None = None,
    until: date | None = None,
) -> None:
    """Move a registration along the next-state table; the edition's lock is held.

    Whoever is out of it leaves neither health nor passport behind; whoever is chosen keeps the
    name of this moment, whatever edition a school writes for. `rank` is the place of one who is
    put on the waiting list, `until` the last day of an offer.
    """
    previous = registration.state
    ensure_step(previous, target, reason)
    if target in CHOSEN and previous not in CHOSEN:
        hold_pupil(session, registration.pupil_id)
    registration.state = target
    registration.waitlist_rank, registration.offer_until = rank, until
    registration.left_early_on = None
    trace(session, actor=actor, registration=registration, previous=previous, reason=reason)
    record(
        session,
        actor=actor,
        act=f"registrations.{target.value}",
        subject=Subject("registration", registration.id),
        changes={"state": (previous, target)},
    )
    if target in PURPOSE_OVER and previous in CHOSEN:
        empty_follow_up(session, actor=actor, registration_id=registration.id)


def trace(
    session: Session,
    *,
    actor: Actor,
    registration: Registration,
    previous: RegistrationState | None,
    reason: str | None = None,
) -> None:
    """Keep who brought a registration into its present state, when and why.

    Every step passes here: so it is here that whoever applies gets a number.
    """
    session.add(
        RegistrationStep(
            registration_id=registration.id,
            previous=previous,
            state=registration.state,
            at=clock.now(),
            actor_id=actor.user_id,
            actor_name=actor.name,
            reason=reason or None,
        )
    )
    number_applicant(session, actor=actor, registration=registration)
