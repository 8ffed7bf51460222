"""Pages of hosting."""

from exchange.hosting.views import (  # noqa: F401 - each module adds its pages to the blueprint
    board,
    families,
    guests,
    lists,
    pairs,
    papers,
    suggestion,
)
from exchange.hosting.views.room import blueprint

__all__ = ["blueprint"]
