"""Pages of inquiries: for the division and the sections, and for who holds a link."""

from exchange.inquiries.views import corrections, desk, sources
from exchange.inquiries.views.by_link import blueprint as link_blueprint
from exchange.inquiries.views.room import blueprint

__all__ = ["blueprint", "corrections", "desk", "link_blueprint", "sources"]
