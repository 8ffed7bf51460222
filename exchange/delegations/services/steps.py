"""Put the usual steps on a visit's list."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.core.permissions import Actor
from exchange.delegations.models import Visit
from exchange.delegations.queries import locked_visit
from exchange.delegations.rules import ensure_going
from exchange.delegations.services.visits import span_of, subject_of
from exchange.tasks.services import PlannedStep, apply_template, look_at_steps


def look_at_visit_steps(session: Session, visit: Visit, template_id: UUID) -> Sequence[PlannedStep]:
    """Return the steps of a template by the day each would fall on for a visit."""
    subject, span = subject_of(visit), span_of(visit)
    return look_at_steps(session, template_id=template_id, subject=subject, span=span)


def apply_steps(session: Session, *, actor: Actor, key: UUID, template_id: UUID) -> int:
    """Put a template's steps on a visit's list, each once; return how many were put.

    Raises DomainError for a visit that is over or called off.
    """
    visit = locked_visit(session, key)
    ensure_going(visit.state)
    return apply_template(
        session,
        actor=actor,
        template_id=template_id,
        subject=subject_of(visit),
        span=span_of(visit),
    )
