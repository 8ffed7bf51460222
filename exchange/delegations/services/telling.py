"""Tick off who was told that a visit was put off or called off."""

from uuid import UUID

from sqlalchemy.orm import Session

from exchange.audit.services import record
from exchange.core import clock
from exchange.core.database import flush, restate
from exchange.core.permissions import Actor
from exchange.delegations.models import VisitTelling
from exchange.delegations.queries import locked_visit
from exchange.delegations.queries.tellings import tellings_of
from exchange.delegations.rules import ensure_stopped
from exchange.delegations.services.visits import subject_of


def forget_ticks(session: Session, visit_id: UUID) -> None:
    """Take back what was ticked off before: who was told of one stop is told of the next as well.

    Who was told when stays in the audit.
    """
    for telling in tellings_of(session, visit_id).values():
        restate(telling, {"told_at": None, "told_by": ""})
    flush(session)


def tick(session: Session, *, actor: Actor, key: UUID, party: str, told: bool) -> None:
    """Say that a party was told, or take that back; the first who says so stays on record."""
    visit = locked_visit(session, key)
    ensure_stopped(visit.state)
    telling = tellings_of(session, key).get(party)
    if telling is None:
        telling = VisitTelling(visit_id=key, party=party)
        session.add(telling)
    if (telling.told_at is not None) is told:
        return
    values = {"told_at": clock.now() if told else None, "told_by": actor.name if told else ""}
    changes = restate(telling, values)
    flush(session)
    record(
        session,
        actor=actor,
        act="visits.tell" if told else "visits.untell",
        subject=subject_of(visit),
        changes=changes,
    )
