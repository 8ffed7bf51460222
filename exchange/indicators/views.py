"""Pages and data files of the indicators."""

from flask import Blueprint
from werkzeug.wrappers import Response

from exchange.indicators.queries.definitions import (
    all_indicators,
    missing_tables,
    superseded_baselines,
)
from exchange.indicators.rules import definition_rows
from exchange.web.access import actor, public
from exchange.web.pages import render
from exchange.web.transactions import session

blueprint = Blueprint("indicators", __name__)


@blueprint.get("/indicators/")
@public
def index() -> Response:
    """Show the indicators of the strategy in one table."""
    who = actor()
    staff = who is not None and who.may("indicators:read")
    return render(
        "indicators/index.html",
        rows=definition_rows(all_indicators(session()), {}),
        missing=missing_tables(session()),
        older=superseded_baselines(session()) if staff else (),
    )
