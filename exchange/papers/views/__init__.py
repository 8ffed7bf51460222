"""Pages and files of papers, by use case; one blueprint."""

from exchange.papers.views import (
    ceremonies,
    files,
    page,
    particulars,
    press,
    speeches,
    thanks,
    visa,
)
from exchange.papers.views.room import blueprint

__all__ = [
    "blueprint",
    "ceremonies",
    "files",
    "page",
    "particulars",
    "press",
    "speeches",
    "thanks",
    "visa",
]
