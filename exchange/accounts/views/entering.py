"""The one way in: whatever a person has shown, the same things happen then."""

from flask import redirect
from werkzeug.wrappers import Response

from exchange.accounts.keeping import carried_form, page_of_kept_form
from exchange.accounts.login import enter
from exchange.core.permissions import Actor
from exchange.web.places import landing


def come_in(who: Actor, *, target: str | None) -> Response:
    """Begin the session of who signed in; lead to what they had typed, or the page asked for."""
    carried = carried_form()
    enter(who.known_id)
    kept = page_of_kept_form(who.known_id, carried)
    return redirect(kept or inside(target) or landing(who))


def inside(target: str | None) -> str | None:
    """Return a path of this site, nothing that could lead elsewhere."""
    if not target or not target.startswith("/") or not target.isprintable():
        return None
    return None if target.startswith("//") or "\\" in target else target
