"""How a school registers pupils, on one page."""

from werkzeug.wrappers import Response

from exchange.web.access import requires
from exchange.web.pages import render
from exchange.youth.views.desk import blueprint


@blueprint.get("/guide")
@requires("desk:read")
def guide() -> Response:
    """Show the ten minutes from signing in to pupils that are registered."""
    return render("desk/guide.html")
