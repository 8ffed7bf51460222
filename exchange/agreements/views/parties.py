"""Parties of an agreement and what is known about it, each with what says so."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from werkzeug.wrappers import Response

from exchange.agreements.enums import AgreementFactKind
from exchange.agreements.forms.parties import (
    FactForm,
    PartyForm,
    fact_form,
    party_form,
)
from exchange.agreements.models import Agreement, AgreementParty
from exchange.agreements.queries import agreement_by_slug, fact_of
from exchange.agreements.services import add_party, correct_party, count_from, state_fact
from exchange.agreements.views.blueprints import blueprint
from exchange.agreements.views.page import Group, Groups, back_to, form_page
from exchange.attachments.queries import documents_of
from exchange.core.errors import NotFoundError
from exchange.core.messages import Message, label, message
from exchange.core.offers import Subject
from exchange.partners.queries import all_sources
from exchange.web.access import requires, signed_in
from exchange.web.forms import ActionForm, refused
from exchange.web.transactions import session

_NAMES: Final = ("names", "names_en", "names_zh_hant")
_PARTY: Final[Groups] = (
    Group(None, (*_NAMES, "role", "since")),
    Group(message("agreements.form.party_end"), ("until", "successor_id", "source_id")),
)
_FACT: Final[Groups] = (
    Group(None, ("text", "text_en", "text_zh_hant")),
    Group(message("agreements.form.evidence"), ("source_id", "locator", "document_id")),
)
_KINDS: Final = {kind.value: kind for kind in AgreementFactKind}
_NEW_PARTY: Final = message("agreements.party.new")
_EDIT_PARTY: Final = message("agreements.party.edit")


@blueprint.get("/<slug>/parties/new")
@requires("partners:edit")
def new_party(slug: str) -> Response:
    """Show the form of a further party."""
    agreement = agreement_by_slug(session(), slug)
    form = party_form(None, agreement.parties, all_sources(session()))
    return form_page(agreement, form, _NEW_PARTY, groups=_PARTY)


@blueprint.post("/<slug>/parties/new")
@requires("partners:edit")
def create_party(slug: str) -> Response:
    """Add a party."""
    agreement = agreement_by_slug(session(), slug)
    key = agreement.id
    form = PartyForm().offer(agreement.parties, all_sources(session()))
    status = refused(
        form,
        lambda: add_party(
            session(),
            actor=signed_in(),
            agreement_id=key,
            details=form.details(),
            key=form.row_key,
        ),
    )
    if status:
        agreement = agreement_by_slug(session(), slug)
        return form_page(agreement, form, _NEW_PARTY, groups=_PARTY, status=status)
    return back_to(slug, message("agreements.flash.party_added"))


@blueprint.get("/<slug>/parties/<uuid:key>/edit")
@requires("partners:edit")
def edit_party(slug: str, key: UUID) -> Response:
    """Show the form of a party as it is."""
    agreement = agreement_by_slug(session(), slug)
    party = next((party for party in agreement.parties if party.id == key), None)
    if party is None:
        raise NotFoundError
    form = party_form(party, _others(agreement, key), all_sources(session()))
    return form_page(agreement, form, _EDIT_PARTY, groups=_PARTY)


@blueprint.post("/<slug>/parties/<uuid:key>/edit")
@requires("partners:edit")
def change_party(slug: str, key: UUID) -> Response:
    """Correct a party."""
    agreement = agreement_by_slug(session(), slug)
    own = agreement.id
    form = PartyForm().offer(_others(agreement, key), all_sources(session()))
    status = refused(
        form,
        lambda: correct_party(
            session(),
            actor=signed_in(),
            agreement_id=own,
            key=key,
            version=form.row_version,
            details=form.details(),
        ),
    )
    if status:
        agreement = agreement_by_slug(session(), slug)
        return form_page(agreement, form, _EDIT_PARTY, groups=_PARTY, status=status)
    return back_to(slug, message("agreements.flash.party_saved"))


@blueprint.get("/<slug>/facts/<kind>")
@requires("partners:edit")
def edit_fact(slug: str, kind: str) -> Response:
    """Show the form of one thing known about an agreement."""
    agreement, known = agreement_by_slug(session(), slug), _kind(kind)
    fact = fact_of(session(), agreement.id, known)
    documents = documents_of(session(), Subject("agreement", agreement.id))
    form = fact_form(fact, all_sources(session()), documents)
    return form_page(agreement, form, _title(known), groups=_FACT)


@blueprint.post("/<slug>/facts/<kind>")
@requires("partners:edit")
def change_fact(slug: str, kind: str) -> Response:
    """State one thing about an agreement, or change it."""
    agreement, known = agreement_by_slug(session(), slug), _kind(kind)
    key = agreement.id
    documents = documents_of(session(), Subject("agreement", key))
    form = FactForm().offer(all_sources(session()), documents)
    status = refused(
        form,
        lambda: state_fact(
            session(),
            actor=signed_in(),
            agreement_id=key,
            kind=known,
            version=form.row_version,
            details=form.details(),
        ),
    )
    if status:
        agreement = agreement_by_slug(session(), slug)
        return form_page(agreement, form, _title(known), groups=_FACT, status=status)
    return back_to(slug, message("agreements.flash.fact_saved"))


@blueprint.post("/<slug>/basis")
@requires("partners:edit")
def count(slug: str) -> Response:
    """Count anniversaries from an agreement, for staff until a manager publishes them."""
    ActionForm.checked()
    agreement = agreement_by_slug(session(), slug)
    count_from(session(), actor=signed_in(), agreement=agreement)
    return back_to(slug, message("agreements.flash.counted"))


def _others(agreement: Agreement, key: UUID) -> Sequence[AgreementParty]:
    return [party for party in agreement.parties if party.id != key]


def _kind(text: str) -> AgreementFactKind:
    if text not in _KINDS:
        raise NotFoundError
    return _KINDS[text]


def _title(kind: AgreementFactKind) -> Message:
    return message("agreements.fact.title", kind=label(kind))
