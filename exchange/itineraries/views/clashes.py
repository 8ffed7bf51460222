"""What the rules find on a programme; the ways between places; who goes with which track."""

from uuid import UUID

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from exchange.audit.enums.purposes import Purpose
from exchange.audit.reading import shows
from exchange.core.errors import DomainError
from exchange.core.messages import Message, message
from exchange.core.reading import whole
from exchange.delegations.queries import visit_by_id
from exchange.itineraries.clocks import cities_of, city_name
from exchange.itineraries.enums import CLASH_TONES
from exchange.itineraries.queries import people_for, track_names, tracks_of
from exchange.itineraries.services.checking import check_visit
from exchange.itineraries.services.tracks import set_tracks, set_transfer, tracks_seen
from exchange.itineraries.views.room import blueprint, to_itinerary
from exchange.web import languages
from exchange.web.access import requires, signed_in
from exchange.web.forms import ActionForm
from exchange.web.pages import flash, render
from exchange.web.transactions import session


@blueprint.get("/<uuid:key>/itinerary/clashes")
@requires("members:read")
@shows(Purpose.PREPARATION, "visit")
def clashes(key: UUID) -> Response:
    """Show what is found: what, who, when, with a link to the item; nothing is blocked."""
    return _clashes(key)


@blueprint.post("/<uuid:key>/itinerary/transfers")
@requires("visits:edit")
def transfer(key: UUID) -> Response:
    """Say how many minutes a way between two places needs."""
    ActionForm.checked()
    places = (request.form.get("origin", ""), request.form.get("destination", ""))
    minutes = -1 if (typed := whole(request.form.get("minutes", ""))) is None else typed
    try:
        set_transfer(session(), actor=signed_in(), visit_id=key, places=places, minutes=minutes)
    except DomainError as error:
        return _clashes(key, status=error.status, refusal=error.sentence)
    flash(message("itineraries.flash.transfer"))
    return redirect(url_for("itineraries.clashes", key=key))


@blueprint.get("/<uuid:key>/itinerary/tracks")
@requires("visits:edit")
@shows(Purpose.PREPARATION, "visit")
def tracks(key: UUID) -> Response:
    """Show who goes with which track."""
    return _tracks(key)


@blueprint.post("/<uuid:key>/itinerary/tracks")
@requires("visits:edit")
def put_into_tracks(key: UUID) -> Response:
    """Put people into tracks; ticks of unknown people and tracks count for nothing."""
    ActionForm.checked()
    people = {str(person.id): person.id for person in people_for(session(), key)}
    names = track_names(session(), key)
    chosen = {
        name: [people[typed] for typed in request.form.getlist(f"track-{at}") if typed in people]
        for at, name in enumerate(names)
    }
    seen = request.form.get("seen", "")
    try:
        set_tracks(session(), actor=signed_in(), visit_id=key, tracks=chosen, seen=seen)
    except DomainError as error:
        return _tracks(key, status=error.status, refusal=error.sentence)
    flash(message("itineraries.flash.tracks"))
    return to_itinerary(key)


def _tracks(key: UUID, *, status: int = 200, refusal: Message | None = None) -> Response:
    return render(
        "itineraries/tracks.html",
        status=status,
        refusal=refusal,
        visit=visit_by_id(session(), key),
        people=people_for(session(), key),
        names=track_names(session(), key),
        chosen=tracks_of(session(), [key]).get(key, {}),
        seen=tracks_seen(session(), key),
        form=ActionForm(formdata=None),
    )


def _clashes(key: UUID, *, status: int = 200, refusal: Message | None = None) -> Response:
    visit = visit_by_id(session(), key)
    cities, language = cities_of(visit.partners), languages.current()
    found = check_visit(session(), visit)
    return render(
        "itineraries/clashes.html",
        status=status,
        refusal=refusal,
        visit=visit,
        found=[(finding, city_name(finding.start.zone, language, cities)) for finding in found],
        tones=CLASH_TONES,
    )
