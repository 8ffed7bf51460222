"""The blueprint, and where every use case comes back to."""

from uuid import UUID

from flask import Blueprint, redirect, url_for
from werkzeug.wrappers import Response

from exchange.core.languages import OFFICE_ZONE
from exchange.delegations.enums import Direction
from exchange.delegations.models import Visit

blueprint = Blueprint("itineraries", __name__, url_prefix="/delegations")


def to_itinerary(key: UUID) -> Response:
    """Go back to the programme on the visit's page."""
    return redirect(url_for("delegations.show", key=key, _anchor="itinerary"))


def own_zone(visit: Visit) -> str:
    """Return the clock of where a visit is."""
    abroad = visit.direction is Direction.OUT
    return visit.partners[0].zone if abroad else OFFICE_ZONE.key
