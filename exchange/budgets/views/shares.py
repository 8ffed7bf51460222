"""What participants pay themselves, apart from the expenses."""

from uuid import UUID

from flask import redirect, url_for
from werkzeug.wrappers import Response

from exchange.budgets.forms.lines import ShareForm, share_form
from exchange.budgets.models import ParticipantShare
from exchange.budgets.queries import share_by_id
from exchange.budgets.services import add_share, change_share, end_share
from exchange.budgets.views.page import blueprint
from exchange.core.messages import message
from exchange.delegations.queries import visit_by_id
from exchange.web.access import requires, signed_in
from exchange.web.forms import ActionForm, refused
from exchange.web.pages import flash, render
from exchange.web.transactions import session


@blueprint.get("/visits/<uuid:key>/shares/new")
@requires("budgets:edit")
def new_share(key: UUID) -> Response:
    """Show the form of a share."""
    return _page(key, ShareForm())


@blueprint.post("/visits/<uuid:key>/shares/new")
@requires("budgets:edit")
def create_share(key: UUID) -> Response:
    """Note a share."""
    form = ShareForm().offer(visit_by_id(session(), key))
    status = refused(
        form,
        lambda: add_share(
            session(), actor=signed_in(), visit_id=key, plan=form.plan(), key=form.row_key
        ),
    )
    return _page(key, form, status=status) if status else _saved(key)


@blueprint.get("/shares/<uuid:key>/edit")
@requires("budgets:edit")
def edit_share(key: UUID) -> Response:
    """Show the form of a share as it is."""
    share = share_by_id(session(), key)
    return _page(share.visit_id, share_form(share), share)


@blueprint.post("/shares/<uuid:key>/edit")
@requires("budgets:edit")
def revise_share(key: UUID) -> Response:
    """Change a share."""
    visit_id = share_by_id(session(), key).visit_id
    form = ShareForm().offer(visit_by_id(session(), visit_id))
    status = refused(
        form,
        lambda: change_share(
            session(), actor=signed_in(), key=key, version=form.row_version, plan=form.plan()
        ),
    )
    if status:
        return _page(visit_id, form, share_by_id(session(), key), status=status)
    return _saved(visit_id)


@blueprint.post("/shares/<uuid:key>/end")
@requires("budgets:edit")
def remove_share(key: UUID) -> Response:
    """Take a share off."""
    version = ActionForm.checked().row_version
    return _saved(end_share(session(), actor=signed_in(), key=key, version=version).visit_id)


def _page(
    visit_id: UUID, form: ShareForm, share: ParticipantShare | None = None, *, status: int = 200
) -> Response:
    visit = visit_by_id(session(), visit_id)
    form.offer(visit)
    return render("budgets/share.html", status=status, visit=visit, form=form, share=share)


def _saved(visit_id: UUID) -> Response:
    flash(message("budgets.flash.share"))
    return redirect(url_for("budgets.show", key=visit_id, _anchor="shares"))
