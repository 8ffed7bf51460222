"""Celebrations found by their titles."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from exchange.celebrations.queries import celebrations_matching
from exchange.core.messages import message
from exchange.core.offers import Hit
from exchange.core.permissions import Actor


def find_hits(session: Session, text: str, actor: Actor) -> Sequence[Hit]:
    """Return the celebrations whose title holds the folded text, for those who read them."""
    if not actor.may("celebrations:read"):
        return ()
    return [
        Hit(
            kind=message("celebrations.hit"),
            title=celebration.title,
            path=f"/celebrations/{celebration.id}/",
            text=celebration.partner.names,
        )
        for celebration in celebrations_matching(session, text)
    ]
