"""Pages of visits, by use case; one blueprint."""

from exchange.delegations.views import cycles, documents, members, states, visits
from exchange.delegations.views.page import blueprint

__all__ = ["blueprint", "cycles", "documents", "members", "states", "visits"]
