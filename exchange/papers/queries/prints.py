"""What was printed of a visit, and what was done to it since."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from exchange.audit.models import AuditLine, AuditValue
from exchange.delegations.models import VisitMember
from exchange.gifts.enums import GiftDirection
from exchange.gifts.models import Gift
from exchange.itineraries.models import ItemPerson, ItineraryItem, TrackPerson
from exchange.letters.enums import LetterDirection, LetterKind
from exchange.letters.models import Letter
from exchange.papers.reprinting import OF_SOMEBODY_NAMED, Deed

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


def thanked_since(session: Session, visit_id: UUID, since: datetime) -> Sequence[Deed]:
    """Return what was done after an instant to what a visit brought us and our letters for it."""
    gifts = select(Gift.id).where(
        Gift.visit_id == visit_id, Gift.direction == GiftDirection.RECEIVED
    )
    letters = select(Letter.id).where(
        Letter.visit_id == visit_id,
        Letter.direction == LetterDirection.OUT,
        Letter.kind == LetterKind.THANKS,
    )
    of_gift = and_(AuditLine.subject_kind == "gift", AuditLine.subject_id.in_(gifts))
    of_letter = and_(AuditLine.subject_kind == "letter", AuditLine.subject_id.in_(letters))
    rows = session.execute(
        select(AuditLine.at, AuditLine.act, AuditLine.fields)
        .where(or_(of_gift, of_letter), AuditLine.at > since)
        .order_by(AuditLine.at, AuditLine.id)
    )
    return [(at, act, fields) for at, act, fields in rows]
