"""Templates of steps: lists that the division keeps."""

from uuid import UUID

from flask import redirect, url_for
from werkzeug.wrappers import Response

from exchange.core.messages import message
from exchange.tasks.forms import StepForm, TemplateForm, step_form, template_form
from exchange.tasks.models import TaskStep, TaskTemplate
from exchange.tasks.queries import step_by_id, step_counts, steps_of, template_by_id, templates
from exchange.tasks.services import (
    add_step,
    add_template,
    change_step,
    change_template,
    end_step,
    end_template,
)
from exchange.tasks.views.page import blueprint
from exchange.web.access import requires, signed_in
from exchange.web.forms import ActionForm, refused
from exchange.web.pages import flash, render
from exchange.web.transactions import session


@blueprint.get("/templates/")
@requires("visits:edit")
def list_templates() -> Response:
    """List the templates of steps."""
    rows, counts = templates(session()), step_counts(session())
    return render("tasks/templates.html", templates=rows, counts=counts)


@blueprint.get("/templates/new")
@requires("visits:edit")
def new_template() -> Response:
    """Show the form of a template."""
    return _template_page(TemplateForm())


@blueprint.post("/templates/new")
@requires("visits:edit")
def create_template() -> Response:
    """Begin a template."""
    form = TemplateForm()
    status = refused(
        form,
        lambda: add_template(session(), actor=signed_in(), plan=form.plan(), key=form.row_key),
    )
    return _template_page(form, status=status) if status else _saved(form.row_key)


@blueprint.get("/templates/<uuid:key>/")
@requires("visits:edit")
def template(key: UUID) -> Response:
    """Show a template's steps in their order."""
    found = template_by_id(session(), key)
    return render("tasks/template.html", template=found, steps=steps_of(session(), key))


@blueprint.get("/templates/<uuid:key>/edit")
@requires("visits:edit")
def edit_template(key: UUID) -> Response:
    """Show the form of a template."""
    row = template_by_id(session(), key)
    return _template_page(template_form(row), row)


@blueprint.post("/templates/<uuid:key>/edit")
@requires("visits:edit")
def revise_template(key: UUID) -> Response:
    """Change a template."""
    form = TemplateForm()
    status = refused(
        form,
        lambda: change_template(
            session(), actor=signed_in(), key=key, version=form.row_version, plan=form.plan()
        ),
    )
    if status:
        return _template_page(form, template_by_id(session(), key), status=status)
    return _saved(key)


@blueprint.post("/templates/<uuid:key>/end")
@requires("visits:edit")
def remove_template(key: UUID) -> Response:
    """Offer a template no more."""
    end_template(session(), actor=signed_in(), key=key, version=ActionForm.checked().row_version)
    flash(message("tasks.flash.template"))
    return redirect(url_for("tasks.list_templates"))


@blueprint.get("/templates/<uuid:key>/steps/new")
@requires("visits:edit")
def new_step(key: UUID) -> Response:
    """Show the form of a step."""
    return _step_page(key, StepForm())


@blueprint.post("/templates/<uuid:key>/steps/new")
@requires("visits:edit")
def create_step(key: UUID) -> Response:
    """Add a step."""
    form = StepForm()
    status = refused(
        form,
        lambda: add_step(
            session(), actor=signed_in(), template_id=key, plan=form.plan(), key=form.row_key
        ),
    )
    return _step_page(key, form, status=status) if status else _saved(key)


@blueprint.get("/templates/<uuid:key>/steps/<uuid:step_id>/edit")
@requires("visits:edit")
def edit_step(key: UUID, step_id: UUID) -> Response:
    """Show the form of a step."""
    step = step_by_id(session(), key, step_id)
    return _step_page(key, step_form(step), step)


@blueprint.post("/templates/<uuid:key>/steps/<uuid:step_id>/edit")
@requires("visits:edit")
def revise_step(key: UUID, step_id: UUID) -> Response:
    """Change a step."""
    form = StepForm()

    def save() -> None:
        change_step(
            session(),
            actor=signed_in(),
            template_id=key,
            key=step_id,
            version=form.row_version,
            plan=form.plan(),
        )

    if status := refused(form, save):
        return _step_page(key, form, step_by_id(session(), key, step_id), status=status)
    return _saved(key)


@blueprint.post("/templates/<uuid:key>/steps/<uuid:step_id>/end")
@requires("visits:edit")
def remove_step(key: UUID, step_id: UUID) -> Response:
    """Take a step off a template."""
    version = ActionForm.checked().row_version
    end_step(session(), actor=signed_in(), template_id=key, key=step_id, version=version)
    return _saved(key)


def _saved(key: UUID) -> Response:
    flash(message("tasks.flash.template"))
    return redirect(url_for("tasks.template", key=key))


def _template_page(
    form: TemplateForm, row: TaskTemplate | None = None, *, status: int = 200
) -> Response:
    return render("tasks/template_form.html", status=status, form=form, row=row)


def _step_page(
    key: UUID, form: StepForm, row: TaskStep | None = None, *, status: int = 200
) -> Response:
    found = template_by_id(session(), key)
    return render("tasks/step_form.html", status=status, form=form, row=row, template=found)
