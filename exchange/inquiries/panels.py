"""What waits of the inquiries, on the page of the indicators, for those who may read them."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from exchange.core import clock
from exchange.core.entries import Audience
from exchange.core.messages import message
from exchange.core.offers import Panel, Subject
from exchange.core.permissions import Actor
from exchange.inquiries.queries import counts_of


def find_panels(session: Session, *, subject: Subject, actor: Actor | None) -> Sequence[Panel]:
    """Return the counts of what is open, late and to be checked."""
    if subject.kind != "indicators" or actor is None or not actor.may("inquiries:read"):
        return ()
    return [
        Panel(
            id="inquiries",
            title=message("inquiries.panel.title"),
            template="inquiries/_panel.html",
            context={
                "counts": counts_of(session, actor, today=clock.today()),
                "may_ask": actor.may("inquiries:ask"),
            },
            audience=Audience.STAFF,
        )
    ]
