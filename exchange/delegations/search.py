"""What the search box finds among visits."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from exchange.core.messages import message
from exchange.core.offers import Hit
from exchange.core.permissions import Actor
from exchange.delegations.queries import visits_matching


def find_hits(session: Session, text: str, actor: Actor) -> Sequence[Hit]:
    """Return the latest visits whose title, in any language, contains the text."""
    if not actor.may("visits:read"):
        return ()
    return [
        Hit(
            kind=message("delegations.search.kind"),
            title=visit.title,
            path=f"/delegations/{visit.id}/",
        )
        for visit in visits_matching(session, text)
    ]
