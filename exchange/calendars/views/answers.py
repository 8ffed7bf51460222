"""Feeds as they are answered: validators, the packed form, and nothing built for a 304."""

import gzip
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from flask import request
from werkzeug.wrappers import Response

from exchange.calendars.feeds import FeedBytes, current_state, kept_bytes, publish
from exchange.calendars.subscriptions import FeedRequest
from exchange.calendars.views.room import CALENDAR, name_file, publisher
from exchange.web.transactions import aside_repeated, database

_PACKED: Final = "-gzip"


@dataclass(frozen=True, slots=True)
class Manner:
    """How a feed is answered: who may keep it, and what it is saved as."""

    cache_control: str
    file: str
    name: str
    attached: bool = False


def answer_feed(
    asked: FeedRequest, manner: Manner, *, before_building: Callable[[], None] | None = None
) -> Response:
    """Answer a feed: unchanged it costs one statement, kept bytes two, and else it is built.

    `before_building` may refuse what only a feed that is not kept can hold.
    """
    maker = publisher()
    with database().plain() as connection:
        state = current_state(connection, asked, maker)
        if state is not None and _is_known(state.digest, state.last_modified):
            return _validated(Response(status=304), state.digest, state.last_modified, manner)
        kept = kept_bytes(connection, asked, state) if state else None
    if kept is None and before_building is not None:
        before_building()
    return _whole(kept or aside_repeated(lambda short: publish(short, asked, maker)), manner)


def _is_known(digest: str, last_modified: datetime) -> bool:
    """Say whether the subscriber has this form already; tags decide before dates."""
    if request.if_none_match:
        return request.if_none_match.contains_weak(_tag(digest))
    since = request.if_modified_since
    return since is not None and last_modified <= since


def _whole(found: FeedBytes, manner: Manner) -> Response:
    if _is_known(found.digest, found.last_modified):
        return _validated(Response(status=304), found.digest, found.last_modified, manner)
    packed = _wants_packed()
    body = gzip.compress(found.body, mtime=0) if packed else found.body
    response = Response(body, content_type=CALENDAR)
    if packed:
        response.headers["Content-Encoding"] = "gzip"
    kind = "attachment" if manner.attached else "inline"
    name_file(response, kind, manner.file, manner.name)
    return _validated(response, found.digest, found.last_modified, manner)


def _validated(
    response: Response, digest: str, last_modified: datetime, manner: Manner
) -> Response:
    response.set_etag(_tag(digest))
    response.last_modified = last_modified
    response.headers["Cache-Control"] = manner.cache_control
    response.headers["Vary"] = "Accept-Encoding"
    return response


def _tag(digest: str) -> str:
    return digest + _PACKED if _wants_packed() else digest


def _wants_packed() -> bool:
    """Say whether gzip was asked for; a program that says nothing gets the plain form."""
    return "Accept-Encoding" in request.headers and request.accept_encodings.quality("gzip") > 0
