"""Items as a visit's page, the calendar and the server's start need them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import Select, bindparam, or_, select
from sqlalchemy.orm import Session, contains_eager, defer, joinedload, selectinload

from exchange.core.database import Localized, Order, Page, paginate
from exchange.core.errors import NotFoundError
from exchange.core.walltime import WallTime
from exchange.delegations.models import Visit, VisitMember
from exchange.delegations.queries import members_of, visits_with, with_partners
from exchange.delegations.rules import STOPPED
from exchange.itineraries.models import (
    ItemPerson,
    ItineraryItem,
    PlanVersion,
    PresenceTick,
    ToldCity,
    TrackPerson,
    Transfer,
)
from exchange.people.models import Person

#: The people of a visit's tracks, by name.
Tracks = Mapping[str, Sequence[UUID]]

_TRUE_ORDER: Final = (
    ItineraryItem.starts_at,
    ItineraryItem.ends_at,
    ItineraryItem.track,
    ItineraryItem.id,
)

#: A wall-clock day can begin this much before or after its UTC day.
_WIDEST_SHIFT: Final = timedelta(hours=14)


class ItemShown(NamedTuple):
    """What a calendar shows of an item, as far as it is a column."""

    id: UUID
    version: int
    updated_at: datetime
    track: str
    title: Localized
    place: str
    start_day: date
    start_clock: time
    start_zone: str
    start_fold: int
    end_day: date
    end_clock: time
    end_zone: str
    end_fold: int
    is_demo: bool

    @property
    def start(self) -> WallTime:
        """When it begins, by the clocks there."""
        return WallTime(self.start_day, self.start_clock, self.start_zone, self.start_fold)

    @property
    def end(self) -> WallTime:
        """When it ends, by the clocks there."""
        return WallTime(self.end_day, self.end_clock, self.end_zone, self.end_fold)


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
    found = session.scalars(
        select(ItineraryItem)
        .where(ItineraryItem.visit_id == visit_id, ItineraryItem.ended_at.is_(None))
        # Few people are named for an item: they come with it rather than in a statement more.
        .options(joinedload(ItineraryItem.named))
        .order_by(*_TRUE_ORDER)
    )
    return found.unique().all()


def items_shown(session: Session, visit_id: UUID) -> Sequence[ItemShown]:
    """Return what calendars show of a visit's items, in true order; no object is made of a row."""
    rows = session.execute(_shown(), {"visit_id": visit_id})
    return [ItemShown._make(row) for row in rows]


@cache
def _shown() -> Select[*tuple[Any, ...]]:
    columns = (getattr(ItineraryItem, name) for name in ItemShown._fields)
    return (
        select(*columns)
        .where(ItineraryItem.visit_id == bindparam("visit_id"), ItineraryItem.ended_at.is_(None))
        .order_by(*_TRUE_ORDER)
    )


def ended_keys(session: Session, visit_id: UUID) -> frozenset[UUID]:
    """Return the keys of items that were taken off a visit's programme."""
    gone = select(ItineraryItem.id).where(
        ItineraryItem.visit_id == visit_id, ItineraryItem.ended_at.is_not(None)
    )
    return frozenset(session.scalars(gone))


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


def tracks_of(session: Session, visit_ids: Iterable[UUID]) -> Mapping[UUID, Tracks]:
    """Return the people of visits' tracks, by visit and by name."""
    rows = session.scalars(
        select(TrackPerson)
        .where(TrackPerson.visit_id.in_(list(visit_ids)))
        .order_by(TrackPerson.visit_id, TrackPerson.track, TrackPerson.person_id)
    )
    found: dict[UUID, dict[str, list[UUID]]] = {}
    for row in rows:
        found.setdefault(row.visit_id, {}).setdefault(row.track, []).append(row.person_id)
    return found


def track_names(session: Session, visit_id: UUID) -> Sequence[str]:
    """Return the names of a visit's tracks: of its items, and those somebody was put into."""
    of_items = select(ItineraryItem.track).where(
        ItineraryItem.visit_id == visit_id,
        ItineraryItem.ended_at.is_(None),
        ItineraryItem.track != "",
    )
    of_people = select(TrackPerson.track).where(TrackPerson.visit_id == visit_id)
    return sorted(session.scalars(of_items.union(of_people)))


