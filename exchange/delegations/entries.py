"""Visits and itinerary items on the calendar."""

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
    EntryState,
    entry_uid,
)
from exchange.core.messages import label, message
from exchange.core.translate import translate
from exchange.delegations.clocks import cities_of, city_name, clock_elsewhere
from exchange.delegations.enums import VisitState
from exchange.delegations.models import ItineraryItem, Visit
from exchange.delegations.queries import items_between, items_of, visits_between
from exchange.delegations.services.visits import TOPIC

_STATES: Final = {
    VisitState.DRAFT: EntryState.TENTATIVE,
    VisitState.PLANNED: EntryState.TENTATIVE,
    VisitState.APPROVED: EntryState.TENTATIVE,
    VisitState.CONFIRMED: EntryState.CONFIRMED,
    VisitState.UNDER_WAY: EntryState.CONFIRMED,
    VisitState.CLOSED: EntryState.CONFIRMED,
    VisitState.POSTPONED: EntryState.TENTATIVE,
    VisitState.CANCELLED: EntryState.CANCELLED,
}


def find_entries(session: Session, query: EntryQuery) -> Sequence[CalendarEntry]:
    """Return visits as spans of days and, for those who may see who is where, their items.

    The public sees published visits only, and of them title, days, partners and direction.
    """
    staff = query.audience is Audience.STAFF and _may(query, "visits:read")
    visits = visits_between(
        session,
        first=query.first,
        last=query.last,
        partners=query.partners,
        published_only=not staff,
    )
    spans = [visit_entry(visit, query.language) for visit in visits]
    if not staff:
        return [replace(span, path=None, stage=None) for span in spans]
    if not _may(query, "itinerary:read"):
        return spans
    items = items_between(session, first=query.first, last=query.last, partners=query.partners)
    return [*spans, *(item_entry(item, item.visit, query.language) for item in items)]


def itinerary_entries(session: Session, visit: Visit, language: str) -> Sequence[CalendarEntry]:
    """Return a visit and all its items, for its own file; the visit comes with its partners."""
    items = items_of(session, visit.id)
    return [visit_entry(visit, language), *(item_entry(item, visit, language) for item in items)]


def visit_entry(visit: Visit, language: str) -> CalendarEntry:
    """Return a visit as whole days."""
    title, tag = visit.title.get_in(language)
    if visit.state is VisitState.POSTPONED:
        title = translate(message("delegations.entry.postponed", title=title), language)
    partners = [partner.names.in_language(language) for partner in visit.partners]
    return CalendarEntry(
        uid=entry_uid(EntryKind.VISIT, visit.id),
        kind=EntryKind.VISIT,
        audience=Audience.STAFF if visit.published_at is None else Audience.PUBLIC,
        title=title,
        language=tag,
        starts=visit.starts,
        ends=visit.ends,
        text="\n".join([translate(label(visit.direction), language), *partners]),
        categories=(translate(label(visit.direction), language),),
        path=f"/delegations/{visit.id}/",
        partners=tuple(partner.slug for partner in visit.partners),
        state=_STATES[visit.state],
        stage=label(visit.state),
        is_demo=visit.is_demo,
        sequence=visit.version - 1,
        last_modified=visit.updated_at,
    )


def item_entry(item: ItineraryItem, visit: Visit, language: str) -> CalendarEntry:
    """Return an item at the clocks of its places; staff only."""
    title, tag = item.title.get_in(language)
    cities = cities_of(visit.partners)
    there = clock_elsewhere(item.start, cities)
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
        state=_STATES[visit.state],
        stage=label(visit.state),
        city=city_name(item.start.zone, language, cities),
        elsewhere=(there.local, city_name(there.zone, language, cities)) if there else None,
        is_demo=item.is_demo,
        # What moves the visit moves its items: a cancelled visit cancels them.
        sequence=item.version + visit.version - 2,
        last_modified=max(item.updated_at, visit.updated_at),
    )


def _may(query: EntryQuery, permission: str) -> bool:
    return query.actor is not None and query.actor.may(permission)


#: What app.py lists.
SOURCE: Final = EntrySource(topics=(TOPIC,), find=find_entries)
