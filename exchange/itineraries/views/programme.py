"""The programme to read: days, tracks side by side, both clocks; of all, a track or a person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from uuid import UUID

from flask import request
from werkzeug.wrappers import Response

from exchange.audit.enums.purposes import Purpose
from exchange.audit.reading import shows
from exchange.core.errors import BadRequestError
from exchange.core.messages import Message, message
from exchange.core.walltime import duration
from exchange.delegations.queries import visit_by_id
from exchange.itineraries.attendance import attendees
from exchange.itineraries.clocks import Row, cities_of
from exchange.itineraries.clocks import programme as rows_by_day
from exchange.itineraries.models import ItineraryItem
from exchange.itineraries.queries import items_of, parties_of, people_for, tracks_of
from exchange.itineraries.views.room import blueprint
from exchange.people.models import Person
from exchange.web import languages
from exchange.web.access import requires, signed_in
from exchange.web.pages import render
from exchange.web.transactions import session


@dataclass(frozen=True, slots=True)
class Band:
    """What all attend, or tracks that run beside each other: (name, rows)."""

    together: Sequence[Row] = ()
    tracks: Mapping[str, Sequence[Row]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Chosen:
    """Whose programme is asked for."""

    track: str
    person: Person | None


@blueprint.get("/<uuid:key>/itinerary/")
@requires("itinerary:read")
@shows(Purpose.PREPARATION, "visit")
def programme(key: UUID) -> Response:
    """Show the programme of all, of a track, or of a person."""
    return programme_page(key)


def programme_page(key: UUID, *, status: int = 200, refusal: Message | None = None) -> Response:
    """Draw the programme, with the sentence of a refused move on top."""
    visit, actor = visit_by_id(session(), key), signed_in()
    items = items_of(session(), key)
    people = people_for(session(), key) if actor.may("members:read") else ()
    names = sorted({item.track for item in items if item.track})
    chosen = _chosen(names, people)
    shown = _of(chosen, items, key)
    days = rows_by_day(shown, cities_of(visit.partners), languages.current())
    return render(
        "itineraries/programme.html",
        status=status,
        refusal=refusal,
        visit=visit,
        days=[(day, bands(rows)) for day, rows in days],
        names=names,
        people=people,
        chosen=chosen,
        may_edit=actor.may("visits:edit"),
        lengths={
            item.id: int(duration(item.start, item.end).total_seconds() // 60) for item in shown
        },
    )


def bands(rows: Sequence[Row]) -> Sequence[Band]:
    """Put a day's rows into bands: what all attend, then tracks beside each other, in turn."""
    found = []
    for tracked, group in groupby(rows, key=lambda row: bool(row.item.track)):
        run = list(group)
        if not tracked:
            found.append(Band(together=run))
            continue
        tracks: dict[str, list[Row]] = {}
        for row in sorted(run, key=lambda row: row.item.track):
            tracks.setdefault(row.item.track, []).append(row)
        found.append(Band(tracks=tracks))
    return found


def day_asked(days: Sequence[date], today: date) -> date:
    """Return the day a person asked for, else today, else the day nearest to it."""
    typed = request.args.get("day", "")
    try:
        wanted = date.fromisoformat(typed) if typed else today
    except ValueError:
        raise BadRequestError(message("itineraries.error.day", text=typed)) from None
    return min(days, key=lambda day: (abs(day - wanted), day), default=wanted)


def _chosen(names: Sequence[str], people: Sequence[Person]) -> _Chosen:
    track, person = request.args.get("track", ""), request.args.get("person", "")
    by_key = {str(each.id): each for each in people}
    if track not in {"", *names} or person not in {"", *by_key}:
        raise BadRequestError(message("itineraries.error.filter"))
    return _Chosen(track, by_key.get(person))


def _of(chosen: _Chosen, items: Sequence[ItineraryItem], key: UUID) -> Sequence[ItineraryItem]:
    if chosen.person is not None:
        party = parties_of(session(), [key]).get(key, ())
        tracks = tracks_of(session(), [key]).get(key, {})
        return [item for item in items if chosen.person.id in attendees(item, party, tracks)]
    if chosen.track:
        return [item for item in items if item.track in {"", chosen.track}]
    return items
