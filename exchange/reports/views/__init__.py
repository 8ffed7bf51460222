"""Reports as pages and as papers."""

from exchange.reports.views import answers, described, factsheets, orders, progress
from exchange.reports.views.room import blueprint

__all__ = ["answers", "blueprint", "described", "factsheets", "orders", "progress"]
