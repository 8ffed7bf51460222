"""Create a partner, revise it, end and resume a partnership."""

from flask import redirect, url_for
from werkzeug.wrappers import Response

from exchange.core import clock
from exchange.core.messages import message
from exchange.partners.forms.citing import chosen_source, offer_sources
from exchange.partners.forms.partners import EndForm, PartnerForm, partner_form, without_slug
from exchange.partners.queries import all_sources, partner_by_slug, source_by_id
from exchange.partners.services import (
    create_partner,
    end_partnership,
    resume_partnership,
    revise_partner,
)
from exchange.partners.views.page import back_to, blueprint, form_page
from exchange.web.access import requires, signed_in
from exchange.web.forms import ActionForm, refused
from exchange.web.pages import flash, render
from exchange.web.transactions import session


@blueprint.get("/new")
@requires("partners:edit")
def new() -> Response:
    """Show the form of a new partner."""
    form = PartnerForm()
    offer_sources(form, all_sources(session()))
    return render("partners/new.html", form=form)


@blueprint.post("/new")
@requires("partners:edit")
def create() -> Response:
    """Create a partner at the end of the list."""
    form = PartnerForm()
    offer_sources(form, all_sources(session()))
    status = refused(
        form,
        lambda: create_partner(
            session(),
            actor=signed_in(),
            slug=form.slug.data,
            details=form.details(),
            citation=form.citation(_short_names()),
            key=form.row_key,
        ),
    )
    if status:
        return render("partners/new.html", status=status, form=form)
    flash(message("partners.flash.created"))
    return redirect(url_for("partners.show", slug=form.slug.data))


@blueprint.get("/<slug>/edit")
@requires("partners:edit")
def edit(slug: str) -> Response:
    """Show the form of a partner."""
    partner = partner_by_slug(session(), slug)
    form = partner_form(partner, list(all_sources(session())))
    return form_page(partner, form, _EDIT, lead=_EDIT_LEAD)


@blueprint.post("/<slug>/edit")
@requires("partners:edit")
def revise(slug: str) -> Response:
    """Revise what is stated of a partner."""
    form = without_slug(PartnerForm(), list(all_sources(session())))
    status = refused(
        form,
        lambda: revise_partner(
            session(),
            actor=signed_in(),
            slug=slug,
            version=form.row_version,
            details=form.details(),
            citation=form.citation(_short_names()),
        ),
    )
    if status:
        partner = partner_by_slug(session(), slug)
        return form_page(partner, form, _EDIT, status=status, lead=_EDIT_LEAD)
    return back_to(slug, message("partners.flash.saved"))


@blueprint.get("/<slug>/end")
@requires("partners:edit")
def ending(slug: str) -> Response:
    """Ask when a partnership ended, and say what that does."""
    partner = partner_by_slug(session(), slug)
    form = EndForm(data={"version": partner.version})
    offer_sources(form, all_sources(session()))
    return form_page(partner, form, _END, lead=_END_LEAD, submit=_END)


@blueprint.post("/<slug>/end")
@requires("partners:edit")
def end(slug: str) -> Response:
    """End a partnership; page, history and number stay."""
    form = EndForm()
    offer_sources(form, all_sources(session()))
    status = refused(
        form,
        lambda: end_partnership(
            session(),
            actor=signed_in(),
            slug=slug,
            version=form.row_version,
            ended_on=form.ended_on.data,
            source=source_by_id(session(), chosen_source(form)),
            note=form.end_note.data,
            today=clock.today(),
        ),
    )
    if status:
        partner = partner_by_slug(session(), slug)
        return form_page(partner, form, _END, status=status, lead=_END_LEAD, submit=_END)
    return back_to(slug, message("partners.flash.ended"))


@blueprint.post("/<slug>/resume")
@requires("partners:edit")
def resume(slug: str) -> Response:
    """Take back that a partnership ended."""
    version = ActionForm.checked().row_version
    resume_partnership(session(), actor=signed_in(), slug=slug, version=version)
    return back_to(slug, message("partners.flash.resumed"))


_EDIT = message("partners.edit.title")
_EDIT_LEAD = message("partners.edit.lead")
_END = message("partners.end.title")
_END_LEAD = message("partners.end.lead")


def _short_names() -> dict[str, str]:
    return {str(source.id): source.slug for source in all_sources(session())}
