"""The read log of pages: who opens one that shows a pupil or a member leaves a line first."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import wraps
from typing import Any, Final, TypeVar, cast
from uuid import UUID

from flask import current_app, request
from werkzeug.wrappers import Response

from exchange.audit.enums.purposes import Purpose
from exchange.audit.queries import was_viewed
from exchange.audit.services import note_search, note_view
from exchange.core import clock
from exchange.core.offers import Subject
from exchange.core.permissions import Actor
from exchange.web.access import actor
from exchange.web.transactions import SAFE_METHODS, aside_repeated, session

View = TypeVar("View", bound=Callable[..., Any])

#: Opening the same for the same purpose again within this time is one line.
_ONE_READING: Final = timedelta(minutes=30)
_SHOWN: Final = 200
#: A form that is handed back, on the page that it was sent from.
_HANDED_BACK: Final = frozenset({409, 422})


@dataclass(frozen=True, slots=True)
class _Mark:
    """What a page that names people is noted with."""

    purpose: Purpose
    kind: str
    to: str | None

    def note(self, parts: dict[str, Any]) -> None:
        """Write down that whoever is signed in reads the page of an address's parts."""
        who = actor()
        if who is not None and (self.to is None or who.may(self.to)):
            subject = Subject(self.kind, parts["key"]) if self.kind else None
            note_once(who, subject or Subject("user", who.known_id), self.purpose)


def shows(purpose: Purpose, kind: str = "", *, to: str | None = None) -> Callable[[View], View]:
    """Mark a page that names pupils or members: that it was read is written before it leaves.

    `kind` is what the address's `key` names; a page without one, such as a list of all, is noted
    on its reader. `to` is the permission without which the page names nobody. A line that cannot
    be written is no answer.
    """

    said = _Mark(purpose, kind, to)

    def mark(view: View) -> View:
        @wraps(view)
        def logged(*given: Any, **parts: Any) -> Response:  # noqa: ANN401 - as the view takes them
            answer: Response = view(*given, **parts)
            if request.method in SAFE_METHODS and answer.status_code == _SHOWN:
                said.note(parts)
            return answer

        vars(logged)["shows"] = said
        return cast(View, logged)

    return mark


def note_handed_back(answer: Response) -> Response:
    """Write down that a form was handed back on a page that names people, or below one.

    Nothing of the request is kept by then, and no lock held. One that names nobody below a page
    that does leaves a line too many, never one too few.
    """
    rule = request.url_rule
    if request.method in SAFE_METHODS or rule is None or answer.status_code not in _HANDED_BACK:
        return answer
    if said := _mark_above(rule.rule):
        said.note(request.view_args or {})
    return answer


def _mark_above(address: str) -> _Mark | None:
    """Return the mark of the nearest page at or above a rule's address, about the same thing."""
    found: dict[str, _Mark] = {}
    for rule in current_app.url_map.iter_rules():
        said = getattr(current_app.view_functions[rule.endpoint], "shows", None)
        above = rule.rule if rule.rule.endswith("/") else f"{rule.rule}/"
        is_near = rule.rule == address or (address.startswith(above) and said and said.kind)
        if said and is_near:
            found[rule.rule] = said
    return found[max(found, key=len)] if found else None


def note_found(purpose: Purpose) -> None:
    """Write down that whoever is signed in found people by name: a line for every search."""
    who = actor()
    if who is not None:
        aside_repeated(lambda short: note_search(short, actor=who, purpose=purpose))


def note_once(who: Actor, subject: Subject, purpose: Purpose) -> None:
    """Write down that a person reads about a subject, unless it was just written down."""
    since = clock.now() - _ONE_READING
    key: UUID = who.known_id

    # What a form was sent to reads in the transaction that writes: its session takes the lock.
    if request.method in SAFE_METHODS and was_viewed(
        session(), actor_id=key, subject=subject, purpose=purpose, since=since
    ):
        return
    aside_repeated(
        lambda short: note_view(short, actor=who, subject=subject, purpose=purpose, since=since)
    )
