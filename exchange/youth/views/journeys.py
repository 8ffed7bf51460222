"""Linking a visit to the edition whose journey it is; the visit's page leads here."""

from uuid import UUID

from flask import redirect, url_for
from werkzeug.wrappers import Response

from exchange.core.messages import message
from exchange.delegations.queries import visit_by_id
from exchange.web.access import requires, signed_in
from exchange.web.forms import refused
from exchange.web.pages import flash, render
from exchange.web.transactions import session
from exchange.youth.forms.journeys import JourneyForm
from exchange.youth.queries.programmes import editions_for_visit
from exchange.youth.services import set_journey
from exchange.youth.views.room import blueprint


@blueprint.get("/visits/<uuid:key>/edition")
@requires("visits:edit")
def journey(key: UUID) -> Response:
    """Show the editions near a visit's days, the linked one chosen."""
    visit = visit_by_id(session(), key)
    chosen = str(visit.edition_id) if visit.edition_id else ""
    return _form_page(key, JourneyForm(data={"version": visit.version, "edition_id": chosen}))


@blueprint.post("/visits/<uuid:key>/edition")
@requires("visits:edit")
def link_journey(key: UUID) -> Response:
    """Link a visit to an edition, or to none."""
    who = signed_in()
    visit = visit_by_id(session(), key)
    form = JourneyForm().offer(editions_for_visit(session(), who, visit))
    status = refused(
        form,
        lambda: set_journey(
            session(), actor=who, visit_id=key, edition_id=form.chosen, version=form.row_version
        ),
    )
    if status:
        return _form_page(key, form, status=status)
    flash(message("youth.flash.journey_set" if form.chosen else "youth.flash.journey_unset"))
    return redirect(url_for("delegations.show", key=key))


def _form_page(key: UUID, form: JourneyForm, *, status: int = 200) -> Response:
    visit = visit_by_id(session(), key)
    form.offer(editions_for_visit(session(), signed_in(), visit))
    return render("youth/journey.html", status=status, visit=visit, form=form)
