"""Pages of budgets, one module a use case."""

from exchange.budgets.views import files, grid, headings, lines, lists, shares, years
from exchange.budgets.views.page import blueprint

__all__ = ["blueprint", "files", "grid", "headings", "lines", "lists", "shares", "years"]
