"""Pages of itineraries, by use case; one blueprint."""

from exchange.itineraries.views import (
    clashes,
    grid,
    items,
    moving,
    people,
    programme,
    today,
    versions,
)
from exchange.itineraries.views.room import blueprint

__all__ = [
    "blueprint",
    "clashes",
    "grid",
    "items",
    "moving",
    "people",
    "programme",
    "today",
    "versions",
]
