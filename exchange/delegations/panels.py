"""What the pages of partners and people show of visits."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.core import clock
from exchange.core.entries import Audience
from exchange.core.messages import message
from exchange.core.offers import Panel, Subject
from exchange.core.permissions import Actor
from exchange.delegations.enums import TONES
from exchange.delegations.queries import visits_of_partner, visits_of_person


def find_panels(session: Session, *, subject: Subject, actor: Actor | None) -> Sequence[Panel]:
    """Return the visits of a partner, the published ones for the public, or of a person."""
    if subject.kind == "partner":
        return [_of_partner(session, subject.id, actor)]
    if subject.kind == "person" and actor is not None and actor.may("members:read"):
        return [_of_person(session, subject.id)]
    return ()


def _of_partner(session: Session, key: UUID, actor: Actor | None) -> Panel:
    staff = actor is not None and actor.may("visits:read")
    visits = visits_of_partner(session, key, published_only=not staff)
    today = clock.today()
    return Panel(
        id="visits",
        title=message("delegations.panel.partner"),
        template="delegations/_partner_panel.html",
        context={
            "coming": [visit for visit in reversed(visits) if visit.ends >= today],
            "past": [visit for visit in visits if visit.ends < today],
            "staff": staff,
            "tones": TONES,
        },
        order=40,
    )


def _of_person(session: Session, key: UUID) -> Panel:
    return Panel(
        id="visits",
        title=message("delegations.panel.person"),
        template="delegations/_person_panel.html",
        context={"memberships": visits_of_person(session, key)},
        audience=Audience.STAFF,
    )
