"""The schools that nobody can sign in for, and accounts nobody uses."""

from flask import request
from werkzeug.wrappers import Response

from exchange.core import clock
from exchange.handover.queries import accounts_to_look_at, unclaimed_schools
from exchange.handover.views.room import blueprint
from exchange.web.access import requires
from exchange.web.pages import render
from exchange.web.transactions import session


@blueprint.get("/schools/")
@requires("handover:edit")
def schools() -> Response:
    """List schools without an account, and accounts not opened since April."""
    today = clock.today()
    page = unclaimed_schools(session(), today=today, cursor=request.args.get("cursor"))
    rows = accounts_to_look_at(session(), page.rows, today=today)
    return render("handover/schools.html", page=page, rows=rows)
