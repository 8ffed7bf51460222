"""Pages and files of papers, by use case; one blueprint."""

from exchange.papers.views import files, page, particulars, thanks, visa
from exchange.papers.views.room import blueprint

__all__ = ["blueprint", "files", "page", "particulars", "thanks", "visa"]
