"""Bring a celebration from state to state; publish it and take it back."""

from uuid import UUID

from flask import redirect, url_for
from werkzeug.wrappers import Response

from exchange.celebrations.enums import CelebrationState
from exchange.celebrations.forms import ReasonForm
from exchange.celebrations.queries import celebration_by_id
from exchange.celebrations.services.states import (
    advance_celebration,
    cancel_celebration,
    postpone_celebration,
    publish_celebration,
    withdraw_celebration,
)
from exchange.celebrations.views.page import blueprint, refused
from exchange.core.errors import DomainError
from exchange.core.messages import label, message
from exchange.web.access import requires, signed_in
from exchange.web.forms import ActionForm
from exchange.web.pages import flash, render
from exchange.web.transactions import session


@blueprint.post("/<uuid:key>/<any(planned, confirmed, held):target>")
@requires("celebrations:edit")
def advance(key: UUID, target: str) -> Response:
    """Take a step that needs no more than a button."""
    form, state = ActionForm.checked(), CelebrationState(target)
    try:
        advance_celebration(
            session(), actor=signed_in(), key=key, version=form.row_version, target=state
        )
    except DomainError as error:
        return refused(key, error)
    flash(message("celebrations.flash.moved", state=label(state)))
    return _back(key)


@blueprint.get("/<uuid:key>/<any(postponed, cancelled):target>")
@requires("celebrations:edit")
def reason(key: UUID, target: str) -> Response:
    """Ask why a celebration is put off or called off."""
    version = celebration_by_id(session(), key).version
    return _reason_page(key, CelebrationState(target), ReasonForm(data={"version": version}))


@blueprint.post("/<uuid:key>/<any(postponed, cancelled):target>")
@requires("celebrations:edit")
def stop(key: UUID, target: str) -> Response:
    """Put a celebration off or call it off."""
    form, state = ReasonForm(), CelebrationState(target)
    if not form.validate():
        return _reason_page(key, state, form, 422)
    postponing = state is CelebrationState.POSTPONED
    verb = postpone_celebration if postponing else cancel_celebration
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
        return _reason_page(key, state, form, error.status)
    flash(message("celebrations.flash.moved", state=label(state)))
    return _back(key)


@blueprint.post("/<uuid:key>/publish")
@requires("celebrations:publish")
def publish(key: UUID) -> Response:
    """Show a settled celebration to the public."""
    form = ActionForm.checked()
    try:
        publish_celebration(session(), actor=signed_in(), key=key, version=form.row_version)
    except DomainError as error:
        return refused(key, error)
    flash(message("celebrations.flash.published"))
    return _back(key)


@blueprint.post("/<uuid:key>/withdraw")
@requires("celebrations:publish")
def withdraw(key: UUID) -> Response:
    """Take a celebration back from the public."""
    form = ActionForm.checked()
    try:
        withdraw_celebration(session(), actor=signed_in(), key=key, version=form.row_version)
    except DomainError as error:
        return refused(key, error)
    flash(message("celebrations.flash.withdrawn"))
    return _back(key)


def _reason_page(
    key: UUID, target: CelebrationState, form: ReasonForm, status: int = 200
) -> Response:
    celebration = celebration_by_id(session(), key)
    return render(
        "celebrations/stop.html", status=status, celebration=celebration, form=form, target=target
    )


def _back(key: UUID) -> Response:
    return redirect(url_for("celebrations.show", key=key))
