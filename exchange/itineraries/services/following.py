"""How a programme follows its visit when the visit moves by whole days."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.core.database import flush
from exchange.core.offers import Following, FollowSource
from exchange.core.permissions import Actor
from exchange.delegations.queries import locked_visit
from exchange.itineraries.moving import Shift, shifted
from exchange.itineraries.queries import items_of
from exchange.itineraries.services.items import plan_of, restate_item


def find_items(session: Session, *, visit_id: UUID, days: int) -> Sequence[Following]:
    """Return where each item would be by the clocks of its place; fixed ones stay.

    Raises DomainError where the clocks skip a new time.
    """
    if not days:
        return ()
    return [
        Following(
            title=item.title,
            before=item.start.day,
            after=None if item.fixed else shifted(item.start, Shift(days)).day,
            flagged=item.fixed,
        )
        for item in items_of(session, visit_id)
    ]


def follow(session: Session, *, actor: Actor, visit_id: UUID, days: int) -> None:
    """Move the items that are not fixed by whole days, behind a visit that has moved."""
    if not days:
        return
    visit = locked_visit(session, visit_id)
    for item in items_of(session, visit_id):
        if not item.fixed:
            start, end = (shifted(wall, Shift(days)) for wall in (item.start, item.end))
            plan = replace(plan_of(item), start=start, end=end)
            restate_item(session, actor=actor, visit=visit, item=item, plan=plan)
    flush(session)


#: What rooms.py lists.
FOLLOWS: Final = FollowSource(find_items, follow)
