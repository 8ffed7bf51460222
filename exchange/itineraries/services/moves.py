"""Move a day's items in one act, or one by a button or by dragging it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.core.database import expect_version, flush
from exchange.core.errors import DomainError, TransitionError
from exchange.core.messages import message
from exchange.core.permissions import Actor
from exchange.core.revisions import touch
from exchange.delegations.queries import locked_visit
from exchange.delegations.services.visits import TOPIC
from exchange.itineraries.models import ItineraryItem
from exchange.itineraries.moving import Move, Shift, digest_of, of_day, plan_moves
from exchange.itineraries.queries import item_by_id, items_of, track_names
from exchange.itineraries.rules import ensure_near
from exchange.itineraries.services.items import plan_of, restate_item


@dataclass(frozen=True, slots=True)
class DayMove:
    """Which items move, and how far: those of a day, from a time on."""

    day: date
    shift: Shift
    after: time | None = None


def look_at_move(session: Session, *, visit_id: UUID, asked: DayMove) -> tuple[Sequence[Move], str]:
    """Return what would become of each item, and the digest that confirms it.

    Raises DomainError where the clocks skip a new time, or nothing is there to move.
    """
    items = of_day(items_of(session, visit_id), asked.day, after=asked.after)
    if not items:
        raise DomainError(message("itineraries.error.nothing_to_move"), field="day")
    return plan_moves(items, asked.shift), digest_of(items, asked.shift)


def move_day(session: Session, *, actor: Actor, visit_id: UUID, asked: DayMove, digest: str) -> int:
    """Move a day's items as it was looked at; fixed ones stay. Returns how many moved.

    Raises TransitionError when an item was changed since.
    """
    visit = locked_visit(session, visit_id)
    moves, seen = look_at_move(session, visit_id=visit_id, asked=asked)
    if seen != digest:
        raise TransitionError(message("itineraries.error.move_stale"))
    moving = [move for move in moves if not move.stays]
    for move in moving:
        ensure_near(move.start, move.end, first=visit.starts, last=visit.ends)
        plan = replace(plan_of(move.item), start=move.start, end=move.end)
        restate_item(session, actor=actor, visit=visit, item=move.item, plan=plan)
    touch(session, TOPIC)
    flush(session)
    return len(moving)


def move_item(
    session: Session,
    *,
    actor: Actor,
    visit_id: UUID,
    key: UUID,
    version: int,
    shift: Shift,
    track: str | None = None,
) -> ItineraryItem:
    """Move one item, into another track where one is named; a fixed one is refused."""
    visit = locked_visit(session, visit_id)
    item = item_by_id(session, visit_id, key)
    expect_version(item, version)
    if item.fixed:
        raise DomainError(message("itineraries.error.fixed", title=item.title["ja"]))
    plan = plan_of(item)
    if track is not None:
        _ensure_track(session, visit_id, track)
        plan = replace(plan, track=track)
    if shift != Shift():
        [move] = plan_moves([item], shift)
        plan = replace(plan, start=move.start, end=move.end)
    if restate_item(session, actor=actor, visit=visit, item=item, plan=plan):
        touch(session, TOPIC)
        flush(session)
    return item


def _ensure_track(session: Session, visit_id: UUID, track: str) -> None:
    """Raise DomainError for a track this visit does not have."""
    if track not in {"", *track_names(session, visit_id)}:
        raise DomainError(message("itineraries.error.dropped"))
