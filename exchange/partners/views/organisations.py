"""Who carries the exchange, and which partners are partners of one another."""

from uuid import UUID

from werkzeug.wrappers import Response

from exchange.core.errors import NotFoundError
from exchange.core.messages import message
from exchange.partners.forms.organisations import organisation_form, relation_form
from exchange.partners.models import Partner
from exchange.partners.queries import (
    all_sources,
    organisation_by_id,
    other_partners,
    partner_by_slug,
    relation_by_id,
)
from exchange.partners.services import (
    add_organisation,
    correct_organisation,
    end_organisation,
    end_relation,
    relate,
)
from exchange.partners.views.page import back_to, blueprint, form_page
from exchange.web.access import requires, signed_in
from exchange.web.forms import ActionForm, refused
from exchange.web.transactions import session

_NEW = message("partners.organisation.new")
_EDIT = message("partners.organisation.edit")
_RELATION = message("partners.relation.new")


@blueprint.get("/<slug>/organisations/new")
@requires("partners:edit")
def new_organisation(slug: str) -> Response:
    """Show the form of an organisation."""
    return form_page(_partner(slug), organisation_form(all_sources(session())), _NEW)


@blueprint.post("/<slug>/organisations/new")
@requires("partners:edit")
def create_organisation(slug: str) -> Response:
    """Add an organisation."""
    form = organisation_form(all_sources(session()))
    status = refused(
        form,
        lambda: add_organisation(
            session(),
            actor=signed_in(),
            partner=_partner(slug),
            details=form.details(),
            key=form.row_key,
        ),
    )
    if status:
        return form_page(_partner(slug), form, _NEW, status=status)
    return back_to(slug, message("partners.flash.organisation_added"), "organisations")


@blueprint.get("/<slug>/organisations/<uuid:key>/edit")
@requires("partners:edit")
def edit_organisation(slug: str, key: UUID) -> Response:
    """Show the form of an organisation as it is."""
    partner = _partner(slug)
    organisation = organisation_by_id(session(), partner.id, key)
    return form_page(partner, organisation_form(all_sources(session()), organisation), _EDIT)


@blueprint.post("/<slug>/organisations/<uuid:key>/edit")
@requires("partners:edit")
def change_organisation(slug: str, key: UUID) -> Response:
    """Correct an organisation."""
    organisation = organisation_by_id(session(), _partner(slug).id, key)
    form = organisation_form(all_sources(session()))
    status = refused(
        form,
        lambda: correct_organisation(
            session(),
            actor=signed_in(),
            organisation=organisation,
            version=form.row_version,
            details=form.details(),
        ),
    )
    if status:
        return form_page(_partner(slug), form, _EDIT, status=status)
    return back_to(slug, message("partners.flash.organisation_saved"), "organisations")


@blueprint.post("/<slug>/organisations/<uuid:key>/end")
@requires("partners:edit")
def close_organisation(slug: str, key: UUID) -> Response:
    """Take an organisation off the pages."""
    version = ActionForm.checked().row_version
    organisation = organisation_by_id(session(), _partner(slug).id, key)
    end_organisation(session(), actor=signed_in(), organisation=organisation, version=version)
    return back_to(slug, message("partners.flash.organisation_ended"), "organisations")


@blueprint.get("/<slug>/relations/new")
@requires("partners:edit")
def new_relation(slug: str) -> Response:
    """Show the form of a relation to another partner."""
    form = relation_form(all_sources(session()), other_partners(session(), slug))
    return form_page(_partner(slug), form, _RELATION, lead=message("partners.relation.lead"))


@blueprint.post("/<slug>/relations/new")
@requires("partners:edit")
def create_relation(slug: str) -> Response:
    """State a relation to another partner."""
    others = other_partners(session(), slug)
    form = relation_form(all_sources(session()), others)
    by_id = {other.id: other for other in others}
    status = refused(
        form,
        lambda: relate(
            session(),
            actor=signed_in(),
            partners=(_partner(slug), by_id[form.other]),
            details=form.details(),
            key=form.row_key,
        ),
    )
    if status:
        return form_page(_partner(slug), form, _RELATION, status=status)
    return back_to(slug, message("partners.flash.relation_added"), "relations")


@blueprint.post("/<slug>/relations/<uuid:key>/end")
@requires("partners:edit")
def close_relation(slug: str, key: UUID) -> Response:
    """Take a relation off the pages."""
    version = ActionForm.checked().row_version
    relation = relation_by_id(session(), key)
    if slug not in {relation.partner.slug, relation.other.slug}:
        raise NotFoundError
    end_relation(session(), actor=signed_in(), relation=relation, version=version)
    return back_to(slug, message("partners.flash.relation_ended"), "relations")


def _partner(slug: str) -> Partner:
    return partner_by_slug(session(), slug)
