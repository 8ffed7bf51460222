"""What whoever lets mails be written is told where there is no mail server: they wait."""

from typing import Final

from flask import g
from werkzeug.wrappers import Response

from exchange.core.messages import message
from exchange.outbox.services import WRITTEN
from exchange.web.access import actor
from exchange.web.pages import can_mail, flash

_REFUSED: Final = 400


def tell_of_waiting(response: Response) -> Response:
    """Say on the next page that the mails a request wrote wait; to staff, who can do something."""
    held = g.get("session")
    wrote = held is not None and held.info.get(WRITTEN) and response.status_code < _REFUSED
    if wrote and not can_mail() and (who := actor()) is not None and who.may("home:read"):
        flash(message("web.mail.waits"), "warning")
    return response
