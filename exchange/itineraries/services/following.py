"""How a programme follows its visit when the visit moves by whole days."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from sqlalchemy.orm import Session

from exchange.core.database import flush
from exchange.core.offers import Following, FollowSource, VisitMove
from exchange.core.permissions import Actor
from exchange.delegations.queries import locked_visit
from exchange.itineraries.moving import Shift, shifted
from exchange.itineraries.queries import items_of
from exchange.itineraries.services.items import plan_of, restate_item


def find_items(session: Session, *, move: VisitMove) -> Sequence[Following]:
    """Return where each item would be by the clocks of its place; fixed ones stay.

    Raises DomainError where the clocks skip a new time.
    """
    if not move.days:
        return ()
    return [
        Following(
            title=item.title,
            before=item.start.day,
            after=None if item.fixed else shifted(item.start, Shift(move.days)).day,
            flagged=item.fixed,
        )
        for item in items_of(session, move.visit_id)
    ]


def follow(session: Session, *, actor: Actor, move: VisitMove) -> None:
    """Move the items that are not fixed by whole days, behind a visit that has moved."""
    if not move.days:
        return
    visit = locked_visit(session, move.visit_id)
    for item in items_of(session, move.visit_id):
        if not item.fixed:
            start, end = (shifted(wall, Shift(move.days)) for wall in (item.start, item.end))
            plan = replace(plan_of(item), start=start, end=end)
            restate_item(session, actor=actor, visit=visit, item=item, plan=plan)
    flush(session)


#: What `exchange.rooms` lists.
FOLLOWS: Final = FollowSource(find_items, follow)
