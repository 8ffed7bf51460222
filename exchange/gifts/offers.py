"""What a visit that is called off leaves of its gifts."""

from uuid import UUID

from sqlalchemy.orm import Session

from exchange.core import clock
from exchange.core.messages import message
from exchange.core.offers import LooseEnds, OpenEnd
from exchange.core.permissions import Actor
from exchange.gifts.enums import GiftDirection
from exchange.gifts.queries import gifts_of_visit


def loose_ends(session: Session, *, visit_id: UUID, actor: Actor) -> LooseEnds:
    """Return our gifts of a visit that are not handed over yet, for those who read gifts."""
    if not actor.may("gifts:read"):
        return LooseEnds()
    kind, today = message("gifts.loose.kept"), clock.today()
    return LooseEnds(
        open=[
            OpenEnd(kind, gift.title, f"/gifts/{gift.id}/")
            for gift in gifts_of_visit(session, visit_id)
            if gift.direction is GiftDirection.GIVEN and gift.day >= today
        ]
    )
