"""Deleting what is kept of an edition's host families before its day."""

from uuid import UUID

from flask import redirect, url_for
from werkzeug.wrappers import Response

from exchange.core.messages import message
from exchange.hosting.rules.stays import purge_day
from exchange.privacy.models import ErasureRecord
from exchange.privacy.services import purge_hosting
from exchange.privacy.views.room import blueprint
from exchange.web import languages
from exchange.web.access import requires, signed_in
from exchange.web.forms import ActionForm, refused
from exchange.web.pages import flash, render
from exchange.web.transactions import session
from exchange.youth.queries.programmes import edition_for


@blueprint.get("/hosting/<uuid:key>/")
@requires("hosts:purge")
def confirm_hosting(key: UUID) -> Response:
    """Name what is deleted, and what stays."""
    return _page(key, ActionForm())


@blueprint.post("/hosting/<uuid:key>/")
@requires("hosts:purge")
def purge_hosting_now(key: UUID) -> Response:
    """Delete families and needs of an edition that is over, and show the record of it."""
    form = ActionForm()
    kept: list[ErasureRecord | None] = []

    def save() -> None:
        kept.append(
            purge_hosting(
                session(), actor=signed_in(), edition_id=key, language=languages.current()
            )
        )

    if status := refused(form, save):
        return _page(key, form, status=status)
    if kept[0] is None:
        flash(message("privacy.flash.nothing_due"))
        return redirect(url_for("hosting.board", key=key))
    flash(message("hosting.flash.purged"))
    return redirect(url_for("privacy.record", key=kept[0].id))


def _page(key: UUID, form: ActionForm, *, status: int = 200) -> Response:
    edition = edition_for(session(), signed_in(), key)
    return render(
        "privacy/hosting.html",
        status=status,
        edition=edition,
        purged_on=purge_day(edition.ends),
        form=form,
    )
