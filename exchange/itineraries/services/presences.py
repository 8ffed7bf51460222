"""Note who came to what: an instant, by whom; a mistake is undone, not rubbed out."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.audit.services import record
from exchange.core import clock
from exchange.core.database import flush, uuid7
from exchange.core.errors import NotFoundError
from exchange.core.permissions import Actor
from exchange.delegations.queries import locked_visit
from exchange.delegations.services.visits import subject_of
from exchange.itineraries.attendance import attendees
from exchange.itineraries.enums import Presence
from exchange.itineraries.models import PresenceTick
from exchange.itineraries.queries import item_by_id, parties_of, tracks_of


def tick(
    session: Session,
    *,
    actor: Actor,
    visit_id: UUID,
    item_id: UUID,
    person_id: UUID,
    presence: Presence,
) -> PresenceTick:
    """Note that somebody arrived, left early or did not come; raises NotFoundError for others."""
    visit = locked_visit(session, visit_id)
    item = item_by_id(session, visit_id, item_id)
    party = parties_of(session, [visit_id]).get(visit_id, ())
    tracks = tracks_of(session, [visit_id]).get(visit_id, {})
    if person_id not in attendees(item, party, tracks):
        raise NotFoundError
    noted = PresenceTick(
        id=uuid7(),
        item_id=item_id,
        person_id=person_id,
        presence=presence,
        at=clock.now(),
        by=actor.name,
    )
    session.add(noted)
    changes = {"item": (None, item_id), "person": (None, person_id), "presence": (None, presence)}
    record(session, actor=actor, act="visits.tick", subject=subject_of(visit), changes=changes)
    flush(session)
    return noted


def undo_tick(session: Session, *, actor: Actor, visit_id: UUID, item_id: UUID, key: UUID) -> None:
    """Take a tick back; what was noted before it counts again. Twice is once."""
    visit = locked_visit(session, visit_id)
    item = item_by_id(session, visit_id, item_id)
    noted = session.scalar(
        select(PresenceTick).where(PresenceTick.id == key, PresenceTick.item_id == item.id)
    )
    if noted is None:
        raise NotFoundError
    if noted.undone_at is not None:
        return
    noted.undone_at = clock.now()
    changes = {"item": (item_id, item_id), "presence": (noted.presence, None)}
    record(session, actor=actor, act="visits.undo_tick", subject=subject_of(visit), changes=changes)
    flush(session)
