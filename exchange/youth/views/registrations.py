"""What the division does with registrations: one, and several at once."""

from typing import Final
from uuid import UUID

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from exchange.core.errors import BadRequestError, DomainError
from exchange.core.messages import label, message
from exchange.web.access import requires, signed_in
from exchange.web.forms import ActionForm
from exchange.web.pages import flash
from exchange.web.transactions import session
from exchange.youth.enums import RegistrationState
from exchange.youth.forms.registrations import DecisionForm
from exchange.youth.queries.programmes import edition_for
from exchange.youth.services import (
    confirm_pupils,
    flag_pupil,
    mark_absent,
    mark_completed,
    reject_pupils,
    return_registration,
    select_pupils,
)
from exchange.youth.views.editions import edition_page
from exchange.youth.views.leaving import RegistrationPage
from exchange.youth.views.room import blueprint

_PAGE: Final = RegistrationPage("youth.registration", "youth/registration.html")
#: The verb of each button of an edition's table.
_VERBS: Final = {
    RegistrationState.SELECTED.value: select_pupils,
    RegistrationState.NOT_SELECTED.value: reject_pupils,
    RegistrationState.CONFIRMED.value: confirm_pupils,
    RegistrationState.COMPLETED.value: mark_completed,
    RegistrationState.ABSENT.value: mark_absent,
    RegistrationState.RETURNED.value: return_registration,
}


@blueprint.post("/editions/<uuid:key>/registrations")
@requires("registrations:decide")
def decide(key: UUID) -> Response:
    """Do what the pressed button says with the chosen registrations, all or none."""
    who, form = signed_in(), DecisionForm()
    edition = edition_for(session(), who, key)
    verb = _VERBS.get(form.decision.data or "")
    if verb is None:
        raise BadRequestError(message("youth.error.unknown_state"))
    if not form.validate():
        return edition_page(edition, form, status=422)
    try:
        moved = verb(
            session(), actor=who, edition_id=key, keys=form.chosen.data, reason=form.reason.data
        )
    except DomainError as error:
        form.show(error)
        return edition_page(edition_for(session(), who, key), form, status=error.status)
    state = label(RegistrationState(form.decision.data))
    flash(message("youth.flash.decided", count=len(moved), state=state))
    return redirect(url_for("youth.edition", key=key))


@blueprint.get("/registrations/<uuid:key>/")
@requires("registrations:read")
def registration(key: UUID) -> Response:
    """Show a registration and its steps."""
    return _PAGE.show(key)


@blueprint.post("/registrations/<uuid:key>/withdraw")
@requires("registrations:decide")
def take_out(key: UUID) -> Response:
    """Take a pupil out, with the reason."""
    return _PAGE.take_out(key)


@blueprint.post("/registrations/<uuid:key>/accept")
@requires("registrations:decide")
def accept(key: UUID) -> Response:
    """Accept an offered seat for a family that answered by telephone."""
    return _PAGE.accept(key)


@blueprint.post("/registrations/<uuid:key>/care")
@requires("registrations:decide")
def flag(key: UUID) -> Response:
    """Set the care flag of a pupil, or let a manager take it away."""
    ActionForm.checked()
    needs_care = request.form.get("needs_care") == "yes"
    flag_pupil(session(), actor=signed_in(), registration_id=key, needs_care=needs_care)
    flash(message("youth.consent.flash.flagged" if needs_care else "youth.consent.flash.cleared"))
    return redirect(url_for("youth.registration", key=key))
