"""Error pages in the reader's language; no stack trace ever leaves."""

from typing import Final
from urllib.parse import urlsplit

from flask import Flask, current_app, g, request
from sqlalchemy.exc import DBAPIError
from werkzeug.exceptions import (
    BadRequest,
    HTTPException,
    InternalServerError,
    MethodNotAllowed,
    RequestEntityTooLarge,
    ServiceUnavailable,
)
from werkzeug.wrappers import Response

from exchange.core.database import refusal_of
from exchange.core.errors import DomainError
from exchange.core.messages import Message, message
from exchange.core.translate import translate
from exchange.web import languages
from exchange.web.addresses import page_above
from exchange.web.pages import render
from exchange.web.recording import request_id
from exchange.web.transactions import SAFE_METHODS

#: What a request may hold, an uploaded file and all; the sentence of 413 says so.
UPLOAD_MEGABYTES: Final = 16

#: Bytes of a request that is too large which are read and forgotten; beyond, the line is cut.
_SWALLOWED: Final = 256 * 1024 * 1024
_PIECE: Final = 64 * 1024

_SENTENCES: Final = {
    400: message("web.error.400.text"),
    403: message("web.error.403.text"),
    404: message("web.error.404.text"),
    405: message("web.error.405.text"),
    409: message("web.error.409.text"),
    410: message("web.error.410.text"),
    413: message("web.error.413.text"),
    422: message("web.error.422.text"),
    429: message("web.error.429.text"),
    500: message("web.error.500.text"),
    503: message("web.error.503.text"),
}

#: From here on the fault is ours, and the page may ask the database nothing.
_BROKEN: Final = 500

#: What a program needs to know beside the sentence.
_KEPT_HEADERS: Final = frozenset({"Accept", "Allow", "Content-Range", "Retry-After"})
#: Seconds after which a busy server is worth asking again.
_RETRY_AFTER: Final = 5


def register_error_pages(app: Flask) -> None:
    """Answer every refusal and fault with a designed page, or a sentence where no page fits."""
    app.register_error_handler(DomainError, _domain_error)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(DBAPIError, _database_error)


def _domain_error(error: DomainError) -> Response:
    answer = _answer(error.status, error.sentence)
    if error.status == ServiceUnavailable.code:
        answer.headers["Retry-After"] = str(_RETRY_AFTER)
    return answer


def _database_error(error: DBAPIError) -> Response:
    """Say what to do while the database is away or full; any other error is our fault."""
    refusal = refusal_of(error)
    if refusal is None:
        raise error
    current_app.logger.error("%s in %s", type(refusal).__name__, request.endpoint)
    return _domain_error(refusal)


def _http_error(error: HTTPException) -> Response:
    status = error.code or InternalServerError.code
    if status < BadRequest.code:
        return error.get_response()  # a redirect is no error
    if status == RequestEntityTooLarge.code:
        _swallow()
    family = _BROKEN if status >= _BROKEN else BadRequest.code
    answer = _answer(status, _SENTENCES.get(status, _SENTENCES[family]))
    for name, value in error.get_headers():
        if name in _KEPT_HEADERS:
            answer.headers[name] = value
    return answer


def _swallow() -> None:
    """Read on what is still being sent: a browser that cannot finish never shows our answer."""
    stream, left = request.environ["wsgi.input"], _SWALLOWED
    while left > 0 and (piece := stream.read(min(left, _PIECE))):
        left -= len(piece)


def _answer(status: int, sentence: Message) -> Response:
    if _wants_text():
        text = translate(sentence, languages.current())
        return Response(f"{text}\n", status, content_type="text/plain; charset=utf-8")
    g.plain_page = status >= _BROKEN
    return render(
        "errors/error.html",
        status=status,
        code=status,
        sentence=sentence,
        back=_page_behind(),
        number=request_id(),
    )


def _page_behind() -> str | None:
    """Return the page of this site whose button or form was refused, or has to be sent again."""
    before = urlsplit(request.referrer or "")
    if isinstance(request.routing_exception, MethodNotAllowed):
        return page_above()
    if request.method in SAFE_METHODS or before.netloc != request.host:
        return None
    return before.path


def _wants_text() -> bool:
    """Feeds, data files and scripts get a sentence instead of a page."""
    if request.path.endswith((".ics", ".json", ".csv", ".pdf", ".xlsx")):
        return True
    best = request.accept_mimetypes.best_match(["text/html", "application/json", "text/calendar"])
    return best not in {None, "text/html"}
