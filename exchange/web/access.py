"""The access gate: every endpoint is closed unless it is marked."""

from collections.abc import Callable
from typing import Any, Final, TypeVar

from flask import abort, current_app, g, redirect, request, url_for
from werkzeug.wrappers import Response

from exchange.core.permissions import Actor

View = TypeVar("View", bound=Callable[..., Any])

#: The mark of an endpoint that anyone may ask for.
PUBLIC: Final = "public"

#: What a closed network opens without a sign-in: the way in, what machines ask, and how it looks.
ENTRANCE_ROOMS: Final = frozenset({"accounts", "operations"})
_ENTRANCES: Final = frozenset({"static", "favicon"})


def public(view: View) -> View:
    """Open a view to anyone."""
    return _mark(view, PUBLIC)


def requires(permission: str) -> Callable[[View], View]:
    """Open a view to the roles that hold `resource:action`."""

    def mark(view: View) -> View:
        return _mark(view, permission)

    return mark


def _mark(view: View, access: str) -> View:
    view.access = access  # type: ignore[attr-defined]
    return view


def access_of(endpoint: str) -> str | None:
    """Return an endpoint's mark; None is closed."""
    view = current_app.view_functions[endpoint]
    found: str | None = getattr(view, "access", None)
    return found


def actor() -> Actor | None:
    """Return who asks, None for the public; the accounts room finds out once a request."""
    if "actor" not in g:
        g.actor = current_app.extensions["find_actor"]()
    found: Actor | None = g.actor
    return found


def signed_in() -> Actor:
    """Return who asks on a page that needs a sign-in."""
    found = actor()
    if found is None:
        abort(403)
    return found


def _kept_aside() -> str | None:
    """Let a form that came too late be kept; return the page to go back to."""
    found: str | None = current_app.extensions["keep_form"]()
    return found


def gate() -> Response | None:
    """Refuse what the request's endpoint does not open to its actor; runs before every view.

    With EXCHANGE_PUBLIC=off what is public is for those with an account, and links open nothing.
    """
    if request.endpoint is None:
        return None
    access = access_of(request.endpoint)
    if access == PUBLIC and stands_open(request.endpoint):
        return None
    found = actor()
    if found is None:
        return _refusal(access)
    if access != PUBLIC and (access is None or not found.may(access)):
        abort(403)
    return None


def stands_open(endpoint: str) -> bool:
    """Say whether what is public opens to strangers here; on a closed network the way in does."""
    is_entrance = request.blueprint in ENTRANCE_ROOMS or endpoint in _ENTRANCES
    return is_entrance or current_app.extensions["settings"].public


def _refusal(access: str | None) -> Response:
    """Ask a stranger to sign in, except where nobody may go or the address itself is a secret."""
    if access is None:
        abort(403)
    if access == PUBLIC and "token" in (request.view_args or {}):
        abort(404)
    target = request.full_path.rstrip("?") if request.method == "GET" else _kept_aside()
    return redirect(url_for("accounts.sign_in", next=target))
