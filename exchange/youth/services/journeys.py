"""Which visit is the journey of which edition."""

from uuid import UUID

from sqlalchemy.orm import Session

from exchange.core.permissions import Actor
from exchange.delegations.models import Visit
from exchange.delegations.services.visits import link_edition
from exchange.youth.queries.programmes import edition_for
from exchange.youth.rules.editions import ensure_takes_place


def set_journey(
    session: Session, *, actor: Actor, visit_id: UUID, edition_id: UUID | None, version: int
) -> Visit:
    """Say that a visit is the journey of an edition the actor works with, or of none."""
    if edition_id is not None:
        ensure_takes_place(edition_for(session, actor, edition_id).state)
    return link_edition(session, actor=actor, key=visit_id, version=version, edition_id=edition_id)
