"""Items of itineraries on the calendar."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from sqlalchemy.orm import Session

from exchange.core.entries import (
    Audience,
    CalendarEntry,
    EntryKind,
    EntryQuery,
    EntrySource,
    entry_uid,
)
from exchange.core.messages import label
from exchange.delegations.entries import STATES, visit_entry
from exchange.delegations.models import Visit
from exchange.delegations.queries.published import VisitShown
from exchange.delegations.services.visits import TOPIC
from exchange.itineraries.clocks import cities_of, city_name, clock_elsewhere
from exchange.itineraries.models import ItineraryItem
from exchange.itineraries.queries import ItemShown, items_between, items_shown


def find_entries(session: Session, query: EntryQuery) -> Sequence[CalendarEntry]:
    """Return the items of visits, for those who may see who is where."""
    if not query.is_of_staff("itinerary:read"):
        return ()
    items = items_between(session, first=query.first, last=query.last, partners=query.partners)
    return [item_entry(item, item.visit, query.language) for item in items]


def itinerary_entries(
    session: Session, visit: VisitShown, language: str
) -> Sequence[CalendarEntry]:
    """Return a visit and all its items, for its own file."""
    items = items_shown(session, visit.id)
    return [visit_entry(visit, language), *(_item_entry(item, visit, language) for item in items)]


def item_entry(item: ItineraryItem, visit: Visit, language: str) -> CalendarEntry:
    """Return an item at the clocks of its places, with what pages tell beside: staff only."""
    cities = cities_of(visit.partners)
    there = clock_elsewhere(item.start, cities)
    return replace(
        _item_entry(item, visit, language),
        city=city_name(item.start.zone, language, cities),
        elsewhere=(there.local, city_name(there.zone, language, cities)) if there else None,
    )


def _item_entry(
    item: ItineraryItem | ItemShown, visit: Visit | VisitShown, language: str
) -> CalendarEntry:
    """Return what a calendar program is told of an item."""
    title, tag = item.title.get_in(language)
    return CalendarEntry(
        uid=entry_uid(EntryKind.ITINERARY, item.id),
        kind=EntryKind.ITINERARY,
        audience=Audience.STAFF,
        title=title,
        language=tag,
        starts=item.start.local,
        ends=item.end.local,
        text="\n".join(filter(None, [visit.title.in_language(language), item.track])),
        place=item.place,
        categories=(item.track,) if item.track else (),
        path=f"/delegations/{visit.id}/#itinerary",
        partners=tuple(partner.slug for partner in visit.partners),
        state=STATES[visit.state],
        stage=label(visit.state),
        is_demo=item.is_demo,
        # What moves the visit moves its items: a cancelled visit cancels them.
        sequence=item.version + visit.version - 2,
        last_modified=max(item.updated_at, visit.updated_at),
    )


#: What `exchange.rooms` lists; what moves a visit moves its items.
SOURCE: Final = EntrySource(topics=(TOPIC,), find=find_entries)
