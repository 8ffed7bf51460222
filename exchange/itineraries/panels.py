"""What a visit's page shows of its programme."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from exchange.core.entries import Audience
from exchange.core.messages import message
from exchange.core.offers import Panel, Subject
from exchange.core.permissions import Actor
from exchange.delegations.models import Visit
from exchange.delegations.queries import with_partners
from exchange.itineraries.clocks import cities_of, programme
from exchange.itineraries.queries import items_of
from exchange.itineraries.services.versions import changed_since
from exchange.web import languages


def find_panels(session: Session, *, subject: Subject, actor: Actor | None) -> Sequence[Panel]:
    """Return a visit's programme by day, for those who may see who is where."""
    if subject.kind != "visit" or actor is None or not actor.may("itinerary:read"):
        return ()
    # The page has loaded its visit: this asks the session alone.
    visit = session.get_one(Visit, subject.id, options=[with_partners()])
    items = items_of(session, visit.id)
    return [
        Panel(
            id="itinerary",
            title=message("itineraries.panel.title"),
            template="itineraries/_panel.html",
            context={
                "visit": visit,
                "programme": programme(items, cities_of(visit.partners), languages.current()),
                "may_edit": actor.may("visits:edit"),
                "changed_since": changed_since(session, visit.id, items),
            },
            audience=Audience.STAFF,
            order=10,
        )
    ]
