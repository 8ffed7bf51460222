"""The pages of partners, one module a subject; importing them adds their routes."""

from exchange.partners.views import documents, facts, organisations, pages, partners, posts, sources
from exchange.partners.views.page import LIST, blueprint

__all__ = [
    "LIST",
    "blueprint",
    "documents",
    "facts",
    "organisations",
    "pages",
    "partners",
    "posts",
    "sources",
]
