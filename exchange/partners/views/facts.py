"""Facts and entries of history: add, correct, show first, take off the pages."""

from uuid import UUID

from werkzeug.wrappers import Response

from exchange.core.errors import NotFoundError
from exchange.core.messages import Message, label, message
from exchange.partners.enums import FactKind
from exchange.partners.forms.facts import fact_form, new_fact_form
from exchange.partners.queries import all_sources, fact_by_id, partner_by_slug
from exchange.partners.services import add_fact, correct_fact, end_fact, put_first
from exchange.partners.views.page import back_to, blueprint, form_page
from exchange.web.access import requires, signed_in
from exchange.web.forms import ActionForm, refused
from exchange.web.transactions import session

_KINDS = {kind.value: kind for kind in FactKind}


@blueprint.get("/<slug>/facts/new/<kind>")
@requires("partners:edit")
def new_fact(slug: str, kind: str) -> Response:
    """Show the form of a fact of a kind."""
    known = _kind(kind)
    form = new_fact_form(known, all_sources(session()))
    return form_page(partner_by_slug(session(), slug), form, _new(known))


@blueprint.post("/<slug>/facts/new/<kind>")
@requires("partners:edit")
def create_fact(slug: str, kind: str) -> Response:
    """Add a fact of a kind."""
    known = _kind(kind)
    form = new_fact_form(known, all_sources(session()))
    status = refused(
        form,
        lambda: add_fact(
            session(),
            actor=signed_in(),
            slug=slug,
            kind=known,
            details=form.details(),
            key=form.row_key,
        ),
    )
    if status:
        return form_page(partner_by_slug(session(), slug), form, _new(known), status=status)
    return back_to(slug, message("partners.flash.fact_added"), "staff-facts")


@blueprint.get("/<slug>/facts/<uuid:key>/edit")
@requires("partners:edit")
def edit_fact(slug: str, key: UUID) -> Response:
    """Show the form of a fact as it is."""
    partner = partner_by_slug(session(), slug)
    fact = fact_by_id(session(), partner.id, key)
    return form_page(partner, fact_form(fact, all_sources(session())), _change(fact.kind))


@blueprint.post("/<slug>/facts/<uuid:key>/edit")
@requires("partners:edit")
def change_fact(slug: str, key: UUID) -> Response:
    """Correct a fact."""
    fact = fact_by_id(session(), partner_by_slug(session(), slug).id, key)
    kind = fact.kind
    form = new_fact_form(kind, all_sources(session()))
    status = refused(
        form,
        lambda: correct_fact(
            session(),
            actor=signed_in(),
            fact=fact,
            version=form.row_version,
            details=form.details(),
        ),
    )
    if status:
        return form_page(partner_by_slug(session(), slug), form, _change(kind), status=status)
    return back_to(slug, message("partners.flash.fact_saved"), "staff-facts")


@blueprint.post("/<slug>/facts/<uuid:key>/first")
@requires("partners:edit")
def show_first(slug: str, key: UUID) -> Response:
    """Show a fact to everyone instead of the one shown until now."""
    ActionForm.checked()
    partner = partner_by_slug(session(), slug)
    fact = fact_by_id(session(), partner.id, key)
    put_first(session(), actor=signed_in(), partner=partner, fact=fact)
    return back_to(slug, message("partners.flash.fact_first"), "staff-facts")


@blueprint.post("/<slug>/facts/<uuid:key>/end")
@requires("partners:edit")
def take_off(slug: str, key: UUID) -> Response:
    """Take a fact off the pages."""
    version = ActionForm.checked().row_version
    fact = fact_by_id(session(), partner_by_slug(session(), slug).id, key)
    end_fact(session(), actor=signed_in(), fact=fact, version=version)
    return back_to(slug, message("partners.flash.fact_ended"), "staff-facts")


def _kind(text: str) -> FactKind:
    if text not in _KINDS:
        raise NotFoundError
    return _KINDS[text]


def _new(kind: FactKind) -> Message:
    return message("partners.fact_form.new", kind=label(kind))


def _change(kind: FactKind) -> Message:
    return message("partners.fact_form.edit", kind=label(kind))
