"""What rooms offer to each other's pages, as `exchange.rooms` lists it."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from flask import current_app, request

from exchange.core.belongings import EndAhead, EndSource
from exchange.core.entries import Audience, CalendarEntry, EntryQuery, EntrySource
from exchange.core.erasures import Hindrance, Part
from exchange.core.errors import NotFoundError
from exchange.core.naming import Kinds, Named, names_of
from exchange.core.offers import (
    Copier,
    EventFinder,
    FollowSource,
    HitSource,
    Linkable,
    LinkSource,
    LooseEndFinder,
    LooseEnds,
    OfficialFinder,
    Origin,
    Panel,
    PanelSource,
    PrintFinder,
    RemainderFinder,
    Remaining,
    Retention,
    Subject,
    VisitEvent,
    each_once,
)
from exchange.web.access import actor, signed_in
from exchange.web.transactions import session


@dataclass(frozen=True, slots=True)
class Offers:
    """The lists of `exchange.rooms`."""

    entries: tuple[EntrySource, ...]
    panels: tuple[PanelSource, ...]
    hits: tuple[HitSource, ...]
    links: tuple[LinkSource, ...]
    events: tuple[EventFinder, ...] = ()
    followers: tuple[FollowSource, ...] = ()
    loose_ends: tuple[LooseEndFinder, ...] = ()
    remainders: tuple[RemainderFinder, ...] = ()
    parts: tuple[Part, ...] = ()
    hindrances: tuple[Hindrance, ...] = ()
    retentions: Mapping[str, Retention] = field(default_factory=dict)
    official: tuple[OfficialFinder, ...] = ()
    copiers: tuple[Copier, ...] = ()
    prints: tuple[PrintFinder, ...] = ()
    origins: Mapping[str, Origin] = field(default_factory=dict)
    end: EndSource | None = None
    kinds: Kinds = field(default_factory=dict)


def offers() -> Offers:
    """Return what the application's rooms offer."""
    found: Offers = current_app.extensions["offers"]
    return found


def entries_for(query: EntryQuery) -> Iterator[CalendarEntry]:
    """Yield the calendar entries of every room within a query, room by room."""
    for source in offers().entries:
        yield from source.find(session(), query)


def panels_for(subject: Subject) -> Sequence[Panel]:
    """Return the panels higher rooms show on a subject's page, in order, for who asks."""
    who = actor()
    staff = who is not None and who.school_id is None
    found = (
        panel
        for source in offers().panels
        for panel in source(session(), subject=subject, actor=who)
        if staff or panel.audience is Audience.PUBLIC
    )
    return sorted(found, key=lambda panel: (panel.order, panel.id))


def linkable(partner_id: UUID) -> Mapping[str, Sequence[Linkable]]:
    """Return what higher rooms offer to link with something of a partner, by kind."""
    who = signed_in()
    return {
        source.kind: source.find(session(), partner_id=partner_id, actor=who)
        for source in offers().links
    }


def events_of(visit_id: UUID) -> Sequence[VisitEvent]:
    """Return what higher rooms have on a visit's programme."""
    return [event for source in offers().events for event in source(session(), visit_id=visit_id)]


def tie_origin(visit_id: UUID) -> None:
    """Tie a new visit to what the address of its form names; raises NotFoundError, DomainError."""
    for kind, tie in offers().origins.items():
        if text := request.args.get(kind, ""):
            tie(session(), actor=signed_in(), key=_key(text), visit_id=visit_id)


def _key(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise NotFoundError from error


def end_account_of(user_id: UUID, version: int) -> int:
    """End an account, unless something open is its person's; return how many things are."""
    return _end().end(session(), actor=signed_in(), user_id=user_id, version=version)


def end_ahead_of(user_id: UUID) -> EndAhead:
    """Return what the end of an account would mean."""
    return _end().find(session(), user_id=user_id)


def _end() -> EndSource:
    found = offers().end
    assert found is not None, "some room ends accounts"
    return found


def named(subjects: Collection[Subject]) -> Mapping[Subject, Named]:
    """Return what some subjects are called, as far as who asks may see it."""
    return names_of(session(), offers().kinds, subjects, actor=signed_in())


def printed_papers(visit_id: UUID) -> Collection[str]:
    """Return the names of a visit's papers that were ever printed."""
    return {name for find in offers().prints for name in find(session(), visit_id=visit_id)}


def loose_ends_of(visit_id: UUID) -> LooseEnds:
    """Return what a visit that is put off or called off leaves behind, room by room."""
    who = signed_in()
    found = [find(session(), visit_id=visit_id, actor=who) for find in offers().loose_ends]
    return LooseEnds(
        costs=[cost for each in found for cost in each.costs],
        open=[end for each in found for end in each.open],
        tell=each_once(party for each in found for party in each.tell),
    )


def remaining_of(fiscal_year: int) -> Sequence[Remaining]:
    """Return what the rooms still have open of a fiscal year."""
    who = signed_in()
    return [
        found
        for source in offers().remainders
        for found in source(session(), fiscal_year=fiscal_year, actor=who)
    ]
