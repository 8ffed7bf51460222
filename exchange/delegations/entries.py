"""Visits on the calendar."""

from collections.abc import Hashable, Sequence
from dataclasses import replace
from typing import Final

from sqlalchemy.orm import Session

from exchange.core.database.facts import MadeOf
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
from exchange.delegations.enums import VisitState
from exchange.delegations.models import Visit
from exchange.delegations.queries import visits_between
from exchange.delegations.queries.published import (
    VisitFacts,
    VisitShown,
    facts_of_published,
    published_visits,
)
from exchange.delegations.services.visits import TOPIC

#: How a state shows in calendars.
STATES: Final = {
    VisitState.DRAFT: EntryState.TENTATIVE,
    VisitState.PLANNED: EntryState.TENTATIVE,
    VisitState.APPROVED: EntryState.TENTATIVE,
    VisitState.CONFIRMED: EntryState.CONFIRMED,
    VisitState.UNDER_WAY: EntryState.CONFIRMED,
    VisitState.CLOSED: EntryState.CONFIRMED,
    VisitState.POSTPONED: EntryState.TENTATIVE,
    VisitState.CANCELLED: EntryState.CANCELLED,
}

#: Public entries by language and the facts they were made of.
_MADE: Final = MadeOf[tuple[str, Hashable], VisitFacts, CalendarEntry](most=16384)


def find_entries(session: Session, query: EntryQuery) -> Sequence[CalendarEntry]:
    """Return visits as spans of days.

    The public sees published visits only, and of them title, days, partners and direction.
    """
    if not query.is_of_staff("visits:read"):
        return _published(session, query)
    visits = visits_between(session, first=query.first, last=query.last, partners=query.partners)
    return [visit_entry(visit, query.language) for visit in visits]


def _published(session: Session, query: EntryQuery) -> Sequence[CalendarEntry]:
    """Return what the public sees; a visit whose facts are known has the entry made of them."""
    found = facts_of_published(session, first=query.first, last=query.last, partners=query.partners)
    facts = {(query.language, key): told for key, told in found.items()}
    entries = _MADE.known(facts)
    if len(entries) == len(facts):
        return list(entries.values())
    missing = [key for _, key in facts if (query.language, key) not in entries]
    new = {
        (query.language, key): replace(visit_entry(visit, query.language), path=None, stage=None)
        for key, visit in published_visits(session, missing).items()
    }
    _MADE.keep({key: (facts[key], entry) for key, entry in new.items()})
    return [entry for key in facts if (entry := entries.get(key) or new.get(key))]


def visit_entry(visit: Visit | VisitShown, language: str) -> CalendarEntry:
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
        state=STATES[visit.state],
        stage=label(visit.state),
        is_demo=visit.is_demo,
        sequence=visit.version - 1,
        last_modified=visit.updated_at,
    )


#: What `exchange.rooms` lists.
SOURCE: Final = EntrySource(topics=(TOPIC,), find=find_entries)
