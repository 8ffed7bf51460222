"""Pages of handing over."""

from exchange.handover.views import own, people, schools  # noqa: F401 - each adds its pages
from exchange.handover.views.room import blueprint

__all__ = ["blueprint"]
