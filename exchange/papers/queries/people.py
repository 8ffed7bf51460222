"""What papers say of the people of a visit, and of what was before."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from exchange.delegations.models import Visit, VisitMember
from exchange.delegations.queries.wholes import tied_visit
from exchange.delegations.rules import STOPPED
from exchange.gifts.models import Gift
from exchange.gifts.queries.gifts import gifts_of_partner, gifts_of_visit
from exchange.itineraries.queries import items_of, people_for
from exchange.letters.queries import letters_of_visit
from exchange.papers.briefing import Before
from exchange.papers.thanks import Met
from exchange.people.models import Post
from exchange.promises.queries import open_promises


def listed_members(session: Session, visit_id: UUID) -> Sequence[VisitMember]:
    """Return the present members in their order, with whom each accompanies."""
    return session.scalars(
        select(VisitMember)
        .where(VisitMember.visit_id == visit_id, VisitMember.ended_at.is_(None))
        .options(
            joinedload(VisitMember.person),
            joinedload(VisitMember.companion_of).joinedload(VisitMember.person),
        )
        .order_by(VisitMember.precedence, VisitMember.id)
    ).all()


def before_of(session: Session, visit: Visit, members: Sequence[VisitMember]) -> Before:
    """Return what is on record of a visit's members and of its partners."""
    people = [member.person_id for member in members]
    partners = [partner.id for partner in visit.partners]
    return Before(
        visits=_earlier_visits(session, visit, people),
        gifts=_gifts(session, people),
        posts=_posts(session, people),
        city_gifts=gifts_of_partner(session, partners[0]),
        promises=open_promises(session, partners),
    )


def met_at(session: Session, visit_id: UUID) -> Met:
    """Return whom a visit brought together, and its letters; raises NotFoundError."""
    visit = tied_visit(session, visit_id)
    members = listed_members(session, visit.id)
    ours = {member.person_id for member in members}
    named = [person for person in people_for(session, visit.id) if person.id not in ours]
    partners = {partner.id for partner in visit.partners}
    held = _posts(session, [*ours, *(person.id for person in named)])
    posts = {
        key: post
        for key, found in held.items()
        for post in found
        if post.partner_id in partners and post.ends is None
    }
    return Met(
        visit=visit,
        members=members,
        items=items_of(session, visit.id),
        named=named,
        posts=posts,
        gifts=gifts_of_visit(session, visit.id),
        letters=letters_of_visit(session, visit.id),
    )


def _earlier_visits(
    session: Session, visit: Visit, people: Sequence[UUID]
) -> Mapping[UUID, Sequence[Visit]]:
    rows = session.scalars(
        select(VisitMember)
        .join(VisitMember.visit)
        .where(
            VisitMember.person_id.in_(people),
            VisitMember.ended_at.is_(None),
            VisitMember.visit_id != visit.id,
            Visit.starts < visit.starts,
            Visit.state.not_in(STOPPED),
        )
        .options(contains_eager(VisitMember.visit))
        .order_by(Visit.starts.desc(), Visit.id)
    )
    found: dict[UUID, list[Visit]] = {}
    for row in rows:
        found.setdefault(row.person_id, []).append(row.visit)
    return found


def _gifts(session: Session, people: Sequence[UUID]) -> Mapping[UUID, Sequence[Gift]]:
    rows = session.scalars(
        select(Gift)
        .where(
            or_(Gift.giver_id.in_(people), Gift.recipient_id.in_(people)), Gift.ended_at.is_(None)
        )
        .order_by(Gift.day.desc(), Gift.id.desc())
    )
    found: dict[UUID | None, list[Gift]] = {}
    for row in rows:
        for key in dict.fromkeys((row.giver_id, row.recipient_id)):
            if key in people:
                found.setdefault(key, []).append(row)
    return {key: gifts for key, gifts in found.items() if key}


def _posts(session: Session, people: Sequence[UUID]) -> Mapping[UUID, Sequence[Post]]:
    rows = session.scalars(
        select(Post)
        .where(Post.person_id.in_(people))
        .order_by(Post.begins.desc().nulls_last(), Post.id)
    )
    found: dict[UUID, list[Post]] = {}
    for row in rows:
        found.setdefault(row.person_id, []).append(row)
    return found
