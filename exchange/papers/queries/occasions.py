"""What is written for the occasions of a visit."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager, joinedload

from exchange.core.errors import NotFoundError
from exchange.delegations.models import Visit
from exchange.delegations.queries import visits_with
from exchange.delegations.rules import STOPPED
from exchange.itineraries.models import ItineraryItem
from exchange.papers.enums import Occasion
from exchange.papers.models import Ceremony, PressRelease, Speech, UsualSteps


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