def items_at_once(
    session: Session, visit: Visit, span: tuple[datetime, datetime], people: Iterable[UUID]
) -> Sequence[ItineraryItem]:
    """Return the items of other visits between two instants that these people may attend."""
    keys = list(people)
    theirs = select(VisitMember.visit_id).where(
        VisitMember.person_id.in_(keys), VisitMember.ended_at.is_(None)
    )
    named = select(ItemPerson.item_id).where(ItemPerson.person_id.in_(keys))
    tracked = select(TrackPerson.visit_id).where(TrackPerson.person_id.in_(keys))
    statement = (
        select(ItineraryItem)
        .join(ItineraryItem.visit)
        .where(
            ItineraryItem.visit_id != visit.id,
            ItineraryItem.ended_at.is_(None),
            ItineraryItem.starts_at <= span[1],
            ItineraryItem.ends_at >= span[0],
            Visit.state.not_in(STOPPED),
            or_(
                ItineraryItem.visit_id.in_(theirs),
                ItineraryItem.visit_id.in_(tracked),
                ItineraryItem.id.in_(named),
            ),
        )
        .options(contains_eager(ItineraryItem.visit), selectinload(ItineraryItem.named))
        .order_by(ItineraryItem.starts_at, ItineraryItem.id)
    )
    return session.scalars(statement).all()


def parties_of(session: Session, visit_ids: Iterable[UUID]) -> Mapping[UUID, Sequence[UUID]]:
    """Return the people of visits' delegations, in their order."""
    rows = session.execute(
        select(VisitMember.visit_id, VisitMember.person_id)
        .where(VisitMember.visit_id.in_(list(visit_ids)), VisitMember.ended_at.is_(None))
        .order_by(VisitMember.visit_id, VisitMember.precedence)
    )
    found: dict[UUID, list[UUID]] = {}
    for visit_id, person_id in rows:
        found.setdefault(visit_id, []).append(person_id)
    return found


def transfers_of(session: Session, visit_id: UUID) -> Mapping[tuple[str, str], int]:
    """Return the minutes ways need, by folded places."""
    rows = session.scalars(
        select(Transfer)
        .where(Transfer.visit_id == visit_id)
        .order_by(Transfer.origin, Transfer.destination)
    )
    return {(row.origin, row.destination): row.minutes for row in rows}


def versions_of(session: Session, visit_id: UUID) -> Sequence[PlanVersion]:
    """Return a programme's versions, the latest first."""
    return session.scalars(
        select(PlanVersion)
        .where(PlanVersion.visit_id == visit_id)
        .order_by(PlanVersion.number.desc())
    ).all()


def versions_page(
    session: Session, visit_id: UUID, *, cursor: str | None = None
) -> Page[PlanVersion]:
    """Return a page of a programme's versions, the latest first, without what they hold."""
    statement = select(PlanVersion).where(PlanVersion.visit_id == visit_id)
    order = Order(PlanVersion.number, PlanVersion.id, descending=True)
    return paginate(session, statement.options(defer(PlanVersion.plan)), order, cursor=cursor)


def version_of(session: Session, visit_id: UUID, number: int) -> PlanVersion | None:
    """Return the version of a programme that has a number."""
    return session.scalar(
        select(PlanVersion).where(PlanVersion.visit_id == visit_id, PlanVersion.number == number)
    )


def latest_version(session: Session, visit_id: UUID) -> PlanVersion | None:
    """Return the version of a programme that was handed out last; None before the first."""
    return session.scalar(
        select(PlanVersion)
        .where(PlanVersion.visit_id == visit_id)
        .order_by(PlanVersion.number.desc())
        .limit(1)
    )


def ticks_of(session: Session, items: Iterable[UUID]) -> Mapping[tuple[UUID, UUID], PresenceTick]:
    """Return the tick that counts by item and person: the latest that was not undone."""
    rows = session.scalars(
        select(PresenceTick)
        .where(PresenceTick.item_id.in_(list(items)), PresenceTick.undone_at.is_(None))
        .order_by(PresenceTick.at, PresenceTick.id)
    )
    return {(tick.item_id, tick.person_id): tick for tick in rows}


def told_cities(session: Session) -> Mapping[str, str]:
    """Return the zones of cities somebody has told, by key."""
    rows = session.execute(select(ToldCity.key, ToldCity.zone).order_by(ToldCity.key))
    return {key: zone for key, zone in rows}
