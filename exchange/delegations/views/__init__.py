"""Pages of visits, by use case; one blueprint."""

from exchange.delegations.views import documents, itinerary, members, states, visits
from exchange.delegations.views.page import blueprint

__all__ = ["blueprint", "documents", "itinerary", "members", "states", "visits"]
