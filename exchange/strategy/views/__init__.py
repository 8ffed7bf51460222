"""Pages of the strategy and its activities."""

from exchange.strategy.views import activities, tree
from exchange.strategy.views.room import blueprint

__all__ = ["activities", "blueprint", "tree"]
