"""Editions as a series: copied into next year, paired with the visit they answer."""

from uuid import UUID

from flask import redirect, url_for
from werkzeug.wrappers import Response

from exchange.core.errors import DomainError
from exchange.core.messages import message
from exchange.web.access import requires, signed_in
from exchange.web.forms import ActionForm
from exchange.web.pages import flash, render
from exchange.web.transactions import session
from exchange.youth.forms.eligibility import PairForm
from exchange.youth.queries.pairs import pair_choices
from exchange.youth.queries.programmes import edition_for
from exchange.youth.services.copying import copy_edition
from exchange.youth.services.pairing import set_pair
from exchange.youth.views.room import blueprint


@blueprint.post("/editions/<uuid:key>/copy")
@requires("editions:edit")
def copy(key: UUID) -> Response:
    """Take an edition over into next year's draft, and show its form."""
    ActionForm.checked()
    row = copy_edition(session(), actor=signed_in(), edition_id=key)
    flash(message("youth.copy.flash"))
    return redirect(url_for("youth.edit_edition", key=row.id))


@blueprint.get("/editions/<uuid:key>/pair")
@requires("editions:edit")
def pair(key: UUID) -> Response:
    """Show the earlier editions one may answer."""
    row = edition_for(session(), signed_in(), key)
    chosen = str(row.follows_id) if row.follows_id else ""
    return _pair_page(key, PairForm(data={"version": row.version, "follows_id": chosen}))


@blueprint.post("/editions/<uuid:key>/pair")
@requires("editions:edit")
def save_pair(key: UUID) -> Response:
    """Say which earlier edition one answers."""
    who = signed_in()
    form = PairForm().offer(pair_choices(session(), edition_for(session(), who, key)))
    if not form.validate():
        return _pair_page(key, form, status=422)
    try:
        set_pair(
            session(),
            actor=who,
            edition_id=key,
            follows_id=form.chosen,
            version=form.row_version,
        )
    except DomainError as error:
        form.show(error)
        return _pair_page(key, form, status=error.status)
    flash(message("youth.pair.flash"))
    return redirect(url_for("youth.edition", key=key))


def _pair_page(key: UUID, form: PairForm, *, status: int = 200) -> Response:
    edition = edition_for(session(), signed_in(), key)
    form.offer(pair_choices(session(), edition))
    return render("youth/pair.html", status=status, edition=edition, form=form)
