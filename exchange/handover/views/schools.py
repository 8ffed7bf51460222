"""The schools that nobody can sign in for, and accounts nobody uses."""

from werkzeug.wrappers import Response

from exchange.core import clock
from exchange.handover.queries import school_accounts
from exchange.handover.views.room import blueprint
from exchange.web.access import requires
from exchange.web.pages import render
from exchange.web.transactions import session


@blueprint.get("/schools/")
@requires("handover:edit")
def schools() -> Response:
    """List schools without an account, and accounts not opened since April."""
    rows = school_accounts(session(), today=clock.today())
    return render("handover/schools.html", rows=rows)
