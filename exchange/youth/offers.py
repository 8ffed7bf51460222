"""Editions that a lower room's form can link."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.core.messages import label
from exchange.core.offers import Linkable, LinkSource
from exchange.core.permissions import Actor
from exchange.youth.queries.programmes import editions_of_partner

_SHOWN: Final = 100


def find_editions(session: Session, *, partner_id: UUID, actor: Actor) -> Sequence[Linkable]:
    """Return the editions of a partner's programmes, for those who read editions."""
    if not actor.may("editions:read"):
        return ()
    return [
        Linkable(
            id=edition.id,
            title=edition.title,
            starts=edition.starts,
            ends=edition.ends,
            path=f"/youth/editions/{edition.id}/",
            state=label(edition.state),
        )
        for edition in editions_of_partner(session, partner_id, actor, limit=_SHOWN)
    ]


#: What rooms.py lists.
EDITIONS_TO_LINK: Final = LinkSource("edition", find_editions)
