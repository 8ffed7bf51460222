"""The end of an edition: closed and counted, or cancelled."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.audit.services import record
from exchange.core import clock
from exchange.core.database import flush
from exchange.core.errors import DomainError
from exchange.core.keys import LedgerKey
from exchange.core.messages import message
from exchange.core.offers import Subject
from exchange.core.permissions import Actor
from exchange.core.revisions import touch
from exchange.youth.enums import (
    EDITION_STEPS,
    EditionState,
    RegistrationState,
)
from exchange.youth.ledger import write_ledger
from exchange.youth.models import Edition, Registration
from exchange.youth.queries.programmes import locked_edition
from exchange.youth.queries.registrations import states_of_edition
from exchange.youth.rules.editions import ensure_can_close
from exchange.youth.rules.registrations import SETTLED, is_cancellable
from exchange.youth.services.programmes import TOPIC
from exchange.youth.services.steps import expect_seen, take_step


def close_edition(
    session: Session,
    *,
    actor: Actor,
    edition_id: UUID,
    ledger_key: LedgerKey,
    version: int | None = None,
) -> Edition:
    """Close an edition on or after its last day, and write its participations to the ledger."""
    edition = locked_edition(session, actor, edition_id)
    expect_seen(edition, version)
    EDITION_STEPS.ensure(edition.state, EditionState.CLOSED)
    states = states_of_edition(session, edition)
    undecided = sum(count for state, count in states.items() if state not in SETTLED)
    ensure_can_close(edition, undecided=undecided, today=clock.today())
    _end(session, actor, edition, EditionState.CLOSED)
    write_ledger(session, actor=actor, edition=edition, ledger_key=ledger_key)
    return edition


def cancel_edition(
    session: Session, *, actor: Actor, edition_id: UUID, reason: str, version: int | None = None
) -> Edition:
    """Cancel an edition and every registration still in it; nothing of it counts."""
    edition = locked_edition(session, actor, edition_id)
    expect_seen(edition, version)
    EDITION_STEPS.ensure(edition.state, EditionState.CANCELLED)
    if not reason:
        raise DomainError(message("youth.error.reason_missing"), field="reason")
    target = RegistrationState.CANCELLED_BY_PROGRAMME
    registrations = session.scalars(
        select(Registration).where(Registration.edition_id == edition.id).order_by(Registration.id)
    ).all()
    for registration in registrations:
        if is_cancellable(registration.state):
            take_step(session, actor=actor, registration=registration, target=target, reason=reason)
    edition.state_reason = reason
    _end(session, actor, edition, EditionState.CANCELLED)
    return edition


def _end(session: Session, actor: Actor, edition: Edition, target: EditionState) -> None:
    changes = {"state": (edition.state, target)}
    edition.state = target
    flush(session)
    touch(session, TOPIC)
    record(
        session,
        actor=actor,
        act=f"editions.{target.value}",
        subject=Subject("edition", edition.id),
        changes=changes,
    )
