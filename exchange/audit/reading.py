"""The read log of pages: who opens one that shows a pupil or a member leaves a line first."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any, Final, TypeVar, cast
from uuid import UUID

from flask import request
from werkzeug.wrappers import Response

from exchange.audit.enums.purposes import Purpose
from exchange.audit.queries import was_viewed
from exchange.audit.services import note_view
from exchange.core import clock
from exchange.core.offers import Subject
from exchange.core.permissions import Actor
from exchange.web.access import actor
from exchange.web.transactions import SAFE_METHODS, aside_repeated, session

View = TypeVar("View", bound=Callable[..., Any])

#: Opening the same for the same purpose again within this time is one line.
_ONE_READING: Final = timedelta(minutes=30)
_SHOWN: Final = 200


def shows(purpose: Purpose, kind: str = "", *, to: str | None = None) -> Callable[[View], View]:
    """Mark a page that names pupils or members: that it was read is written before it leaves.

    `kind` is what the address's `key` names; a page without one, such as a list of all, is noted
    on its reader. `to` is the permission without which the page names nobody. A line that cannot
    be written is no answer.
    """

    def mark(view: View) -> View:
        @wraps(view)
        def logged(*given: Any, **parts: Any) -> Response:  # noqa: ANN401 - as the view takes them
            answer: Response = view(*given, **parts)
            who = actor()
            is_page = request.method in SAFE_METHODS and answer.status_code == _SHOWN
            if is_page and who is not None and (to is None or who.may(to)):
                subject = Subject(kind, parts["key"]) if kind else Subject("user", who.known_id)
                note_once(who, subject, purpose)
            return answer

        return cast(View, logged)

    return mark


def note_once(who: Actor, subject: Subject, purpose: Purpose) -> None:
    """Write down that a person reads about a subject, unless it was just written down."""
    since = clock.now() - _ONE_READING
    key: UUID = who.known_id
    if was_viewed(session(), actor_id=key, subject=subject, purpose=purpose, since=since):
        return
    aside_repeated(lambda short: note_view(short, actor=who, subject=subject, purpose=purpose))
