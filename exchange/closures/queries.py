"""Closed days of places, and the days the office wants avoided."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Select, Text, cast, select
from sqlalchemy.orm import Session

from exchange.closures.models import AvoidedDays, Holiday
from exchange.closures.rules import HOME, ClosedDay, closed_days_at
from exchange.core.database import Base, Localized
from exchange.core.errors import NotFoundError


@dataclass(frozen=True, slots=True)
class Place:
    """Where days are closed: a partner, or the city itself (number 0, named by the page)."""

    slug: str
    number: int
    names: Localized | None = None


def all_holidays(session: Session) -> Sequence[Holiday]:
    """Return every named day of every calendar."""
    return session.scalars(_holidays()).all()


def _holidays() -> Select[Holiday]:
    return select(Holiday).where(Holiday.ended_at.is_(None)).order_by(Holiday.slug)


def taken_in_by_id(session: Session, key: UUID) -> Holiday:
    """Return closed days a person took in; raises NotFoundError, also for our own."""
    found = session.get(Holiday, key)
    if found is None or found.source is None or found.ended_at is not None:
        raise NotFoundError
    return found


def closed_days(session: Session, place: str, start: date, end: date) -> list[ClosedDay]:
    """Return a place's named days from `start` to `end`, both included, in order.

    `place` is a partner's slug or `kumamoto`; an unknown one has no days.
    """
    kept_there = cast(Holiday.places, Text).contains(f'"{place}"', autoescape=True)
    return closed_days_at(session.scalars(_holidays().where(kept_there)), place, start, end)


def office_closed_on(session: Session, start: date, end: date) -> frozenset[date]:
    """Return the days between two on which the city's offices rest, weekends apart."""
    found = closed_days(session, HOME, start, end)
    return frozenset(each.day for each in found if not each.caution)


def closed_days_of(
    session: Session, places: Iterable[str], start: date, end: date
) -> Mapping[str, list[ClosedDay]]:
    """Return the named days of several places in one statement."""
    holidays = all_holidays(session)
    return {place: closed_days_at(holidays, place, start, end) for place in places}


def places(session: Session) -> Sequence[Place]:
    """Return the city and its partners, in the order of the printed list.

    Partners live in a higher room: their table is asked by its name.
    """
    table = Base.metadata.tables["partners"]
    found = session.execute(
        select(table.c.slug, table.c.number, table.c.names).order_by(table.c.number)
    )
    return [Place(HOME, 0), *(Place(row.slug, row.number, row.names) for row in found)]


def avoided_days(
    session: Session, start: date, end: date, *, place: str | None = None
) -> Sequence[AvoidedDays]:
    """Return what is to be avoided within inclusive days, at one place or at all; for staff."""
    statement = select(AvoidedDays).where(
        AvoidedDays.ended_at.is_(None), AvoidedDays.starts <= end, AvoidedDays.ends >= start
    )
    if place is not None:
        statement = statement.where(AvoidedDays.place == place)
    return session.scalars(statement.order_by(AvoidedDays.starts, AvoidedDays.id)).all()


def avoided_by_id(session: Session, key: UUID) -> AvoidedDays:
    """Return days on the list; raises NotFoundError for those taken off it."""
    found = session.get(AvoidedDays, key)
    if found is None or found.ended_at is not None:
        raise NotFoundError
    return found
