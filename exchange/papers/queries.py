"""What was printed of a visit and done to it since, what papers say of people and occasions."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session, aliased, contains_eager, joinedload

from exchange.audit.models import AuditLine, AuditValue
from exchange.core.errors import NotFoundError
from exchange.delegations.models import Visit, VisitMember
from exchange.delegations.queries import visits_with
from exchange.delegations.queries.wholes import tied_visit
from exchange.delegations.rules import STOPPED
from exchange.gifts.models import Gift
from exchange.gifts.queries.gifts import gifts_of_partner, gifts_of_visit
from exchange.itineraries.models import ItemPerson, ItineraryItem, TrackPerson
from exchange.itineraries.queries import items_of, people_for
from exchange.letters.queries import letters_of_visit
from exchange.papers.briefing import Before
from exchange.papers.enums import Occasion
from exchange.papers.models import Ceremony, PressRelease, Speech, UsualSteps
from exchange.papers.reprinting import OF_SOMEBODY_NAMED, Deed
from exchange.papers.thanks import Met
from exchange.people.models import Post
from exchange.promises.queries import open_promises

#: The act of printing, as the audit has it.
PRINTED: Final = "papers.print"


def last_prints(session: Session, visit_id: UUID) -> Mapping[str, tuple[datetime, str]]:
    """Return when each paper of a visit was last printed, and by whom, by the paper's name."""
    paper = aliased(AuditValue)
    rows = session.execute(
        select(paper.new, AuditLine.at, AuditLine.actor_name)
        .join(paper, paper.line_id == AuditLine.id)
        .where(
            AuditLine.subject_kind == "visit",
            AuditLine.subject_id == visit_id,
            AuditLine.act == PRINTED,
            paper.field == "paper",
        )
        .order_by(AuditLine.at, AuditLine.id)
    )
    return {str(name): (at, by) for name, at, by in rows}


def times_printed(session: Session, visit_id: UUID, name: str) -> int:
    """Return how often a paper of a visit has been printed."""
    counted = (
        select(func.count())
        .select_from(AuditLine)
        .join(AuditValue, AuditValue.line_id == AuditLine.id)
        .where(
            AuditLine.subject_kind == "visit",
            AuditLine.subject_id == visit_id,
            AuditLine.act == PRINTED,
            AuditValue.field == "paper",
            AuditValue.new == name,
        )
    )
    return session.scalars(counted).one()


def acts_since(session: Session, visit_id: UUID, since: datetime) -> Sequence[Deed]:
    """Return what was done after an instant to a visit and to its present members' records."""
    present = select(VisitMember.person_id).where(
        VisitMember.visit_id == visit_id, VisitMember.ended_at.is_(None)
    )
    of_visit = and_(AuditLine.subject_kind == "visit", AuditLine.subject_id == visit_id)
    of_person = and_(AuditLine.subject_kind == "person", AuditLine.subject_id.in_(present))
    rows = session.execute(
        select(AuditLine.at, AuditLine.act, AuditLine.fields)
        .where(or_(of_visit, of_person), AuditLine.at > since, AuditLine.act != PRINTED)
        .order_by(AuditLine.at, AuditLine.id)
    )
    return [(at, act, fields) for at, act, fields in rows]


def corrected_since(session: Session, visit_id: UUID, since: datetime) -> Sequence[Deed]:
    """Return what was corrected after an instant of the people a visit's programme names."""
    named = (
        select(ItemPerson.person_id)
        .join(ItineraryItem, ItineraryItem.id == ItemPerson.item_id)
        .where(ItineraryItem.visit_id == visit_id, ItineraryItem.ended_at.is_(None))
        .union(select(TrackPerson.person_id).where(TrackPerson.visit_id == visit_id))
    )
    rows = session.execute(
        select(AuditLine.at, AuditLine.fields)
        .where(
            AuditLine.subject_kind == "person",
            AuditLine.subject_id.in_(named),
            AuditLine.at > since,
            AuditLine.act == "people.correct",
        )
        .order_by(AuditLine.at, AuditLine.id)
    )
    return [(at, OF_SOMEBODY_NAMED, fields) for at, fields in rows]


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


def ceremony_of(session: Session, item_id: UUID) -> Ceremony | None:
    """Return the order of an item; None where nobody wrote one."""
    return session.scalar(select(Ceremony).where(Ceremony.item_id == item_id))


def ceremonies_of(session: Session, visit_id: UUID) -> Mapping[UUID, Ceremony]:
    """Return the orders of a visit's items, by item."""
    rows = session.scalars(
        select(Ceremony)
        .join(ItineraryItem, ItineraryItem.id == Ceremony.item_id)
        .where(ItineraryItem.visit_id == visit_id, ItineraryItem.ended_at.is_(None))
        .order_by(Ceremony.id)
    )
    return {row.item_id: row for row in rows}


def usual_steps_of(session: Session, occasion: Occasion) -> UsualSteps | None:
    """Return the steps the division offers for an occasion; None where it stated none."""
    return session.scalar(select(UsualSteps).where(UsualSteps.occasion == occasion))


def speeches_of(session: Session, visit_id: UUID) -> Sequence[Speech]:
    """Return a visit's speeches with their items, in the order in which they were written."""
    return session.scalars(
        select(Speech)
        .where(Speech.visit_id == visit_id, Speech.ended_at.is_(None))
        .options(joinedload(Speech.item))
        .order_by(Speech.id)
    ).all()


def speech_by_id(session: Session, visit_id: UUID, key: UUID) -> Speech:
    """Return a speech of this visit with its item; raises NotFoundError."""
    found = session.scalar(
        select(Speech)
        .where(Speech.id == key, Speech.visit_id == visit_id, Speech.ended_at.is_(None))
        .options(joinedload(Speech.item))
    )
    if found is None:
        raise NotFoundError
    return found


def last_speech(session: Session, visit: Visit, occasion: Occasion) -> Speech | None:
    """Return the last speech given on such an occasion with any of a visit's partners."""
    return session.scalar(
        select(Speech)
        .join(Speech.visit)
        .where(
            Speech.occasion == occasion,
            Speech.ended_at.is_(None),
            Speech.visit_id != visit.id,
            Visit.id.in_(visits_with({partner.slug for partner in visit.partners})),
            Visit.starts <= visit.starts,
            Visit.state.not_in(STOPPED),
        )
        .options(contains_eager(Speech.visit))
        .order_by(Visit.starts.desc(), Speech.id.desc())
        .limit(1)
    )


def press_release_of(session: Session, visit_id: UUID) -> PressRelease | None:
    """Return the press release of a visit; None where nobody wrote one."""
    return session.scalar(select(PressRelease).where(PressRelease.visit_id == visit_id))


def last_contact(session: Session) -> str:
    """Return whom the press was last told to ask; nothing before the first release."""
    found = session.scalar(
        select(PressRelease.contact)
        .order_by(PressRelease.updated_at.desc(), PressRelease.id.desc())
        .limit(1)
    )
    return found or ""
