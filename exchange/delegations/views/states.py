"""Move a visit along its course; publish it and take it back; say what came of it."""

from uuid import UUID

from flask import redirect, url_for
from werkzeug.wrappers import Response

from exchange.core.errors import DomainError
from exchange.core.messages import label, message
from exchange.delegations.enums import VisitState
from exchange.delegations.forms.visits import OutcomeForm
from exchange.delegations.queries import turns_of_visit, visit_by_id
from exchange.delegations.services.closing import close_visit, show_visit, state_outcome
from exchange.delegations.services.states import advance_visit, withdraw_visit
from exchange.delegations.views.page import blueprint, refused
from exchange.web.access import requires, signed_in
from exchange.web.forms import ActionForm, BaseForm
from exchange.web.forms import refused as refused_form
from exchange.web.pages import flash, render, settings
from exchange.web.transactions import session


@blueprint.post("/<uuid:key>/<any(planned, confirmed, under_way, closed):target>")
@requires("visits:edit")
def advance(key: UUID, target: str) -> Response:
    """Take a step that needs no more than a button."""
    form = _checked()
    state = VisitState(target)
    try:
        _take_step(key, form.row_version, state)
    except DomainError as error:
        return refused(key, error)
    flash(message("delegations.flash.moved", state=label(state)))
    if state is VisitState.CLOSED:
        for turn in turns_of_visit(session(), key):
            flash(message("delegations.flash.turn_fulfilled", year=str(turn.year)))
    return _back(key)


@blueprint.post("/<uuid:key>/publish")
@requires("visits:publish")
def publish(key: UUID) -> Response:
    """Show a settled visit to the public."""
    form = _checked()
    try:
        show_visit(session(), actor=signed_in(), key=key, version=form.row_version)
    except DomainError as error:
        return refused(key, error)
    flash(message("delegations.flash.published"))
    return _back(key)


@blueprint.post("/<uuid:key>/withdraw")
@requires("visits:publish")
def withdraw(key: UUID) -> Response:
    """Take a visit back from the public."""
    form = _checked()
    try:
        withdraw_visit(session(), actor=signed_in(), key=key, version=form.row_version)
    except DomainError as error:
        return refused(key, error)
    flash(message("delegations.flash.withdrawn"))
    return _back(key)


@blueprint.get("/<uuid:key>/outcome")
@requires("visits:edit")
def outcome(key: UUID) -> Response:
    """Show the form of what came of a visit."""
    visit = visit_by_id(session(), key)
    data = {"outcome": visit.outcome, "version": visit.version}
    return _outcome_form(key, OutcomeForm(formdata=None, data=data))


@blueprint.post("/<uuid:key>/outcome")
@requires("visits:edit")
def keep_outcome(key: UUID) -> Response:
    """Say what came of a visit."""
    form = OutcomeForm()

    def save() -> None:
        state_outcome(
            session(),
            actor=signed_in(),
            key=key,
            version=form.row_version,
            outcome=form.outcome.data or "",
        )

    if status := refused_form(form, save):
        return _outcome_form(key, form, status)
    flash(message("delegations.flash.saved"))
    return _back(key)


def _take_step(key: UUID, version: int, state: VisitState) -> None:
    if state is VisitState.CLOSED:
        days = settings().report_days
        close_visit(session(), actor=signed_in(), key=key, version=version, report_days=days)
        return
    advance_visit(session(), actor=signed_in(), key=key, version=version, target=state)


def _outcome_form(key: UUID, form: BaseForm, status: int = 200) -> Response:
    visit = visit_by_id(session(), key)
    return render("delegations/outcome.html", status=status, visit=visit, form=form)


def _checked() -> BaseForm:
    """Read a button, whose token is checked."""
    return ActionForm.checked()


def _back(key: UUID) -> Response:
    return redirect(url_for("delegations.show", key=key))
