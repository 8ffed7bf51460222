"""Closing a fiscal year: what is open, the seal, and the file its digest is taken of."""

from flask import redirect, url_for
from werkzeug.wrappers import Response

from exchange.core import clock
from exchange.core.dates import FiscalYear
from exchange.core.messages import message
from exchange.indicators.forms import CloseForm
from exchange.indicators.queries.participations import earlier_open_years
from exchange.indicators.queries.youth import YearReading, youth_reading
from exchange.indicators.rules import closing_blocks
from exchange.indicators.services import Closing, close_year, hold_year, stamp_of
from exchange.indicators.views.room import blueprint
from exchange.web.access import requires, signed_in
from exchange.web.forms import refused
from exchange.web.offers import remaining_of
from exchange.web.pages import flash, render
from exchange.web.transactions import session
from exchange.youth.ledger import ensure_open, ledger_file, sealed_file
from exchange.youth.queries.counting import counting_rule

_PATH = "/indicators/youth-participation/<year:year>"


@blueprint.get(f"{_PATH}/close")
@requires("years:close")
def confirm_year(year: int) -> Response:
    """Name what is open of a year and what closing it seals."""
    return _page(year, CloseForm())


@blueprint.post(f"{_PATH}/close")
@requires("years:close")
def seal(year: int) -> Response:
    """Close a year."""
    form, who = CloseForm(), signed_in()

    def save() -> object:
        left = hold_year(
            session(),
            fiscal_year=year,
            remaining=lambda: remaining_of(year),
            seen=form.seen.data,
        )
        closing = Closing(
            fiscal_year=year,
            note=form.note.data or "",
            remaining=len(left),
            accepted=bool(form.accepted.data),
        )
        return close_year(session(), actor=who, closing=closing)

    if status := refused(form, save):
        return _page(year, form, status=status)
    flash(message("indicators.close.flash.closed"))
    return redirect(url_for("indicators.corrections", year=year))


@blueprint.get(f"{_PATH}/ledger.csv")
@requires("ledger:read")
def ledger(year: int) -> Response:
    """Give the ledger of a year without names: as sealed, or as it stands while it is open."""
    body = sealed_file(session(), year) or ledger_file(session(), year)
    answer = Response(body, content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="ledger-{year}.csv"'
    return answer


def _page(year: int, form: CloseForm, *, status: int = 200) -> Response:
    ensure_open(session(), year)
    fiscal_year = FiscalYear(year)
    rule = counting_rule(session(), year)
    blocks = closing_blocks(
        fiscal_year,
        clock.today(),
        locked=rule.locked,
        earlier=earlier_open_years(session(), year, rule.first_year),
    )
    remaining = remaining_of(year)
    form.seen.data = stamp_of(session(), year, remaining)
    return render(
        "indicators/close_year.html",
        status=status,
        year=fiscal_year,
        form=form,
        figures=_figures(year),
        blocks=blocks,
        remaining=remaining,
        rule=rule,
    )


def _figures(year: int) -> YearReading | None:
    reading = youth_reading(session(), with_demo=True, today=clock.today())
    return reading.fiscal_years.get(year)
