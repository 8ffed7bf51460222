"""How long it can be seen to whom a mail went."""

from datetime import date, datetime, time, timedelta
from typing import Final

from exchange.core.languages import OFFICE_ZONE

#: After this time nobody looks a mail up any more, and no link in an unsent one opens.
KEPT: Final = timedelta(days=90)


def kept_since(today: date) -> datetime:
    """Return the instant before which a mail was written whose time is over today."""
    return datetime.combine(today - KEPT, time(), OFFICE_ZONE)
