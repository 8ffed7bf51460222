"""Gather what the clash rules look at, in as many statements for forty items as for four."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.closures.queries import all_holidays, avoided_days
from exchange.closures.rules import HOME, closed_days_at, days_of
from exchange.core.database import Localized
from exchange.core.languages import OFFICE_ZONE
from exchange.delegations.models import Visit
from exchange.delegations.queries import members_of
from exchange.itineraries.attendance import attendees
from exchange.itineraries.clashes import Facts, Finding, Side, Slot, find_clashes
from exchange.itineraries.clocks import OFFICE_CITY
from exchange.itineraries.models import ItineraryItem
from exchange.itineraries.queries import (
    items_at_once,
    items_of,
    parties_of,
    people_for,
    tracks_of,
    transfers_of,
)


def check_visit(session: Session, visit: Visit) -> Sequence[Finding]:
    """Return what is found on a visit's programme; the visit comes with its partners."""
    items = items_of(session, visit.id)
    if not items:
        return ()
    return find_clashes(_facts(session, visit, items))


def _facts(session: Session, visit: Visit, items: Sequence[ItineraryItem]) -> Facts:
    members = members_of(session, visit.id)
    people = people_for(session, visit.id)
    tracks = tracks_of(session, [visit.id]).get(visit.id, {})
    party = [member.person_id for member in members]
    return Facts(
        slots=[_slot(item, visit, attendees(item, party, tracks)) for item in items],
        others=_elsewhere(session, visit, items, {*party, *(person.id for person in people)}),
        names={person.id: person.name.written for person in people},
        diets={member.person_id: member.diet for member in members if member.diet},
        sides=_sides(session, visit, items),
        transfers=transfers_of(session, visit.id),
    )


def _elsewhere(
    session: Session, visit: Visit, items: Sequence[ItineraryItem], people: Iterable[UUID]
) -> Sequence[Slot]:
    """Return what these people may have to attend of other visits at the same time."""
    span = min(item.starts_at for item in items), max(item.ends_at for item in items)
    found = items_at_once(session, visit, span, people)
    visits = {item.visit_id for item in found}
    parties, tracks = parties_of(session, visits), tracks_of(session, visits)
    return [
        _slot(
            item,
            item.visit,
            attendees(item, parties.get(item.visit_id, ()), tracks.get(item.visit_id, {})),
        )
        for item in found
    ]


def _slot(item: ItineraryItem, visit: Visit, people: frozenset[UUID]) -> Slot:
    return Slot(
        key=item.id,
        visit_id=item.visit_id,
        visit_title=visit.title,
        title=item.title,
        start=item.start,
        end=item.end,
        track=item.track,
        place=item.place,
        end_place=item.end_place,
        interpreter=item.interpreter,
        vehicle=item.vehicle,
        set_meal=item.set_meal,
        people=people,
    )


def _sides(session: Session, visit: Visit, items: Sequence[ItineraryItem]) -> Sequence[Side]:
    """Return the city and the partners with their closed days and the days to avoid."""
    first = min(item.start.day for item in items) - timedelta(days=1)
    last = max(item.start.day for item in items) + timedelta(days=1)
    holidays, avoided = all_holidays(session), avoided_days(session, first, last)
    places = [(HOME, OFFICE_CITY, OFFICE_ZONE.key)]
    places += [(partner.slug, partner.names, partner.zone) for partner in visit.partners]
    found = []
    for place, city, zone in places:
        days: dict[date, list[str | Localized]] = {}
        for closed in closed_days_at(holidays, place, first, last):
            days.setdefault(closed.day, []).append(closed.name)
        for span in avoided:
            if span.place == place:
                for day in days_of(span, first, last):
                    days.setdefault(day, []).append(span.reason)
        found.append(Side(city, zone, days))
    return found
