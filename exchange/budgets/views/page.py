"""The blueprint, and the page of a visit's budget."""

from collections.abc import Sequence
from uuid import UUID

from flask import Blueprint
from werkzeug.wrappers import Response

from exchange.budgets.grid import Book
from exchange.budgets.models import BudgetLine
from exchange.budgets.queries import headings, lines_of, moments_of, shares_of
from exchange.budgets.rules import left_of, sunk, total, totals_by
from exchange.core.dates import FiscalYear
from exchange.delegations.models import Visit
from exchange.delegations.queries import visit_by_id
from exchange.web.access import requires
from exchange.web.pages import render
from exchange.web.transactions import session

blueprint = Blueprint("budgets", __name__, url_prefix="/budgets")


@blueprint.get("/visits/<uuid:key>/")
@requires("budgets:read")
def show(key: UUID) -> Response:
    """Show the budget of a visit: its lines, and what they come to by 節, payer and year."""
    visit, lines = visit_by_id(session(), key), lines_of(session(), key)
    sums = total(lines)
    return render(
        "budgets/show.html",
        visit=visit,
        lines=lines,
        left={line.id: left_of(line) for line in lines},
        sums=sums,
        sunk=sunk(sums, visit.state),
        by_heading=totals_by(_by_number(lines), lambda line: line.heading),
        by_payer=totals_by(lines, lambda line: (line.payer, line.payer_name)),
        by_year=totals_by(
            sorted(lines, key=lambda line: line.fiscal_year),
            lambda line: FiscalYear(line.fiscal_year),
        ),
        moments=moments_of(session(), key),
        shares=shares_of(session(), key),
    )


def _by_number(lines: Sequence[BudgetLine]) -> list[BudgetLine]:
    return sorted(lines, key=lambda line: (line.heading.number, line.heading.since))


def book_of(visit: Visit) -> Book:
    """Return what the cells of a visit's budget are read by."""
    years = frozenset(line.fiscal_year for line in lines_of(session(), visit.id))
    return Book(headings(session()), visit.starts, visit.ends, years)
