"""Schools: the list, a new one, ending one."""

from uuid import UUID

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from exchange.core.messages import message
from exchange.web.access import requires, signed_in
from exchange.web.forms import ActionForm, refused
from exchange.web.pages import flash, render
from exchange.web.transactions import session
from exchange.youth.forms.schools import SchoolForm
from exchange.youth.queries.schools import schools_page
from exchange.youth.services import create_school, end_school
from exchange.youth.views.room import blueprint


@blueprint.get("/schools/")
@requires("schools:edit")
def schools() -> Response:
    """List the schools."""
    return render("youth/schools.html", page=schools_page(session(), cursor=_cursor()))


@blueprint.get("/schools/new")
@requires("schools:edit")
def new_school() -> Response:
    """Show the form for a school."""
    return render("youth/school_form.html", form=SchoolForm())


@blueprint.post("/schools/new")
@requires("schools:edit")
def add_school() -> Response:
    """List a school."""
    form = SchoolForm()
    status = refused(
        form,
        lambda: create_school(session(), actor=signed_in(), details=form.details, key=form.row_key),
    )
    if status:
        return render("youth/school_form.html", status=status, form=form)
    flash(message("youth.flash.school_created", name=form.name.data))
    return redirect(url_for("youth.schools"))


@blueprint.post("/schools/<uuid:key>/end")
@requires("schools:edit")
def end(key: UUID) -> Response:
    """Take no more registrations from a school."""
    form = ActionForm.checked()
    row = end_school(session(), actor=signed_in(), school_id=key, version=form.row_version)
    flash(message("youth.flash.school_ended", name=row.name))
    return redirect(url_for("youth.schools"))


def _cursor() -> str | None:
    return request.args.get("cursor")
