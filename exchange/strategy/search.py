"""The strategy's hits for the search box."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from exchange.core.messages import message
from exchange.core.offers import Hit
from exchange.core.permissions import Actor
from exchange.strategy.queries import titles_matching


def find_hits(session: Session, text: str, actor: Actor) -> Sequence[Hit]:
    """Return the titles that hold `text`; they are public, whoever asks."""
    return [
        Hit(
            kind=message("strategy.hit"),
            title=found.title,
            path=f"/strategy/#{found.anchor}",
        )
        for found in titles_matching(session, text)
    ]
