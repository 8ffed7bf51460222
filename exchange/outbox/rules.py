"""How long it can be seen to whom a mail went, and how each is signed."""

from datetime import date, datetime, time, timedelta
from typing import Final

from config import Contact
from exchange.core.languages import OFFICE_ZONE
from exchange.core.messages import message
from exchange.core.translate import translate

#: After this time nobody looks a mail up any more, and no link in an unsent one opens.
KEPT: Final = timedelta(days=90)


def kept_since(today: date) -> datetime:
    """Return the instant before which a mail was written whose time is over today."""
    return datetime.combine(today - KEPT, time(), OFFICE_ZONE)


def signed(body: str, language: str, contact: Contact) -> str:
    """Return a mail's text with how the division is reached, where the operator says so."""
    phone, mail = contact.phone, contact.mail
    lines = [translate(message("outbox.contact.phone", phone=phone), language)] if phone else []
    lines += [translate(message("outbox.contact.mail", mail=mail), language)] if mail else []
    return "\n".join([body.rstrip("\n"), *lines]) if lines else body
