"""Visits that a lower room's form can link; whom a visit that is called off has to do with."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from exchange.agreements.enums import PartyRole
from exchange.celebrations.enums import CelebrationState
from exchange.celebrations.queries import celebrations_of_visit
from exchange.core import clock
from exchange.core.belongings import Belonging, Item
from exchange.core.messages import label, message
from exchange.core.offers import Linkable, LinkSource, LooseEnds, Official, OpenEnd, Subject, ToTell
from exchange.core.permissions import Actor
from exchange.delegations.enums import VisitState
from exchange.delegations.models import Visit
from exchange.delegations.queries import members_of, visits_of_partner
from exchange.delegations.queries.wholes import tied_visit
from exchange.delegations.services.visits import TOPIC
from exchange.partners.models import Partner
from exchange.people.enums import PostKind, PostStanding
from exchange.people.queries import posts_of_partner
from exchange.people.rules import standing

_SHOWN: Final = 100
_OVER: Final = frozenset({CelebrationState.HELD, CelebrationState.CANCELLED})
#: Who of a partner is written to when something changes; its head is told by them.
_CALLED: Final = frozenset({PostKind.CONTACT, PostKind.OFFICIAL})


def find_visits(session: Session, *, partner_id: UUID, actor: Actor) -> Sequence[Linkable]:
    """Return a partner's visits, for those who read visits."""
    if not actor.may("visits:read"):
        return ()
    found = visits_of_partner(session, partner_id, published_only=False, limit=_SHOWN)
    return [
        Linkable(
            id=visit.id,
            title=visit.title,
            starts=visit.starts,
            ends=visit.ends,
            path=f"/delegations/{visit.id}/",
            state=label(visit.state),
        )
        for visit in found
    ]


def loose_ends(session: Session, *, visit_id: UUID, actor: Actor) -> LooseEnds:
    """Return the celebrations a visit belongs to; its partners' contacts, hosts and members."""
    visit = tied_visit(session, visit_id)
    celebrations = celebrations_of_visit(session, visit_id)
    named = actor.may("members:read")
    return LooseEnds(
        open=[
            OpenEnd(message("delegations.loose.celebration"), one.title, f"/celebrations/{one.id}/")
            for one in celebrations
            if one.state not in _OVER and actor.may("celebrations:read")
        ],
        tell=[
            *(party for one in visit.partners for party in _of_partner(session, one, named=named)),
            *_hosts(visit),
            *(_members(session, visit_id) if named else ()),
        ],
    )


def _of_partner(session: Session, partner: Partner, *, named: bool) -> Sequence[ToTell]:
    """Return who of a partner is written to, or the partner itself where nobody is on file."""
    kind, today = message("delegations.loose.partner"), clock.today()
    found = [
        ToTell(kind, post.person.name.written, str(post.id), post.contact)
        for post in (posts_of_partner(session, partner.id) if named else ())
        if post.kind in _CALLED and standing(post, today=today) is PostStanding.PRESENT
    ]
    return found or [ToTell(kind, partner.names, str(partner.id))]


def _hosts(visit: Visit) -> Iterator[ToTell]:
    """Return who hosts with us; the partners are told by their contacts, we know."""
    kind = message("delegations.show.hosts")
    for party in visit.parties:
        if party.role is PartyRole.CO_PARTY:
            yield ToTell(kind, party.names, str(party.id))
    if visit.hosts:
        yield ToTell(kind, visit.hosts, visit.hosts)


def _members(session: Session, visit_id: UUID) -> Sequence[ToTell]:
    """Return the members by where they belong; each alone where that is not on file."""
    kind = message("delegations.loose.members")
    people = [member.person for member in members_of(session, visit_id)]
    alone = [person for person in people if not person.affiliation]
    bodies = sorted((one for one in people if one.affiliation), key=lambda one: one.affiliation)
    return [
        *(
            ToTell(
                kind, body, body, "、".join(one.name.written or one.name.passport for one in them)
            )
            for body, them in groupby(bodies, key=lambda one: one.affiliation)
        ),
        *(ToTell(kind, one.name.written or one.name.passport, str(one.id)) for one in alone),
    ]


#: What `exchange.rooms` lists.
VISITS_TO_LINK: Final = LinkSource("visit", find_visits)


def official(session: Session, before: date) -> Sequence[Official]:
    """Return the visits that were over before a day, held or not, the oldest first."""
    rows = session.scalars(
        select(Visit)
        .where(Visit.ends < before, Visit.state.in_((VisitState.CLOSED, VisitState.CANCELLED)))
        .order_by(Visit.ends, Visit.id)
    )
    return [
        Official(Subject("visit", row.id), row.title, row.ends, f"/delegations/{row.id}/")
        for row in rows
    ]


def _item(visit: Visit) -> Item:
    return Item(
        subject=Subject("visit", visit.id),
        title=visit.title,
        state=label(visit.state),
        due=visit.starts,
        path=f"/delegations/{visit.id}/",
        partners=tuple(link.partner_id for link in visit.links),
    )


BELONGING: Final = Belonging(
    kind="visit",
    table=Visit,
    owner=Visit.owner_id,
    is_open=Visit.state.not_in((VisitState.CLOSED, VisitState.CANCELLED)),
    permission="visits:edit",
    act="visits.hand_over",
    describe=_item,
    topic=TOPIC,
    options=(selectinload(Visit.links),),
)
