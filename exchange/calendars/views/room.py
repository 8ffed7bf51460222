"""The room's blueprint, and what its views share; its pages stand in the modules beside it."""

from typing import Final

import segno
from flask import Blueprint
from markupsafe import Markup

from exchange.calendars.feeds import Publisher
from exchange.core import clock
from exchange.core.errors import NotFoundError
from exchange.core.messages import message
from exchange.web.offers import offers
from exchange.web.pages import settings

blueprint = Blueprint("calendars", __name__)

CALENDAR: Final = "text/calendar; charset=utf-8"


def ensure_open() -> None:
    """On a closed network there are no feeds; the files of `exchange export-ics` serve instead."""
    if not settings().public:
        raise NotFoundError(message("calendars.error.closed_network"))


def publisher() -> Publisher:
    """Return what this request's feeds are made from."""
    return Publisher(
        sources=offers().entries,
        now=clock.now(),
        today=clock.today(),
        base_url=settings().base_url,
    )


def code_to_scan(address: str) -> Markup:
    """Draw an address as a QR code: dark on light whatever the page's colours, as cameras need."""
    drawn = segno.make(address, error="m", micro=False)
    return Markup(drawn.svg_inline(scale=4, dark="#000", light="#fff", omitsize=True))
