"""The page of waiting claims, and what opens a basis to everyone."""

from uuid import UUID

from flask import redirect, url_for
from werkzeug.wrappers import Response

from exchange.agreements.forms import AdoptForm
from exchange.agreements.queries import basis_by_slug, waiting_claims
from exchange.agreements.rules import WeighedClaim, adopted_date
from exchange.agreements.services import adopt_claims, publish_basis, withdraw_basis
from exchange.agreements.views.blueprints import blueprint
from exchange.core.errors import DomainError
from exchange.core.messages import Message, label, message
from exchange.web import languages
from exchange.web.access import requires, signed_in
from exchange.web.forms import ActionForm
from exchange.web.pages import flash, render
from exchange.web.transactions import session


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
        (str(weighed.claim.id), _choice(weighed)) for weighed in waiting_claims(session())
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
    )
