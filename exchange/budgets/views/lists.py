"""A budget pasted or sent as a workbook: looked at row by row, and only then saved."""

from collections.abc import Sequence
from uuid import UUID, uuid5

from flask import redirect, url_for
from werkzeug.wrappers import Response

from exchange.budgets.enums import FATE_TONES, Column, Fate
from exchange.budgets.forms.grid import ListForm
from exchange.budgets.grid import Listed, PlannedRow, read_table
from exchange.budgets.queries import lines_of
from exchange.budgets.services import save_rows
from exchange.budgets.views.page import blueprint, book_of
from exchange.core.errors import DomainError
from exchange.core.messages import message
from exchange.delegations.queries import visit_by_id
from exchange.documents.pasted import write_pasted
from exchange.web import languages
from exchange.web.access import requires, signed_in
from exchange.web.pages import flash, render
from exchange.web.transactions import session


@blueprint.get("/visits/<uuid:key>/import")
@requires("budgets:edit")
def table(key: UUID) -> Response:
    """Ask for a table."""
    return _asking(key, ListForm())


@blueprint.post("/visits/<uuid:key>/import")
@requires("budgets:edit")
def preview(key: UUID) -> Response:
    """Show what would become of each row; nothing is saved."""
    form = ListForm()
    if not form.validate():
        return _asking(key, form, status=422)
    try:
        rows = form.read_cells()
        return _preview(key, form, rows, _listed(key, rows))
    except DomainError as error:
        form.show(error)
        return _asking(key, form, status=error.status)


@blueprint.post("/visits/<uuid:key>/import/confirm")
@requires("budgets:edit")
def take(key: UUID) -> Response:
    """Save the table, all of it or nothing."""
    form = ListForm()
    if not form.validate():
        return _asking(key, form, status=422)
    try:
        rows = form.read_cells()
        found = _listed(key, rows)
        if any(row.fate is Fate.REFUSED for row in found):
            return _preview(key, form, rows, found, status=422)
        planned = [_planned(row, form.row_key) for row in found if row.fate is not Fate.SAME]
        count = save_rows(session(), actor=signed_in(), visit_id=key, rows=planned)
    except DomainError as error:
        form.show(error)
        return _asking(key, form, status=error.status)
    flash(message("budgets.flash.saved", count=count))
    return redirect(url_for("budgets.show", key=key))


def _listed(key: UUID, rows: Sequence[Sequence[str]]) -> list[Listed]:
    visit = visit_by_id(session(), key)
    return read_table(rows, lines_of(session(), key), book_of(visit), languages.current())


def _planned(row: Listed, form_key: UUID) -> PlannedRow:
    key = row.key or uuid5(form_key, str(row.number))
    return PlannedRow(row.number, key, row.version, row.plan)


def _preview(
    key: UUID,
    form: ListForm,
    rows: Sequence[Sequence[str]],
    found: Sequence[Listed],
    *,
    status: int = 200,
) -> Response:
    return render(
        "budgets/preview.html",
        status=status,
        visit=visit_by_id(session(), key),
        form=form,
        text=write_pasted(rows),
        found=found,
        counts={fate: sum(row.fate is fate for row in found) for fate in Fate},
        columns=list(Column),
        tones=FATE_TONES,
    )


def _asking(key: UUID, form: ListForm, *, status: int = 200) -> Response:
    visit = visit_by_id(session(), key)
    return render("budgets/table.html", status=status, visit=visit, form=form, columns=list(Column))
