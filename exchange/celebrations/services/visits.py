"""Say of a visit which celebrations it belongs to."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.celebrations.models import CelebrationVisit
from exchange.celebrations.queries import locked_celebration
from exchange.celebrations.services.celebrations import note
from exchange.core.database import flush, raise_version
from exchange.core.permissions import Actor


def tie_visit(
    session: Session, *, actor: Actor, visit_id: UUID, celebrations: Collection[UUID]
) -> None:
    """Let a visit belong to these celebrations and no other; raises NotFoundError.

    The visit is locked before, and each celebration has its own line in the audit.
    """
    tied = select(CelebrationVisit.celebration_id).where(CelebrationVisit.visit_id == visit_id)
    for key in sorted(set(session.scalars(tied)) ^ set(celebrations)):
        celebration = locked_celebration(session, key)
        before = sorted(str(link.visit_id) for link in celebration.visits)
        if key in celebrations:
            celebration.visits.append(CelebrationVisit(celebration_id=key, visit_id=visit_id))
        else:
            celebration.visits = [link for link in celebration.visits if link.visit_id != visit_id]
        after = sorted(str(link.visit_id) for link in celebration.visits)
        raise_version(celebration)
        changes = {"visits": (before, after)}
        note(session, celebration, changes, actor=actor, act="celebrations.link")
    flush(session)
