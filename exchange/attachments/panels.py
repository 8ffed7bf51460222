"""The documents of a thing, shown on its page to those who may read them."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from exchange.attachments.queries import documents_page
from exchange.attachments.rules import PLACES
from exchange.core.entries import Audience
from exchange.core.messages import message
from exchange.core.offers import Panel, Subject
from exchange.core.permissions import Actor


def find_panels(session: Session, *, subject: Subject, actor: Actor | None) -> Sequence[Panel]:
    """Return the documents of a partner, an agreement or a visit."""
    place = PLACES.get(subject.kind)
    if place is None or actor is None or not actor.may(place.read):
        return ()
    return [
        Panel(
            id="documents",
            title=message("attachments.panel.title"),
            template="attachments/_panel.html",
            context={
                "page": documents_page(session, subject),
                "room": place.room,
                "subject": subject,
                "may_edit": actor.may(place.edit),
            },
            audience=Audience.STAFF,
            order=75,
        )
    ]
