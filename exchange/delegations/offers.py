"""Visits that a lower room's form can link."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.core.messages import label
from exchange.core.offers import Linkable, LinkSource
from exchange.core.permissions import Actor
from exchange.delegations.queries import visits_of_partner

_SHOWN: Final = 100


def find_visits(session: Session, *, partner_id: UUID, actor: Actor) -> Sequence[Linkable]:
    """Return a partner's visits, for those who read visits."""
    if not actor.may("visits:read"):
        return ()
    found = visits_of_partner(session, partner_id, published_only=False, limit=_SHOWN)
    return [
        Linkable(
            id=visit.id,
            title=visit.title,
            starts=visit.starts,
            ends=visit.ends,
            path=f"/delegations/{visit.id}/",
            state=label(visit.state),
        )
        for visit in found
    ]


#: What rooms.py lists.
VISITS_TO_LINK: Final = LinkSource("visit", find_visits)
