"""Editions and pupils as hits of the search box."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy.orm import Session

from exchange.core.messages import message
from exchange.core.offers import Hit
from exchange.core.permissions import Actor
from exchange.youth.queries.programmes import editions_matching
from exchange.youth.queries.registrations import registrations_matching

_LIMIT: Final = 20


def find_hits(session: Session, text: str, actor: Actor) -> Sequence[Hit]:
    """Return editions by name, and pupils for those who may see them: a school its own."""
    editions = [
        Hit(
            kind=message("youth.hit.edition"),
            title=edition.title,
            path=f"/youth/editions/{edition.id}/",
            text=edition.programme.names,
        )
        for edition in editions_matching(session, text, actor, limit=_LIMIT)
    ]
    return [*editions, *_pupils(session, text, actor)]


def _pupils(session: Session, text: str, actor: Actor) -> Sequence[Hit]:
    if actor.may("registrations:read"):
        base = "/youth/registrations"
    elif actor.school_id is not None and actor.may("desk:read"):
        base = "/school/registrations"
    else:
        return []
    return [
        Hit(
            kind=message("youth.hit.pupil"),
            title=found.pupil.name.written,
            path=f"{base}/{found.id}/",
            text=found.edition.title,
        )
        for found in registrations_matching(session, text, actor, limit=_LIMIT)
    ]
