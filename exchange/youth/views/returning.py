"""Somebody who took part came home before the others."""

from uuid import UUID

from flask import redirect, url_for
from werkzeug.wrappers import Response

from exchange.audit.enums.purposes import Purpose
from exchange.audit.reading import shows
from exchange.core.messages import message
from exchange.web.access import requires, signed_in
from exchange.web.forms import ActionForm, refused
from exchange.web.pages import flash, render
from exchange.web.transactions import session
from exchange.youth.forms.cancelling import EarlyReturnForm
from exchange.youth.queries.counting import counting_rule
from exchange.youth.queries.registrations import registration_for
from exchange.youth.services.returning import note_early_return
from exchange.youth.views.room import blueprint


@blueprint.get("/registrations/<uuid:key>/early-return")
@requires("registrations:decide")
@shows(Purpose.CARE, "registration")
def early_return(key: UUID) -> Response:
    """Show the form, and whether an early return counts."""
    row = registration_for(session(), signed_in(), key)
    return _page(key, EarlyReturnForm(data={"version": row.version, "day": row.left_early_on}))


@blueprint.post("/registrations/<uuid:key>/early-return")
@requires("registrations:decide")
def note_return(key: UUID) -> Response:
    """Note the day of an early return."""
    form = EarlyReturnForm()
    status = refused(
        form,
        lambda: note_early_return(
            session(),
            actor=signed_in(),
            registration_id=key,
            day=form.day.data,
            reason=form.reason.data,
            version=form.row_version,
        ),
    )
    if status:
        return _page(key, form, status=status)
    flash(message("youth.returning.flash.noted", day=form.day.data))
    return redirect(url_for("youth.registration", key=key))


@blueprint.post("/registrations/<uuid:key>/early-return/none")
@requires("registrations:decide")
def clear_return(key: UUID) -> Response:
    """Take an early return back: the pupil stayed to the end."""
    version = ActionForm.checked().row_version
    who = signed_in()
    note_early_return(
        session(), actor=who, registration_id=key, day=None, reason="", version=version
    )
    flash(message("youth.returning.flash.cleared"))
    return redirect(url_for("youth.registration", key=key))


def _page(key: UUID, form: EarlyReturnForm, *, status: int = 200) -> Response:
    row = registration_for(session(), signed_in(), key)
    rule = counting_rule(session(), row.edition.fiscal_year)
    return render("youth/early_return.html", status=status, registration=row, form=form, rule=rule)
