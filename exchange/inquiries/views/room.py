"""The room's blueprint, and how its links are printed."""

from flask import Blueprint

from exchange.inquiries.services import LinkPrinter
from exchange.web.pages import settings

blueprint = Blueprint("inquiries", __name__, url_prefix="/inquiries")


def printer() -> LinkPrinter:
    """Return what prints the links of this house."""
    found = settings()
    return LinkPrinter(found.base_url, found.secret_key or "", public=found.public)
