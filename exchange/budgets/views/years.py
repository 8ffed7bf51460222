"""What all visits of a fiscal year cost."""

from typing import Final

from flask import request
from werkzeug.wrappers import Response

from exchange.budgets.queries import sums_of_year, visits_page, years_on_record
from exchange.budgets.rules import LOST
from exchange.budgets.views.page import blueprint
from exchange.core import clock
from exchange.core.dates import FiscalYear
from exchange.core.errors import BadRequestError
from exchange.core.messages import message
from exchange.core.reading import whole
from exchange.delegations.enums import TONES
from exchange.web.access import requires
from exchange.web.pages import render
from exchange.web.transactions import session

_FIRST: Final = 1945
_LAST: Final = 2100


@blueprint.get("/")
@requires("budgets:read")
def index() -> Response:
    """List the visits that have lines in a fiscal year, with what they cost."""
    year = wanted_year()
    page, found = visits_page(session(), year, cursor=request.args.get("cursor"))
    this = FiscalYear.of(clock.today())
    return render(
        "budgets/index.html",
        year=year,
        years=sorted({*years_on_record(session()), this, this.next, year}, reverse=True),
        page=page,
        found=found,
        sums=sums_of_year(session(), year),
        tones=TONES,
        lost=LOST,
    )


def wanted_year() -> FiscalYear:
    """Read the fiscal year in the address; this one without."""
    text = request.args.get("year", "")
    if not text:
        return FiscalYear.of(clock.today())
    year = whole(text)
    if year is None or not _FIRST <= year <= _LAST:
        raise BadRequestError(message("budgets.error.filter"))
    return FiscalYear(year)
