"""Editions that a lower room's form can link, and what a visit that is called off means to one."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.core.messages import label, message
from exchange.core.offers import Linkable, LinkSource, LooseEnds, OpenEnd, Remaining, ToTell
from exchange.core.permissions import Actor
from exchange.youth.queries.counting import unfinished_editions
from exchange.youth.queries.programmes import (
    edition_of_visit,
    editions_of_partner,
)

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


def loose_ends(session: Session, *, visit_id: UUID, actor: Actor) -> LooseEnds:
    """Return the edition whose journey a visit is: schools and guardians are told from its page."""
    if not actor.may("editions:read"):
        return LooseEnds()
    edition = edition_of_visit(session, actor, visit_id)
    if edition is None:
        return LooseEnds()
    path = f"/youth/editions/{edition.id}/"
    return LooseEnds(
        open=[OpenEnd(message("youth.loose.edition"), edition.title, path)],
        tell=[ToTell(message("youth.loose.told"), edition.title, str(edition.id))],
    )


#: What `exchange.rooms` lists.
EDITIONS_TO_LINK: Final = LinkSource("edition", find_editions)


def remaining(session: Session, *, fiscal_year: int, actor: Actor) -> Sequence[Remaining]:
    """Return the editions of a fiscal year that are neither closed nor cancelled."""
    if not actor.may("editions:read"):
        return ()
    return [
        Remaining(
            edition.title, message("youth.remaining.not_closed"), f"/youth/editions/{edition.id}/"
        )
        for edition in unfinished_editions(session, fiscal_year)
    ]
