"""Deleting what is kept of an edition's families before its day."""

from uuid import UUID

from flask import redirect, url_for
from werkzeug.wrappers import Response

from exchange.core.messages import message
from exchange.hosting.services import purge_edition
from exchange.hosting.views.board import purge_facts
from exchange.hosting.views.room import blueprint
from exchange.web.access import requires, signed_in
from exchange.web.forms import ActionForm, refused
from exchange.web.pages import flash, render
from exchange.web.transactions import session


@blueprint.get("/editions/<uuid:key>/purge")
@requires("hosts:purge")
def confirm_purge(key: UUID) -> Response:
    """Name what is deleted, and what stays."""
    return _page(key, ActionForm())


@blueprint.post("/editions/<uuid:key>/purge")
@requires("hosts:purge")
def purge_now(key: UUID) -> Response:
    """Delete families and needs of an edition that is over."""
    form = ActionForm()
    status = refused(form, lambda: purge_edition(session(), actor=signed_in(), edition_id=key))
    if status:
        return _page(key, form, status=status)
    flash(message("hosting.flash.purged"))
    return redirect(url_for("hosting.board", key=key))


def _page(key: UUID, form: ActionForm, *, status: int = 200) -> Response:
    return render("hosting/purge.html", status=status, form=form, **purge_facts(key))
