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
from exchange.calendars.views.room import CALENDAR, publisher
from exchange.web.downloads import name_file
from exchange.web.transactions import aside_repeated, database, let_go

_PACKED: Final = "-gzip"


@dataclass(frozen=True, slots=True)
class Manner:
    """How a feed is answered: who may keep it, and what it is saved as."""

    cache_control: str
    file: str
    #: Asked only where there is a file to be named.
    name: Callable[[], str]
    attached: bool = False


def answer_feed(
    asked: FeedRequest, manner: Manner, *, before_building: Callable[[], None] | None = None
) -> Response:
    """Answer a feed: unchanged it costs one statement, kept bytes two, and else it is built.

    `before_building` may refuse what only a feed that is not kept can hold.
    """
    maker = publisher()
    packed = _wants_packed()
    let_go()
    with database().plain() as connection:
        state = current_state(connection, asked, maker)
        if state is not None and _has_tag(_tag(state.digest, packed)):
            return _unchanged(_tag(state.digest, packed), manner)
        kept = kept_bytes(connection, asked, state) if state else None
    if kept is None and before_building is not None:
        before_building()
    found = kept or aside_repeated(lambda short: publish(short, asked, maker))
    tag = _tag(found.digest, packed)
    if _has_tag(tag) or _has_date(found.last_modified):
        return _unchanged(tag, manner)
    return _whole(found, manner, packed=packed)


def _has_tag(tag: str) -> bool:
    """Say whether the subscriber has this form already, by its tag."""
    known = request.environ.get("HTTP_IF_NONE_MATCH", "")
    return known == tag or (bool(known) and request.if_none_match.contains_weak(tag.strip('"')))


def _has_date(last_modified: datetime) -> bool:
    """Say whether the subscriber has it by its date; where it names a tag, that decides."""
    since = request.if_modified_since
    return "HTTP_IF_NONE_MATCH" not in request.environ and (
        since is not None and last_modified <= since
    )


def _unchanged(tag: str, manner: Manner) -> Response:
    return Response(status=304, headers=_validators(tag, manner))


def _whole(found: FeedBytes, manner: Manner, *, packed: bool) -> Response:
    body = gzip.compress(found.body, mtime=0) if packed else found.body
    headers = _validators(_tag(found.digest, packed), manner)
    response = Response(body, content_type=CALENDAR, headers=headers)
    response.last_modified = found.last_modified
    if packed:
        response.headers["Content-Encoding"] = "gzip"
    name_file(
        response,
        "attachment" if manner.attached else "inline",
        f"{manner.file}.ics",
        f"{manner.name()}.ics",
    )
    return response


def _validators(tag: str, manner: Manner) -> list[tuple[str, str]]:
    return [
        ("ETag", tag),
        ("Cache-Control", manner.cache_control),
        ("Vary", "Accept-Encoding"),
    ]


def _tag(digest: str, packed: bool) -> str:
    return f'"{digest}{_PACKED}"' if packed else f'"{digest}"'


def _wants_packed() -> bool:
    """Say whether gzip was asked for; a program that says nothing gets the plain form."""
    return (
        "HTTP_ACCEPT_ENCODING" in request.environ and request.accept_encodings.quality("gzip") > 0
    )
