"""The legs of a visit, stated all at once."""

from uuid import UUID

from flask import redirect, url_for
from werkzeug.wrappers import Response

from exchange.core.messages import message
from exchange.delegations.forms.legs import LegsForm, legs_form
from exchange.delegations.queries.wholes import whole_visit
from exchange.delegations.services.legs import state_legs
from exchange.delegations.views.page import blueprint
from exchange.web.access import requires, signed_in
from exchange.web.forms import refused
from exchange.web.pages import flash, render
from exchange.web.transactions import session


@blueprint.get("/<uuid:key>/legs")
@requires("visits:edit")
def legs(key: UUID) -> Response:
    """Show the legs of a visit as a form."""
    return _page(key, legs_form(whole_visit(session(), key)))


@blueprint.post("/<uuid:key>/legs")
@requires("visits:edit")
def save_legs(key: UUID) -> Response:
    """State the legs of a visit."""
    form = LegsForm().offer(whole_visit(session(), key))

    def save() -> None:
        version = form.row_version
        state_legs(session(), actor=signed_in(), key=key, version=version, legs=form.legs())

    if status := refused(form, save):
        return _page(key, form, status)
    flash(message("delegations.flash.saved"))
    return redirect(url_for("delegations.show", key=key))


def _page(key: UUID, form: LegsForm, status: int = 200) -> Response:
    visit = whole_visit(session(), key)
    return render("delegations/legs.html", status=status, visit=visit, form=form)
