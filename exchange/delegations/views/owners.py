"""Give a visit into another officer's hands."""

from uuid import UUID

from flask import redirect, url_for
from werkzeug.wrappers import Response

from exchange.accounts.queries import active_users
from exchange.core.messages import message
from exchange.delegations.forms.visits import OwnerForm
from exchange.delegations.queries import visit_by_id
from exchange.delegations.services.owners import hand_over_visit
from exchange.delegations.views.page import blueprint
from exchange.web.access import requires, signed_in
from exchange.web.forms import refused
from exchange.web.pages import flash, render, settings
from exchange.web.transactions import session


@blueprint.get("/<uuid:key>/owner")
@requires("visits:edit")
def owner(key: UUID) -> Response:
    """Ask who answers for a visit from now on."""
    visit = visit_by_id(session(), key)
    data = {"owner_id": str(visit.owner_id or ""), "version": visit.version}
    return _page(key, _offering(OwnerForm(formdata=None, data=data)))


@blueprint.post("/<uuid:key>/owner")
@requires("visits:edit")
def hand_over(key: UUID) -> Response:
    """Give the visit into another officer's hands."""
    form = _offering(OwnerForm())

    def save() -> None:
        hand_over_visit(
            session(),
            actor=signed_in(),
            key=key,
            version=form.row_version,
            owner_id=UUID(form.owner_id.data),
            base_url=settings().base_url,
        )

    if status := refused(form, save):
        return _page(key, form, status=status)
    flash(message("delegations.flash.handed_over"))
    return redirect(url_for("delegations.show", key=key))


def _offering(form: OwnerForm) -> OwnerForm:
    users = active_users(session())
    return form.offer([user for user in users if user.as_actor().may("visits:edit")])


def _page(key: UUID, form: OwnerForm, *, status: int = 200) -> Response:
    visit = visit_by_id(session(), key)
    return render("delegations/owner.html", status=status, visit=visit, form=form)
