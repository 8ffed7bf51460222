"""The list of 節 and 細節 that the division keeps."""

from uuid import UUID

from flask import redirect, url_for
from werkzeug.wrappers import Response

from exchange.budgets.forms.lines import HeadingForm, heading_form
from exchange.budgets.models import BudgetHeading
from exchange.budgets.queries import heading_by_id, headings
from exchange.budgets.services import add_heading, change_heading, end_heading
from exchange.budgets.views.page import blueprint
from exchange.core.dates import FiscalYear
from exchange.core.errors import DomainError
from exchange.core.messages import message
from exchange.web.access import requires, signed_in
from exchange.web.forms import ActionForm, refused
from exchange.web.pages import flash, render
from exchange.web.transactions import session


@blueprint.get("/headings/")
@requires("budgets:read")
def list_headings() -> Response:
    """List the 節, each with its 細節 below."""
    found = headings(session())
    top = [each for each in found if each.parent_id is None]
    rows = [
        (row, FiscalYear(row.since), FiscalYear(row.until) if row.until else None)
        for each in top
        for row in (each, *(detail for detail in found if detail.parent_id == each.id))
    ]
    return render("budgets/headings.html", rows=rows)


@blueprint.get("/headings/new")
@requires("budgets:edit")
def new_heading() -> Response:
    """Show the form of a 節 or 細節."""
    return _page(HeadingForm())


@blueprint.post("/headings/new")
@requires("budgets:edit")
def create_heading() -> Response:
    """Put a 節 or 細節 on the list."""
    form = HeadingForm().offer(headings(session()))
    status = refused(
        form,
        lambda: add_heading(session(), actor=signed_in(), plan=form.plan(), key=form.row_key),
    )
    return _page(form, status=status) if status else _saved()


@blueprint.get("/headings/<uuid:key>/edit")
@requires("budgets:edit")
def edit_heading(key: UUID) -> Response:
    """Show the form of a 節 or 細節 as it is."""
    heading = heading_by_id(session(), key)
    return _page(heading_form(heading), heading)


@blueprint.post("/headings/<uuid:key>/edit")
@requires("budgets:edit")
def revise_heading(key: UUID) -> Response:
    """Change a 節 or 細節."""
    form = HeadingForm().offer(headings(session()))
    status = refused(
        form,
        lambda: change_heading(
            session(), actor=signed_in(), key=key, version=form.row_version, plan=form.plan()
        ),
    )
    return _page(form, heading_by_id(session(), key), status=status) if status else _saved()


@blueprint.post("/headings/<uuid:key>/end")
@requires("budgets:edit")
def remove_heading(key: UUID) -> Response:
    """Take a 節 or 細節 off the list."""
    version = ActionForm.checked().row_version
    try:
        end_heading(session(), actor=signed_in(), key=key, version=version)
    except DomainError as error:
        heading = heading_by_id(session(), key)
        form = heading_form(heading)
        form.show(error)
        return _page(form, heading, status=error.status)
    return _saved()


def _page(
    form: HeadingForm, heading: BudgetHeading | None = None, *, status: int = 200
) -> Response:
    form.offer(headings(session()))
    return render("budgets/heading.html", status=status, form=form, heading=heading)


def _saved() -> Response:
    flash(message("budgets.flash.heading"))
    return redirect(url_for("budgets.list_headings"))
