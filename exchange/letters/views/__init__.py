"""Pages of letters, one module a use case."""

from exchange.letters.views import documents, files, log, merge_files, merges, recipients, requests
from exchange.letters.views.page import blueprint

__all__ = [
    "blueprint",
    "documents",
    "files",
    "log",
    "merge_files",
    "merges",
    "recipients",
    "requests",
]
