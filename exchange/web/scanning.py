"""Every uploaded file is shown to the virus scanner, where there is one, before a view sees it.

What a request brings is asked about once and before its transaction begins, whatever form reads
it. A form says the refusal on its field; a request that would keep a refused file all the same is
not committed.
"""

from collections.abc import Mapping
from typing import IO, Final

from flask import current_app, g, request

from exchange.core.errors import DomainError
from exchange.core.messages import Message, message
from exchange.core.scanner import ScannerAwayError, is_clean
from exchange.web.pages import settings

_INFECTED: Final = message("web.error.infected")
_AWAY: Final = message("web.error.scanner_away")


class UploadRefusedError(DomainError):
    """A request would have kept a file that was not found clean."""


def scan_uploads() -> None:
    """Ask about each file of a request; runs after the gate, before the view."""
    address = settings().scanner_url
    if address is None or not g.get("csrf_valid"):
        return
    g.refused_uploads = {
        name: sentence
        for name, file in request.files.items(multi=True)
        if file.filename and (sentence := _refusal(address, file.stream)) is not None
    }


def _refusal(address: str, stream: IO[bytes]) -> Message | None:
    """Ask about one file, and leave it at its beginning; None where nothing was found."""
    try:
        if is_clean(address, stream):
            return None
    except ScannerAwayError:
        current_app.logger.error("virus scanner away in %s", request.endpoint)
        return _AWAY
    finally:
        stream.seek(0)
    current_app.logger.warning("virus found in %s", request.endpoint)
    return _INFECTED


def refused_uploads() -> Mapping[str, Message]:
    """Return what was refused of this request's files, by the field's name."""
    found: Mapping[str, Message] = g.get("refused_uploads", {})
    return found


def ensure_uploads_clean() -> None:
    """Raise UploadRefusedError where a file of this request was refused: nothing is kept."""
    for sentence in refused_uploads().values():
        raise UploadRefusedError(sentence)
