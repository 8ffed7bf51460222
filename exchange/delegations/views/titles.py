"""A partner's titles and the words approved for them."""

from collections.abc import Sequence
from uuid import UUID

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from exchange.core.database import localized_fields
from exchange.core.errors import DomainError
from exchange.core.messages import message
from exchange.delegations.forms.lists import TermForm
from exchange.delegations.queries.titles import term_by_id, terms_page
from exchange.delegations.services.titles import approve_term, correct_term, end_term
from exchange.delegations.views.page import blueprint
from exchange.partners.models import Partner
from exchange.partners.queries import partner_by_slug
from exchange.web.access import requires, signed_in
from exchange.web.forms import ActionForm
from exchange.web.pages import flash, render
from exchange.web.transactions import session


@blueprint.get("/titles/<slug>/")
@requires("members:read")
def terms(slug: str) -> Response:
    """List a partner's titles with the words approved for them, and by whom."""
    partner = partner_by_slug(session(), slug)
    page = terms_page(session(), partner.id, cursor=request.args.get("cursor"))
    return render("delegations/titles.html", partner=partner, page=page)


@blueprint.get("/titles/<slug>/new")
@requires("visits:edit")
def new_term(slug: str) -> Response:
    """Show the form of a title."""
    partner = partner_by_slug(session(), slug)
    form = TermForm(data={"language": partner.native_language}).offer(languages_of(partner))
    return _form_page(partner, form)


@blueprint.post("/titles/<slug>/new")
@requires("visits:edit")
def create_term(slug: str) -> Response:
    """Approve the words of a title."""
    partner = partner_by_slug(session(), slug)
    form = TermForm().offer(languages_of(partner))
    if not form.validate():
        return _form_page(partner, form, status=422)
    try:
        approve_term(
            session(),
            actor=signed_in(),
            partner_id=partner.id,
            details=form.details(),
            key=form.row_key,
        )
    except DomainError as error:
        form.show(error)
        return _form_page(partner_by_slug(session(), slug), form, status=error.status)
    flash(message("delegations.title.flash.approved", count=1))
    return redirect(url_for("delegations.terms", slug=slug))


@blueprint.get("/titles/<slug>/<uuid:key>/edit")
@requires("visits:edit")
def edit_term(slug: str, key: UUID) -> Response:
    """Show the form of an approved title."""
    partner = partner_by_slug(session(), slug)
    row = term_by_id(session(), partner.id, key)
    values = {"term": row.term, "language": row.language, "version": row.version}
    form = TermForm(data={**values, **localized_fields("title", row.title)})
    return _form_page(partner, form.offer(languages_of(partner)))


@blueprint.post("/titles/<slug>/<uuid:key>/edit")
@requires("visits:edit")
def change_term(slug: str, key: UUID) -> Response:
    """Change the words of a title; who does approves them."""
    partner = partner_by_slug(session(), slug)
    form = TermForm().offer(languages_of(partner))
    if not form.validate():
        return _form_page(partner, form, status=422)
    try:
        correct_term(
            session(),
            actor=signed_in(),
            partner_id=partner.id,
            key=key,
            version=form.row_version,
            details=form.details(),
        )
    except DomainError as error:
        form.show(error)
        return _form_page(partner_by_slug(session(), slug), form, status=error.status)
    flash(message("delegations.title.flash.approved", count=1))
    return redirect(url_for("delegations.terms", slug=slug))


@blueprint.post("/titles/<slug>/<uuid:key>/end")
@requires("visits:edit")
def remove_term(slug: str, key: UUID) -> Response:
    """Take an approval back."""
    form = ActionForm.checked()
    partner = partner_by_slug(session(), slug)
    end_term(session(), actor=signed_in(), partner_id=partner.id, key=key, version=form.row_version)
    flash(message("delegations.title.flash.ended"))
    return redirect(url_for("delegations.terms", slug=slug))


def languages_of(partner: Partner) -> Sequence[str]:
    """Return the languages a partner's titles may be written in, its own first."""
    plain = [tag.rsplit("-", 1)[0] for tag in partner.languages]
    return list(dict.fromkeys([partner.native_language, *plain, "en", "ja"]))


def _form_page(partner: Partner, form: TermForm, *, status: int = 200) -> Response:
    return render("delegations/title.html", status=status, partner=partner, form=form)
