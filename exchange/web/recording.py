"""Each request's number, its line in the log and its place in the counts: a route, never a path."""

import logging
import re
import secrets
import time
from typing import Any, Final

from flask import Flask, current_app, g, request
from werkzeug.wrappers import Response

from exchange.core.logs import REQUESTS
from exchange.web.measures import NO_ROUTE, Measures

_LOG: Final = logging.getLogger(REQUESTS)
_HEADER: Final = "X-Request-ID"
#: What a proxy in front may call a request; anything else could carry words.
_NUMBER: Final = re.compile(r"[0-9a-f]{16,32}")


def register_recording(app: Flask, *, behind_proxy: bool) -> None:
    """Number, time, count and log every request; call it before anything else looks at one."""
    app.extensions["numbered_by_proxy"] = behind_proxy
    app.before_request(_begin)
    app.after_request(_end)


def measure_routes(app: Flask) -> None:
    """Make the counts of every route there is; call it after the last one was added."""
    app.extensions["measures"] = Measures(rule.rule for rule in app.url_map.iter_rules())


def request_id() -> str:
    """Return the number that the answer, the error page and the log line share."""
    if "request_id" not in g:
        g.request_id = _proxys_number() or secrets.token_hex(8)
    found: str = g.request_id
    return found


def request_facts() -> dict[str, Any]:
    """Return what may be said of a request: nothing that a person typed or that opens a page."""
    actor = g.get("actor")
    return {
        "request_id": request_id(),
        "method": request.method,
        "route": _route(),
        "role": actor.role.value if actor else "public",
    }


def _proxys_number() -> str | None:
    sent = request.headers.get(_HEADER, "")
    is_believed = current_app.extensions["numbered_by_proxy"] and _NUMBER.fullmatch(sent)
    return sent if is_believed else None


def _route() -> str:
    return request.url_rule.rule if request.url_rule else NO_ROUTE


def _begin() -> None:
    g.began = time.perf_counter()


def _end(response: Response) -> Response:
    """Note an answer as its last headers are set; a file's bytes leave after that."""
    seconds = time.perf_counter() - g.began
    response.headers[_HEADER] = request_id()
    measures: Measures = current_app.extensions["measures"]
    measures.note(_route(), request.method, response.status_code, seconds)
    if _LOG.isEnabledFor(logging.INFO):
        facts = {"status": response.status_code, "ms": round(seconds * 1000, 1)}
        _LOG.info("request", extra={"fields": request_facts() | facts})
    return response
