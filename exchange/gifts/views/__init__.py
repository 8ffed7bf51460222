"""Pages of gifts, one module a use case."""

from exchange.gifts.views import documents, files, register, settings, stock
from exchange.gifts.views.page import blueprint

__all__ = ["blueprint", "documents", "files", "register", "settings", "stock"]
