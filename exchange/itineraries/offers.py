"""Items that a visit's order of precedence can be made for."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.core.offers import VisitEvent
from exchange.itineraries.queries import items_of


def find_events(session: Session, *, visit_id: UUID) -> Sequence[VisitEvent]:
    """Return what is on a visit's programme, in true order."""
    return [VisitEvent(item.id, item.title, item.start_day) for item in items_of(session, visit_id)]
