"""What the division does with registrations: one, and several at once."""

from typing import Final
from uuid import UUID

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from exchange.audit.enums.purposes import Purpose
from exchange.audit.reading import shows
from exchange.core.errors import BadRequestError, DomainError
from exchange.core.messages import label, message
from exchange.web.access import requires, signed_in
from exchange.web.forms import ActionForm
from exchange.web.pages import flash, render
from exchange.web.transactions import session
from exchange.youth.enums import RegistrationState
from exchange.youth.forms.registrations import DecisionForm, WholeListForm
from exchange.youth.queries.programmes import edition_for
from exchange.youth.queries.registrations import keys_in_states, states_of_edition
from exchange.youth.rules.registrations import ensure_as_counted, states_before
from exchange.youth.services import (
    confirm_pupils,
    flag_pupil,
    mark_absent,
    mark_completed,
    reject_pupils,
    return_registration,
    select_pupils,
)
from exchange.youth.views.editions import chosen_state, edition_page
from exchange.youth.views.leaving import RegistrationPage
from exchange.youth.views.room import blueprint

_PAGE: Final = RegistrationPage("youth.registration", "youth/registration.html", "youth.take_out")
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
    return redirect(
        url_for(
            "youth.edition",
            key=key,
            state=request.args.get("state"),
            cursor=request.args.get("cursor"),
        )
    )


@blueprint.get("/editions/<uuid:key>/registrations/whole")
@requires("registrations:decide")
def confirm_whole(key: UUID) -> Response:
    """Name how many of a whole list, all its pages, a decision would move."""
    return _whole_page(key, None)


@blueprint.post("/editions/<uuid:key>/registrations/whole")
@requires("registrations:decide")
def decide_whole(key: UUID) -> Response:
    """Decide about everybody on a list, all or none, where it is still as many as confirmed."""
    who, form = signed_in(), WholeListForm()
    edition = edition_for(session(), who, key)
    target, narrowed = _asked_for()
    if not form.validate():
        return _whole_page(key, form, status=422)
    keys = keys_in_states(session(), edition.id, states_before(target, narrowed))
    try:
        ensure_as_counted(len(keys), form.counted)
        moved = _VERBS[target.value](
            session(), actor=who, edition_id=key, keys=keys, reason=form.reason.data
        )
    except DomainError as error:
        form.show(error)
        return _whole_page(key, form, status=error.status)
    flash(message("youth.flash.decided", count=len(moved), state=label(target)))
    return redirect(url_for("youth.edition", key=key, state=narrowed.value if narrowed else None))


def _asked_for() -> tuple[RegistrationState, RegistrationState | None]:
    """Return what is to be decided and the state the list is narrowed to."""
    target = chosen_state(request.args.get("target"))
    if target is None or target.value not in _VERBS:
        raise BadRequestError(message("youth.error.unknown_state"))
    return target, chosen_state(request.args.get("state"))


def _whole_page(key: UUID, form: WholeListForm | None, *, status: int = 200) -> Response:
    edition = edition_for(session(), signed_in(), key)
    target, narrowed = _asked_for()
    states = states_of_edition(session(), edition)
    moving = {state: states[state] for state in states_before(target, narrowed) & states.keys()}
    count = sum(moving.values())
    form = form or WholeListForm()
    form.count.data = str(count)
    return render(
        "youth/whole_list.html",
        status=status,
        edition=edition,
        form=form,
        target=target,
        narrowed=narrowed,
        moving=moving,
        count=count,
        listed=states.get(narrowed, 0) if narrowed else sum(states.values()),
    )


@blueprint.get("/registrations/<uuid:key>/")
@requires("registrations:read")
@shows(Purpose.APPLICATIONS, "registration")
def registration(key: UUID) -> Response:
    """Show a registration and its steps."""
    return _PAGE.show(key)


@blueprint.get("/registrations/<uuid:key>/withdraw")
@requires("registrations:decide")
@shows(Purpose.APPLICATIONS, "registration")
def confirm_take_out(key: UUID) -> Response:
    """Ask before a pupil is taken out."""
    return _PAGE.ask(key)


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
