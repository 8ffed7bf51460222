"""Partners as hits of the search box."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from exchange.core.messages import message
from exchange.core.offers import Hit
from exchange.core.permissions import Actor
from exchange.partners.queries import partners_matching


def find_hits(session: Session, text: str, actor: Actor) -> Sequence[Hit]:
    """Return the partners one of whose names holds the text; their names are public."""
    return [
        Hit(
            kind=message("partners.search.kind"),
            title=partner.names,
            path=f"/partners/{partner.slug}/",
            text=partner.relation,
        )
        for partner in partners_matching(session, text)
    ]
