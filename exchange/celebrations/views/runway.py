"""The runway of a celebration: started, its steps added, changed, finished, handed over."""

from uuid import UUID

from flask import redirect, url_for
from werkzeug.wrappers import Response

from exchange.celebrations.forms import StepForm
from exchange.celebrations.models import RunwayStep
from exchange.celebrations.queries import celebration_by_id, step_by_id
from exchange.celebrations.services.steps import (
    add_step,
    change_step,
    end_step,
    finish_step,
    hand_over_step,
    start_runway,
)
from exchange.celebrations.views.page import blueprint, refused
from exchange.core.errors import DomainError
from exchange.core.messages import message
from exchange.web.access import requires, signed_in
from exchange.web.forms import ActionForm
from exchange.web.pages import flash, render
from exchange.web.transactions import session


@blueprint.post("/<uuid:key>/runway")
@requires("celebrations:edit")
def start(key: UUID) -> Response:
    """Back-plan the usual steps."""
    form = ActionForm.checked()
    try:
        start_runway(session(), actor=signed_in(), key=key, version=form.row_version)
    except DomainError as error:
        return refused(key, error)
    flash(message("celebrations.flash.runway"))
    return _back(key)


@blueprint.get("/<uuid:key>/steps/new")
@requires("celebrations:edit")
def new_step(key: UUID) -> Response:
    """Show the form of a step."""
    return _page(key, StepForm())


@blueprint.post("/<uuid:key>/steps/new")
@requires("celebrations:edit")
def create_step(key: UUID) -> Response:
    """Add a step."""
    form = StepForm()
    if not form.validate():
        return _page(key, form, status=422)
    try:
        add_step(session(), actor=signed_in(), key=key, plan=form.plan(), step_key=form.row_key)
    except DomainError as error:
        form.show(error)
        return _page(key, form, status=error.status)
    flash(message("celebrations.flash.step_added"))
    return _back(key)


@blueprint.get("/<uuid:key>/steps/<uuid:step_key>/edit")
@requires("celebrations:edit")
def edit_step(key: UUID, step_key: UUID) -> Response:
    """Show the form of a step as it is."""
    step = step_by_id(session(), key, step_key)
    form = StepForm(data={"title": step.title["ja"], "due": step.due, "version": step.version})
    return _page(key, form, step)


@blueprint.post("/<uuid:key>/steps/<uuid:step_key>/edit")
@requires("celebrations:edit")
def save_step(key: UUID, step_key: UUID) -> Response:
    """Change a step; a day set by hand stays where it is."""
    form = StepForm()
    if not form.validate():
        return _page(key, form, step_by_id(session(), key, step_key), status=422)
    try:
        change_step(
            session(),
            actor=signed_in(),
            key=key,
            step_key=step_key,
            version=form.row_version,
            plan=form.plan(),
        )
    except DomainError as error:
        form.show(error)
        return _page(key, form, step_by_id(session(), key, step_key), status=error.status)
    flash(message("celebrations.flash.step_changed"))
    return _back(key)


@blueprint.post("/<uuid:key>/steps/<uuid:step_key>/<any(done, open, end, task):what>")
@requires("celebrations:edit")
def move_step(key: UUID, step_key: UUID, what: str) -> Response:
    """Finish a step, open it again, take it off, or make a task of it."""
    version = ActionForm.checked().row_version
    try:
        _moved(key, step_key, what, version)
    except DomainError as error:
        return refused(key, error)
    flash(_SAID[what])
    return _back(key)


_SAID = {
    "done": message("celebrations.flash.step_done"),
    "open": message("celebrations.flash.step_open"),
    "end": message("celebrations.flash.step_ended"),
    "task": message("celebrations.flash.step_task"),
}


def _moved(key: UUID, step_key: UUID, what: str, version: int) -> RunwayStep:
    who = signed_in()
    if what == "end":
        return end_step(session(), actor=who, key=key, step_key=step_key, version=version)
    if what == "task":
        return hand_over_step(session(), actor=who, key=key, step_key=step_key, version=version)
    return finish_step(
        session(), actor=who, key=key, step_key=step_key, version=version, done=what == "done"
    )


def _page(
    key: UUID, form: StepForm, step: RunwayStep | None = None, *, status: int = 200
) -> Response:
    celebration = celebration_by_id(session(), key)
    return render(
        "celebrations/step.html", status=status, celebration=celebration, form=form, step=step
    )


def _back(key: UUID) -> Response:
    return redirect(url_for("celebrations.show", key=key, _anchor="runway"))
