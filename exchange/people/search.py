"""What the search box finds among people."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from exchange.core.messages import message
from exchange.core.offers import Hit
from exchange.core.permissions import Actor
from exchange.people.queries import people_matching


def find_hits(session: Session, text: str, actor: Actor) -> Sequence[Hit]:
    """Return the people whose name, in any spelling, contains the text."""
    if not actor.may("members:read"):
        return ()
    return [
        Hit(
            kind=message("people.search.kind"),
            title=person.name.written,
            path=f"/people/{person.id}/",
            text=person.affiliation,
        )
        for person in people_matching(session, text)
    ]
