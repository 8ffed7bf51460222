"""Move a visit from state to state; publish it and take it back."""

from uuid import UUID

from flask import redirect, url_for
from werkzeug.wrappers import Response

from exchange.core.errors import DomainError
from exchange.core.messages import label, message
from exchange.delegations.enums import VisitState
from exchange.delegations.forms.visits import ApprovalForm, ReasonForm
from exchange.delegations.queries import visit_by_id
from exchange.delegations.services.states import (
    advance_visit,
    approve_visit,
    cancel_visit,
    postpone_visit,
    publish_visit,
    withdraw_visit,
)
from exchange.delegations.views.page import blueprint, refused
from exchange.web.access import requires, signed_in
from exchange.web.forms import ActionForm, BaseForm
from exchange.web.pages import flash, render
from exchange.web.transactions import session


@blueprint.post("/<uuid:key>/<any(planned, confirmed, under_way, closed):target>")
@requires("visits:edit")
def advance(key: UUID, target: str) -> Response:
    """Take a step that needs no more than a button."""
    form = _checked()
    state = VisitState(target)
    try:
        advance_visit(session(), actor=signed_in(), key=key, version=form.row_version, target=state)
    except DomainError as error:
        return refused(key, error)
    flash(message("delegations.flash.moved", state=label(state)))
    return _back(key)


@blueprint.get("/<uuid:key>/approval")
@requires("visits:edit")
def approval(key: UUID) -> Response:
    """Show the form of the approval record."""
    return _approval_form(key, ApprovalForm(data={"version": _version(key)}))


@blueprint.post("/<uuid:key>/approval")
@requires("visits:edit")
def approve(key: UUID) -> Response:
    """Record the approval."""
    form = ApprovalForm()
    if not form.validate():
        return _approval_form(key, form, 422)
    try:
        approve_visit(
            session(),
            actor=signed_in(),
            key=key,
            version=form.row_version,
            approval=form.approval(),
        )
    except DomainError as error:
        form.show(error)
        return _approval_form(key, form, error.status)
    flash(message("delegations.flash.moved", state=label(VisitState.APPROVED)))
    return _back(key)


@blueprint.get("/<uuid:key>/<any(postponed, cancelled):target>")
@requires("visits:edit")
def reason(key: UUID, target: str) -> Response:
    """Ask why a visit is put off or called off."""
    return _reason_form(key, VisitState(target), ReasonForm(data={"version": _version(key)}))


@blueprint.post("/<uuid:key>/<any(postponed, cancelled):target>")
@requires("visits:edit")
def stop(key: UUID, target: str) -> Response:
    """Put a visit off or call it off."""
    form, state = ReasonForm(), VisitState(target)
    if not form.validate():
        return _reason_form(key, state, form, 422)
    verb = postpone_visit if state is VisitState.POSTPONED else cancel_visit
    try:
        verb(
            session(),
            actor=signed_in(),
            key=key,
            version=form.row_version,
            reason=form.reason.data,
        )
    except DomainError as error:
        form.show(error)
        return _reason_form(key, state, form, error.status)
    flash(message("delegations.flash.moved", state=label(state)))
    return _back(key)


@blueprint.post("/<uuid:key>/publish")
@requires("visits:publish")
def publish(key: UUID) -> Response:
    """Show a settled visit to the public."""
    form = _checked()
    try:
        publish_visit(session(), actor=signed_in(), key=key, version=form.row_version)
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


def _checked() -> BaseForm:
    """Read a button, whose token is checked."""
    return ActionForm.checked()


def _version(key: UUID) -> int:
    return visit_by_id(session(), key).version


def _approval_form(key: UUID, form: ApprovalForm, status: int = 200) -> Response:
    visit = visit_by_id(session(), key)
    return render("delegations/approval.html", status=status, visit=visit, form=form)


def _reason_form(key: UUID, target: VisitState, form: ReasonForm, status: int = 200) -> Response:
    visit = visit_by_id(session(), key)
    return render("delegations/stop.html", status=status, visit=visit, form=form, target=target)


def _back(key: UUID) -> Response:
    return redirect(url_for("delegations.show", key=key))
