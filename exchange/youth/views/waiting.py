"""An edition's waiting list: who is offered a seat, who waits, and the minutes."""

from uuid import UUID

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from exchange.audit.enums.purposes import Purpose
from exchange.audit.reading import shows
from exchange.core import clock
from exchange.core.messages import message
from exchange.web.access import requires, signed_in
from exchange.web.forms import ActionForm
from exchange.web.pages import flash, render
from exchange.web.transactions import session
from exchange.youth.queries.programmes import edition_for
from exchange.youth.queries.seats import seats_of
from exchange.youth.queries.waiting import minutes_of, offers_of, place_of, waiting_page
from exchange.youth.rules.waiting import is_expired
from exchange.youth.services import offer_free_seats
from exchange.youth.views.room import blueprint


@blueprint.get("/editions/<uuid:key>/waiting/")
@requires("registrations:read")
@shows(Purpose.SELECTION, "edition")
def waiting(key: UUID) -> Response:
    """Show the waiting list of an edition."""
    edition = edition_for(session(), signed_in(), key)
    waiters = waiting_page(session(), edition.id, cursor=request.args.get("waiting"))
    first = place_of(session(), waiters.rows[0]) if waiters.rows else None
    seats = seats_of(session(), [edition])[edition.id]
    offers = offers_of(session(), edition.id)
    overdue = any(is_expired(row.offer_until, clock.today()) for row in offers)
    return render(
        "youth/waiting.html",
        edition=edition,
        seats=seats,
        can_offer=overdue or (bool(waiters.rows) and seats.left > 0),
        offers=offers,
        waiters=waiters,
        first=first or 1,
        page=minutes_of(session(), edition.id, cursor=request.args.get("cursor")),
    )


@blueprint.post("/editions/<uuid:key>/waiting/offer")
@requires("registrations:decide")
def offer_seats(key: UUID) -> Response:
    """Take back what was not answered in time and offer every free seat now."""
    ActionForm.checked()
    offered = offer_free_seats(session(), actor=signed_in(), edition_id=key)
    flash(message("youth.waiting.flash.offered", count=len(offered)))
    return redirect(url_for("youth.waiting", key=key))
