"""What a person had typed when their session was over: shown again, and nothing saved."""

from flask import redirect
from werkzeug.wrappers import Response

from exchange.accounts.keeping import carried_form, waiting_form
from exchange.accounts.views.page import blueprint
from exchange.web.access import requires, signed_in
from exchange.web.headers import keep_private
from exchange.web.pages import render
from exchange.web.places import landing


@blueprint.get("/kept")
@requires("account:own")
def kept() -> Response:
    """Hand what was typed back to its form; without anything that waits, lead to the start."""
    typed = waiting_form(signed_in().known_id, carried_form())
    if typed is None:
        return redirect(landing(signed_in()))
    return keep_private(render("accounts/kept.html", typed=typed))
