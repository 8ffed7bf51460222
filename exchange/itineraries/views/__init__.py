"""Pages of itineraries, by use case; one blueprint."""

from exchange.itineraries.views import grid, items
from exchange.itineraries.views.room import blueprint

__all__ = ["blueprint", "grid", "items"]
