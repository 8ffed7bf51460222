"""The page of waiting claims, and what opens a basis to everyone."""

from typing import Final
from uuid import UUID

from flask import redirect, url_for
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from exchange.agreements.forms.claims import AdoptForm, ClaimForm, SetAsideForm
from exchange.agreements.queries import agreement_by_slug, basis_by_slug, waiting_claims
from exchange.agreements.rules import WeighedClaim, adopted_date, standing_of
from exchange.agreements.services import (
    add_claim,
    adopt_claims,
    publish_basis,
    set_claim_aside,
    withdraw_basis,
)
from exchange.agreements.views.blueprints import blueprint
from exchange.agreements.views.page import Group, Groups, back_to, form_page
from exchange.core.errors import DomainError, NotFoundError
from exchange.core.messages import Message, label, message
from exchange.partners.queries import all_sources
from exchange.web import languages
from exchange.web.access import requires, signed_in
from exchange.web.forms import ActionForm, refused
from exchange.web.pages import flash, render
from exchange.web.transactions import session

_NEW_CLAIM: Final = message("agreements.claim.new")
_CLAIM: Final[Groups] = (
    Group(None, ("date", "source_id", "locator", "note", "note_en", "note_zh_hant")),
    Group(
        message("agreements.form.new_source"),
        ("slug", "kind", "title", "title_en", "title_zh_hant", "url"),
        only_new=True,
    ),
)
_ASIDE: Final[Groups] = (Group(None, ("reason",)),)


@blueprint.get("/claims/")
@requires("claims:read")
def claims() -> Response:
    """Show every claim a person has to decide about."""
    return render("agreements/claims.html", form=_adopt_form())


@blueprint.post("/claims/")
@requires("partners:edit")
def adopt() -> Response:
    """Adopt the chosen claims for one reason."""
    form = _adopt_form()
    if not form.validate():
        return render("agreements/claims.html", status=422, form=form)
    keys = [UUID(key) for key in form.claims.data]
    try:
        adopted = adopt_claims(session(), actor=signed_in(), keys=keys, reason=form.reason.data)
    except DomainError as error:
        form.show(error)
        return render("agreements/claims.html", status=error.status, form=form)
    flash(message("agreements.flash.adopted", count=len(adopted)))
    return redirect(url_for("agreements.claims"))


@blueprint.get("/<slug>/claims/new")
@requires("partners:edit")
def new_claim(slug: str) -> Response:
    """Show the form of what a source says about an agreement's date."""
    form = ClaimForm().offer(all_sources(session()))
    return form_page(agreement_by_slug(session(), slug), form, _NEW_CLAIM, groups=_CLAIM)


@blueprint.post("/<slug>/claims/new")
@requires("partners:edit")
def create_claim(slug: str) -> Response:
    """Write the claim down and say how it stands to the adopted date."""
    key = agreement_by_slug(session(), slug).id
    form = ClaimForm().offer(all_sources(session()))
    status = refused(
        form,
        lambda: add_claim(
            session(),
            actor=signed_in(),
            agreement_id=key,
            details=form.details(),
            key=form.row_key,
        ),
    )
    agreement = agreement_by_slug(session(), slug)
    if status:
        return form_page(agreement, form, _NEW_CLAIM, groups=_CLAIM, status=status)
    found = standing_of(agreement, form.row_key)
    flash(message("agreements.flash.claim_added", standing=label(found)))
    waits = found.waits
    return redirect(
        url_for("agreements.claims") if waits else url_for("agreements.show", slug=slug)
    )


@blueprint.get("/<slug>/claims/<uuid:key>/set-aside")
@requires("partners:edit")
def confirm_aside(slug: str, key: UUID) -> Response:
    """Ask why a claim is to be set aside."""
    return _aside_page(slug, key, SetAsideForm())


@blueprint.post("/<slug>/claims/<uuid:key>/set-aside")
@requires("partners:edit")
def put_aside(slug: str, key: UUID) -> Response:
    """Set the claim aside."""
    form = SetAsideForm()
    status = refused(
        form,
        lambda: set_claim_aside(session(), actor=signed_in(), key=key, reason=form.reason.data),
    )
    if status:
        return _aside_page(slug, key, form, status=status)
    return back_to(slug, message("agreements.flash.aside"))


def _aside_page(slug: str, key: UUID, form: SetAsideForm, *, status: int = 200) -> Response:
    agreement = agreement_by_slug(session(), slug)
    claim = next((claim for claim in agreement.claims if claim.id == key), None)
    if claim is None:
        raise NotFoundError
    title = message("agreements.claim.set_aside", date=claim.date)
    return form_page(agreement, form, title, groups=_ASIDE, status=status)


@blueprint.post("/bases/<slug>/publish")
@requires("bases:publish")
def publish(slug: str) -> Response:
    """Show the anniversaries of a basis to everyone."""
    basis, version = basis_by_slug(session(), slug), _version()
    publish_basis(session(), actor=signed_in(), basis=basis, version=version)
    flash(message("agreements.flash.published"))
    return redirect(url_for("partners.show", slug=basis.agreement.partner.slug))


@blueprint.post("/bases/<slug>/withdraw")
@requires("bases:publish")
def withdraw(slug: str) -> Response:
    """Keep the anniversaries of a basis to staff."""
    basis, version = basis_by_slug(session(), slug), _version()
    withdraw_basis(session(), actor=signed_in(), basis=basis, version=version)
    flash(message("agreements.flash.withdrawn"))
    return redirect(url_for("partners.show", slug=basis.agreement.partner.slug))


def _version() -> int:
    return ActionForm.checked().row_version


def _adopt_form() -> AdoptForm:
    form = AdoptForm()
    form.claims.choices = [
        SelectChoice(
            str(weighed.claim.id),
            _choice(weighed),
            render_kw={"see": url_for("agreements.show", slug=weighed.agreement.slug)},
        )
        for weighed in waiting_claims(session())
    ]
    return form


def _choice(weighed: WeighedClaim) -> Message:
    """Say what a claim is about, what it would change and who says so."""
    language = languages.current()
    agreement, claim = weighed.agreement, weighed.claim
    return message(
        "agreements.claims.choice",
        partner=agreement.partner.names.in_language(language),
        agreement=agreement.title.in_language(language),
        date=claim.date,
        standing=label(weighed.standing),
        adopted=adopted_date(agreement.claims) or message("agreements.history.no_date"),
        source=claim.source.title.in_language(language),
        kind=label(claim.source.kind),
    )
