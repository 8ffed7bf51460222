"""Derive the instants of planned times anew when zones' rules have changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.audit.services import record
from exchange.core.database import flush
from exchange.core.errors import DomainError
from exchange.core.offers import Subject
from exchange.core.permissions import Actor
from exchange.core.revisions import touch
from exchange.delegations.services.visits import TOPIC
from exchange.itineraries.models import ItineraryItem
from exchange.itineraries.queries import present_items
from exchange.itineraries.rules import ensure_order


@dataclass(frozen=True, slots=True)
class Followed:
    """How many items moved, and the visits with an item whose clocks no longer make sense."""

    moved: int
    visits_to_mend: Sequence[UUID]


def follow_zones(session: Session, *, actor: Actor) -> Followed:
    """Derive every item's instants anew; the wall times, which are the truth, stay.

    An item whose clocks are now skipped, or that would end before it starts, is left for a
    person to mend.
    """
    moved, to_mend = 0, set()
    for item in present_items(session):
        try:
            instants = _instants(item)
        except DomainError:
            to_mend.add(item.visit_id)
            continue
        if instants != (item.starts_at, item.ends_at):
            _move(session, actor, item, instants)
            moved += 1
    if moved:
        touch(session, TOPIC)
        flush(session)
    return Followed(moved, sorted(to_mend))


def _instants(item: ItineraryItem) -> tuple[datetime, datetime]:
    ensure_order(item.start, item.end)
    return item.start.instant, item.end.instant


def _move(
    session: Session, actor: Actor, item: ItineraryItem, instants: tuple[datetime, datetime]
) -> None:
    record(
        session,
        actor=actor,
        act="visits.follow_zones",
        subject=Subject("visit", item.visit_id),
        changes={
            "item": (item.id, item.id),
            "starts_at": (item.starts_at, instants[0]),
            "ends_at": (item.ends_at, instants[1]),
        },
    )
    item.starts_at, item.ends_at = instants
