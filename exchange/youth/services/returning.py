"""Noting that somebody came home before the others, and taking that back."""

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.audit.services import record
from exchange.core import clock
from exchange.core.database import flush
from exchange.core.errors import DomainError
from exchange.core.messages import message
from exchange.core.offers import Subject
from exchange.core.permissions import Actor
from exchange.youth.enums import ConsentPurpose, RegistrationState
from exchange.youth.models import Edition, Registration
from exchange.youth.queries.consents import consents_of
from exchange.youth.queries.programmes import locked_edition
from exchange.youth.queries.registrations import edition_id_of, registration_for
from exchange.youth.rules.consents import Consents
from exchange.youth.rules.registrations import ensure_changeable
from exchange.youth.rules.returning import ensure_early, ensure_travelling
from exchange.youth.rules.withdrawing import ensure_completable, ensure_had_left
from exchange.youth.services.emptying import empty_follow_up
from exchange.youth.services.steps import expect_seen, take_step, trace


def note_early_return(
    session: Session,
    *,
    actor: Actor,
    registration_id: UUID,
    day: date | None,
    reason: str,
    version: int | None = None,
) -> Registration:
    """Note on which day a pupil came home early, and that the pupil took part; None: did not."""
    edition = locked_edition(session, actor, edition_id_of(session, actor, registration_id))
    ensure_changeable(edition.state)
    row = registration_for(session, actor, registration_id)
    expect_seen(row, version)
    ensure_travelling(row.state)
    consents = consents_of(session, [row.id])[row.id]
    _ensure_consent(row, consents, edition, day)
    if day is not None:
        ensure_early(edition, day, clock.today())
        if not reason:
            raise DomainError(message("youth.error.reason_missing"), field="reason")
    old = row.left_early_on
    if row.state is RegistrationState.CONFIRMED and day is not None:
        target = RegistrationState.COMPLETED
        take_step(session, actor=actor, registration=row, target=target, reason=reason)
    elif reason:
        trace(session, actor=actor, registration=row, previous=row.state, reason=reason)
    row.left_early_on = day
    flush(session)
    if day is not None and not consents.grants(ConsentPurpose.JOIN):
        empty_follow_up(session, actor=actor, registration_id=row.id)
    record(
        session,
        actor=actor,
        act="registrations.leave_early",
        subject=Subject("registration", row.id),
        changes={"left_early_on": (old, day)},
    )
    return row


def _ensure_consent(
    row: Registration, consents: Consents, edition: Edition, day: date | None
) -> None:
    """Refuse who never left with consent, and to count as a whole journey what was cut short."""
    if day is not None:
        ensure_had_left(row.kind, consents, first=edition.starts)
    elif row.state is RegistrationState.COMPLETED:
        ensure_completable(row.kind, consents, last=edition.ends)
