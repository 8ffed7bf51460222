"""What a visit's programme offers to lower rooms: its events, and who is on it to be told."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.core.messages import Message, message
from exchange.core.offers import LooseEnds, ToTell, VisitEvent
from exchange.core.permissions import Actor
from exchange.itineraries.models import ItineraryItem
from exchange.itineraries.queries import items_of

#: Whom an item names, in the order in which they are called.
_NAMED: Final[Sequence[tuple[str, Message]]] = (
    ("host", message("itineraries.field.host")),
    ("interpreter", message("itineraries.field.interpreter")),
    ("lodging", message("itineraries.field.lodging")),
    ("vehicle", message("itineraries.field.vehicle")),
)


def find_events(session: Session, *, visit_id: UUID) -> Sequence[VisitEvent]:
    """Return what is on a visit's programme, in true order."""
    return [VisitEvent(item.id, item.title, item.start_day) for item in items_of(session, visit_id)]


def loose_ends(session: Session, *, visit_id: UUID, actor: Actor) -> LooseEnds:
    """Return the hosts, interpreters, lodgings and vehicles a programme names, each once."""
    if not actor.may("itinerary:read"):
        return LooseEnds()
    items = items_of(session, visit_id)
    return LooseEnds(tell=[party for what, kind in _NAMED for party in _named(items, what, kind)])


def _named(items: Iterable[ItineraryItem], what: str, kind: Message) -> Sequence[ToTell]:
    days: dict[str, dict[date, None]] = {}
    for item in items:
        if name := getattr(item, what):
            days.setdefault(name, {})[item.start_day] = None
    return [ToTell(kind, name, name, days=tuple(found)) for name, found in days.items()]
