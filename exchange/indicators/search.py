"""The indicators' hits for the search box."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from exchange.core.messages import message
from exchange.core.offers import Hit
from exchange.core.permissions import Actor
from exchange.indicators.queries.definitions import indicators_matching


def find_hits(session: Session, text: str, actor: Actor) -> Sequence[Hit]:
    """Return the indicators whose title holds `text`; they are public, whoever asks."""
    return [
        Hit(
            kind=message("indicators.hit"),
            title=found.title,
            path=f"/indicators/#{found.slug}",
        )
        for found in indicators_matching(session, text)
    ]
