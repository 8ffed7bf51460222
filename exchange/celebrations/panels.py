"""What celebrations show on the pages of partners and visits."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy.orm import Session

from exchange.celebrations.enums import TONES
from exchange.celebrations.models import Celebration
from exchange.celebrations.queries import celebrations_of_partner, celebrations_of_visit
from exchange.core.entries import Audience
from exchange.core.messages import message
from exchange.core.offers import Panel, Subject
from exchange.core.permissions import Actor

#: Under the list of partners: where the milestones are.
_LIST: Final = Panel(
    id="milestones",
    title=message("celebrations.index.title"),
    template="celebrations/_list_panel.html",
    order=20,
)


def find_panels(session: Session, *, subject: Subject, actor: Actor | None) -> Sequence[Panel]:
    """Offer a partner's celebrations, published ones to the public; what a visit belongs to."""
    staff = actor is not None and actor.may("celebrations:read")
    if subject.kind == "partners":
        return [_LIST]
    if subject.kind == "partner":
        found = celebrations_of_partner(session, subject.id, published_only=not staff)
        return [_panel(found, staff=staff)] if found else []
    if subject.kind == "visit" and staff:
        found = celebrations_of_visit(session, subject.id)
        return [_panel(found, staff=True, audience=Audience.STAFF)] if found else []
    return []


def _panel(
    found: Sequence[Celebration], *, staff: bool, audience: Audience = Audience.PUBLIC
) -> Panel:
    return Panel(
        id="celebrations",
        title=message("celebrations.panel.title"),
        template="celebrations/_panel.html",
        context={"celebrations": found, "staff": staff, "tones": TONES},
        audience=audience,
        order=25,
    )
