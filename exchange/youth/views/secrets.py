"""What the settings keep secret, as services take it."""

from exchange.core.keys import Keyring
from exchange.web.pages import settings
from exchange.youth.services import LinkPrinter


def keyring() -> Keyring:
    """Return the keys of sealed columns."""
    return Keyring.parse(settings().present_data_key())


def link_printer() -> LinkPrinter:
    """Return what makes the addresses of guardians' links."""
    found = settings()
    return LinkPrinter(found.base_url, found.secret_key or "")
