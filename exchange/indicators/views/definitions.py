"""The table of indicators, and its file."""

from collections.abc import Mapping

from werkzeug.wrappers import Response

from exchange.core import clock
from exchange.core.languages import Language
from exchange.core.translate import translate
from exchange.indicators.opendata import COLUMNS, indicator_rows
from exchange.indicators.queries.definitions import (
    SLUG,
    all_indicators,
    missing_tables,
    superseded_baselines,
)
from exchange.indicators.queries.youth import running_total
from exchange.indicators.rules import definition_rows
from exchange.indicators.views.room import blueprint, csv_file, is_staff, json_file
from exchange.web.access import public
from exchange.web.pages import render
from exchange.web.transactions import session


@blueprint.get("/indicators/")
@public
def index() -> Response:
    """Show the indicators of the strategy in one table."""
    return render(
        "indicators/index.html",
        rows=definition_rows(all_indicators(session()), _latest()),
        missing=missing_tables(session()),
        older=superseded_baselines(session()) if is_staff() else (),
        youth=SLUG,
    )


@blueprint.get("/open-data/indicators.<any(csv, json):form>")
@public
def open_data(form: str) -> Response:
    """Give the definitions as a file."""
    rows = indicator_rows(all_indicators(session()), _latest())
    if form == "csv":
        return csv_file("indicators", COLUMNS, rows)
    meanings = {
        column.name: {str(tag): translate(column.meaning, tag) for tag in Language}
        for column in COLUMNS
    }
    return json_file({"as_of": clock.today().isoformat(), "columns": meanings, "rows": rows})


def _latest() -> Mapping[str, int]:
    """Return the computed figures by slug: public ones, whoever asks."""
    total = running_total(session())
    return {} if total is None else {SLUG: total}
