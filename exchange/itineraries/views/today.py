"""Today on a phone: what comes next, and who came to it."""

from uuid import UUID

from flask import redirect, url_for
from werkzeug.wrappers import Response

from exchange.audit.enums.purposes import Purpose
from exchange.audit.reading import shows
from exchange.core import clock
from exchange.core.errors import BadRequestError
from exchange.core.messages import message
from exchange.core.walltime import WallTime
from exchange.delegations.queries import visit_by_id
from exchange.itineraries.attendance import attendees
from exchange.itineraries.clocks import cities_of, programme
from exchange.itineraries.enums import PRESENCE_TONES, Presence
from exchange.itineraries.queries import (
    item_by_id,
    items_of,
    parties_of,
    people_for,
    ticks_of,
    tracks_of,
)
from exchange.itineraries.services.presences import tick, undo_tick
from exchange.itineraries.views.programme import day_asked
from exchange.itineraries.views.room import blueprint, own_zone
from exchange.web import languages
from exchange.web.access import requires, signed_in
from exchange.web.forms import ActionForm
from exchange.web.pages import render
from exchange.web.transactions import session


@blueprint.get("/<uuid:key>/itinerary/today")
@requires("members:read")
@shows(Purpose.PREPARATION, "visit")
def today(key: UUID) -> Response:
    """Show one day: today at the place, or the day asked for."""
    visit = visit_by_id(session(), key)
    items = items_of(session(), key)
    days = sorted({item.start.day for item in items})
    now = clock.now()
    day = day_asked(days, WallTime.at(now, own_zone(visit)).day)
    shown = [item for item in items if item.start.day == day]
    party = parties_of(session(), [key]).get(key, ())
    tracks = tracks_of(session(), [key]).get(key, {})
    rows = programme(shown, cities_of(visit.partners), languages.current())
    return render(
        "itineraries/today.html",
        visit=visit,
        day=day,
        days=days,
        rows=[row for _, group in rows for row in group],
        people={person.id: person for person in people_for(session(), key)},
        attending={item.id: attendees(item, party, tracks) for item in shown},
        ticks=ticks_of(session(), [item.id for item in shown]),
        next_id=next((item.id for item in shown if item.ends_at >= now), None),
        presences=list(Presence),
        tones=PRESENCE_TONES,
        may_edit=signed_in().may("visits:edit"),
    )


@blueprint.post("/<uuid:key>/items/<uuid:item_id>/people/<uuid:person_id>/<presence>")
@requires("visits:edit")
def note_presence(key: UUID, item_id: UUID, person_id: UUID, presence: str) -> Response:
    """Note that somebody arrived, left early or did not come."""
    ActionForm.checked()
    if presence not in set(Presence):
        raise BadRequestError(message("itineraries.error.filter"))
    noted = tick(
        session(),
        actor=signed_in(),
        visit_id=key,
        item_id=item_id,
        person_id=person_id,
        presence=Presence(presence),
    )
    return _back(key, noted.item_id)


@blueprint.post("/<uuid:key>/items/<uuid:item_id>/ticks/<uuid:tick_id>/undo")
@requires("visits:edit")
def undo_presence(key: UUID, item_id: UUID, tick_id: UUID) -> Response:
    """Take a tick back."""
    ActionForm.checked()
    undo_tick(session(), actor=signed_in(), visit_id=key, item_id=item_id, key=tick_id)
    return _back(key, item_id)


def _back(key: UUID, item_id: UUID) -> Response:
    item = item_by_id(session(), key, item_id)
    day = item.start.day.isoformat()
    return redirect(url_for("itineraries.today", key=key, day=day, _anchor=f"item-{item_id}"))
