"""The list of sources that facts and dates cite."""

from uuid import UUID

from flask import redirect, url_for
from werkzeug.wrappers import Response

from exchange.core.messages import message
from exchange.partners.forms.organisations import source_form
from exchange.partners.queries import all_sources, source_by_id
from exchange.partners.services import add_source, correct_source
from exchange.partners.views.page import blueprint
from exchange.web.access import requires, signed_in
from exchange.web.forms import refused
from exchange.web.pages import flash, render
from exchange.web.transactions import session


@blueprint.get("/sources/")
@requires("claims:read")
def sources() -> Response:
    """List every source, those of most weight first."""
    return render("partners/sources.html", sources=all_sources(session()))


@blueprint.get("/sources/new")
@requires("partners:edit")
def new_source() -> Response:
    """Show the form of a source."""
    return render("partners/source.html", form=source_form(), source=None)


@blueprint.post("/sources/new")
@requires("partners:edit")
def create_source() -> Response:
    """Put a source on the list."""
    form = source_form()
    status = refused(
        form,
        lambda: add_source(
            session(),
            actor=signed_in(),
            slug=form.slug.data,
            details=form.details(),
            key=form.row_key,
        ),
    )
    if status:
        return render("partners/source.html", status=status, form=form, source=None)
    flash(message("partners.flash.source_added"))
    return redirect(url_for("partners.sources"))


@blueprint.get("/sources/<uuid:key>/edit")
@requires("partners:edit")
def edit_source(key: UUID) -> Response:
    """Show the form of a source as it is."""
    source = source_by_id(session(), key)
    return render("partners/source.html", form=source_form(source), source=source)


@blueprint.post("/sources/<uuid:key>/edit")
@requires("partners:edit")
def change_source(key: UUID) -> Response:
    """Correct a source."""
    source = source_by_id(session(), key)
    form = source_form(source)
    status = refused(
        form,
        lambda: correct_source(
            session(),
            actor=signed_in(),
            source=source,
            version=form.row_version,
            details=form.details(),
        ),
    )
    if status:
        source = source_by_id(session(), key)
        return render("partners/source.html", status=status, form=form, source=source)
    flash(message("partners.flash.source_saved"))
    return redirect(url_for("partners.sources"))
