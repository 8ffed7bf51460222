"""The access gate: every endpoint is closed unless it is marked."""

from collections.abc import Callable
from typing import Any, Final, TypeVar

from flask import abort, current_app, g, redirect, request, url_for
from werkzeug.wrappers import Response

from exchange.core.permissions import Actor

View = TypeVar("View", bound=Callable[..., Any])

#: The mark of an endpoint that anyone may ask for.
PUBLIC: Final = "public"


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
    found: str | None = PUBLIC if endpoint == "static" else getattr(view, "access", None)
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
    """Refuse what the request's endpoint does not open to its actor; runs before every view."""
    if request.endpoint is None:
        return None
    access = access_of(request.endpoint)
    if access == PUBLIC:
        return None
    found = actor()
    if found is None:
        if access is None:
            abort(403)
        target = request.full_path.rstrip("?") if request.method == "GET" else _kept_aside()
        return redirect(url_for("accounts.sign_in", next=target))
    if access is None or not found.may(access):
        abort(403)
    return None
