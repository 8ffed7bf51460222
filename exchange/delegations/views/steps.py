"""Put the usual steps on a visit's list, seen before by the day each falls on."""

from uuid import UUID

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from exchange.core.messages import message
from exchange.delegations.enums import Direction
from exchange.delegations.models import Visit
from exchange.delegations.queries import visit_by_id
from exchange.delegations.services.steps import apply_steps, look_at_visit_steps
from exchange.delegations.views.page import blueprint
from exchange.tasks.enums import TemplateUse
from exchange.tasks.forms import ChooseTemplateForm
from exchange.tasks.models import TaskTemplate
from exchange.tasks.queries import templates
from exchange.web.access import requires, signed_in
from exchange.web.forms import refused
from exchange.web.pages import flash, render
from exchange.web.transactions import session


@blueprint.get("/<uuid:key>/steps")
@requires("visits:edit")
def steps(key: UUID) -> Response:
    """Show a template's steps by day; the address may name another `template`."""
    visit = visit_by_id(session(), key)
    offered = _offered(visit)
    return _page(visit, offered, ChooseTemplateForm(formdata=None).offer(offered))


@blueprint.post("/<uuid:key>/steps")
@requires("visits:edit")
def put_steps(key: UUID) -> Response:
    """Put the chosen template's steps on the list."""
    offered = _offered(visit_by_id(session(), key))
    form, put = ChooseTemplateForm().offer(offered), 0

    def save() -> None:
        nonlocal put
        chosen = UUID(form.template.data)
        put = apply_steps(session(), actor=signed_in(), key=key, template_id=chosen)

    if status := refused(form, save):
        return _page(visit_by_id(session(), key), offered, form, status=status)
    flash(message("delegations.flash.steps", count=put))
    return redirect(url_for("delegations.show", key=key, _anchor="tasks"))


def _offered(visit: Visit) -> list[TaskTemplate]:
    inward = visit.direction is Direction.IN
    return list(templates(session(), TemplateUse.RECEIVING if inward else TemplateUse.SENDING))


def _page(
    visit: Visit, offered: list[TaskTemplate], form: ChooseTemplateForm, *, status: int = 200
) -> Response:
    wanted = request.values.get("template", "")
    chosen = next((each for each in offered if str(each.id) == wanted), None)
    chosen = chosen or next(iter(offered), None)
    planned = look_at_visit_steps(session(), visit, chosen.id) if chosen else ()
    return render(
        "delegations/steps.html",
        status=status,
        visit=visit,
        form=form,
        offered=offered,
        chosen=chosen,
        planned=planned,
    )
