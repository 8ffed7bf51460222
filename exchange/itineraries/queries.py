"""Items as a visit's page, the calendar and the server's start need them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from exchange.core.errors import NotFoundError
from exchange.delegations.queries import members_of, visits_with, with_partners
from exchange.itineraries.models import ItemPerson, ItineraryItem, ToldCity
from exchange.people.models import Person

#: A wall-clock day can begin this much before or after its UTC day.
_WIDEST_SHIFT: Final = timedelta(hours=14)


def items_between(
    session: Session, *, first: date, last: date, partners: Iterable[str] = ()
) -> Sequence[ItineraryItem]:
    """Return the items near the days from `first` to `last` with their visits, in true order."""
    early = datetime.combine(first, time.min, tzinfo=UTC) - _WIDEST_SHIFT
    late = datetime.combine(last, time.max, tzinfo=UTC) + _WIDEST_SHIFT
    statement = select(ItineraryItem).where(
        ItineraryItem.ended_at.is_(None),
        ItineraryItem.starts_at <= late,
        ItineraryItem.ends_at >= early,
    )
    if wanted := set(partners):
        statement = statement.where(ItineraryItem.visit_id.in_(visits_with(wanted)))
    with_visit = selectinload(ItineraryItem.visit).options(with_partners())
    ordered = statement.options(with_visit).order_by(ItineraryItem.starts_at, ItineraryItem.id)
    return session.scalars(ordered).all()


def items_of(session: Session, visit_id: UUID) -> Sequence[ItineraryItem]:
    """Return a visit's items in true order, whatever the clocks show."""
    return session.scalars(
        select(ItineraryItem)
        .where(ItineraryItem.visit_id == visit_id, ItineraryItem.ended_at.is_(None))
        .options(selectinload(ItineraryItem.named))
        .order_by(
            ItineraryItem.starts_at, ItineraryItem.ends_at, ItineraryItem.track, ItineraryItem.id
        )
    ).all()


def present_items(session: Session) -> Sequence[ItineraryItem]:
    """Return every visit's items."""
    return session.scalars(
        select(ItineraryItem).where(ItineraryItem.ended_at.is_(None)).order_by(ItineraryItem.id)
    ).all()


def item_by_id(session: Session, visit_id: UUID, key: UUID) -> ItineraryItem:
    """Return an item of this visit; raises NotFoundError."""
    found = session.scalar(
        select(ItineraryItem)
        .where(
            ItineraryItem.id == key,
            ItineraryItem.visit_id == visit_id,
            ItineraryItem.ended_at.is_(None),
        )
        .options(selectinload(ItineraryItem.named))
    )
    if found is None:
        raise NotFoundError
    return found


def people_for(session: Session, visit_id: UUID) -> Sequence[Person]:
    """Return who can be named for an item: the members, then whoever is named for another one."""
    members = [member.person for member in members_of(session, visit_id)]
    named = (
        select(ItemPerson.person_id)
        .join(ItineraryItem, ItineraryItem.id == ItemPerson.item_id)
        .where(ItineraryItem.visit_id == visit_id, ItineraryItem.ended_at.is_(None))
    )
    others = (
        select(Person)
        .where(Person.id.in_(named), Person.id.not_in([person.id for person in members]))
        .order_by(Person.sort_key, Person.id)
    )
    return [*members, *session.scalars(others)]


def told_cities(session: Session) -> Mapping[str, str]:
    """Return the zones of cities somebody has told, by key."""
    rows = session.execute(select(ToldCity.key, ToldCity.zone).order_by(ToldCity.key))
    return {key: zone for key, zone in rows}
