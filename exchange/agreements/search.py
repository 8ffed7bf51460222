"""Agreements as hits of the search box, for staff: their pages are theirs."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from exchange.agreements.queries import agreements_matching
from exchange.core.messages import label
from exchange.core.offers import Hit
from exchange.core.permissions import Actor


def find_hits(session: Session, text: str, actor: Actor) -> Sequence[Hit]:
    """Return the agreements whose title or document number holds the text."""
    if not actor.may("claims:read"):
        return []
    return [
        Hit(
            kind=label(agreement.kind),
            title=agreement.title,
            path=f"/agreements/{agreement.slug}/",
            text=agreement.partner.names,
        )
        for agreement in agreements_matching(session, text)
    ]
