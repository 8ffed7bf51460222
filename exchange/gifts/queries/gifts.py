"""The register of gifts."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session, joinedload
from sqlalchemy.orm.strategy_options import _AbstractLoad

from exchange.core.database import Order, Page, paginate
from exchange.core.dates import FiscalYear
from exchange.core.errors import NotFoundError
from exchange.core.text import fold
from exchange.delegations.models import VisitMember
from exchange.gifts.enums import GiftDirection, GiftLine
from exchange.gifts.models import Gift
from exchange.partners.models import Partner
from exchange.people.models import Person, Post

_ORDER: Final = Order(Gift.day, Gift.id, descending=True)
_SHOWN: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class GiftFilter:
    """Which gifts a list shows; what is None or empty does not narrow it."""

    direction: GiftDirection | None = None
    partner: str = ""
    line: GiftLine | None = None
    year: FiscalYear | None = None
    text: str = ""


def gifts_page(session: Session, wanted: GiftFilter, *, cursor: str | None = None) -> Page[Gift]:
    """Return a page of gifts, the latest first."""
    return paginate(session, _filtered(wanted).options(*_whole()), _ORDER, cursor=cursor)


def all_gifts(session: Session, wanted: GiftFilter) -> Sequence[Gift]:
    """Return every gift of a filter, the oldest first, for a file."""
    ordered = _filtered(wanted).options(*_whole()).order_by(Gift.day, Gift.id)
    return session.scalars(ordered).all()


def published_gifts(session: Session, year: FiscalYear) -> Sequence[Gift]:
    """Return what was given of the line that is published, 交際費, in a fiscal year."""
    wanted = GiftFilter(direction=GiftDirection.GIVEN, line=GiftLine.ENTERTAINMENT, year=year)
    return session.scalars(_filtered(wanted).order_by(Gift.day, Gift.id)).all()


def gift_by_id(session: Session, key: UUID) -> Gift:
    """Return a gift with all that its page shows, an ended one too; raises NotFoundError."""
    found = session.scalar(select(Gift).where(Gift.id == key).options(*_whole()))
    if found is None:
        raise NotFoundError
    return found


def locked_gift(session: Session, key: UUID) -> Gift:
    """Return a gift that is not ended, its row locked; raises NotFoundError."""
    found = session.scalar(
        select(Gift)
        .where(Gift.id == key, Gift.ended_at.is_(None))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFoundError
    return found


def gifts_before(
    session: Session,
    direction: GiftDirection,
    *,
    partners: Collection[UUID],
    people: Collection[UUID],
    span: tuple[date, date],
    without: UUID | None = None,
) -> Sequence[Gift]:
    """Return what went the same way between us and these partners or any of these people.

    `span` is the first and last day, both included: `rules.remembered`.
    """
    first, last = span
    theirs = Gift.recipient_id if direction is GiftDirection.GIVEN else Gift.giver_id
    statement = select(Gift).where(
        Gift.ended_at.is_(None),
        Gift.direction == direction,
        Gift.day.between(first, last),
        or_(Gift.partner_id.in_(partners), theirs.in_(people)),
    )
    if without is not None:
        statement = statement.where(Gift.id != without)
    ordered = statement.options(*_whole()).order_by(Gift.day.desc(), Gift.id.desc())
    return session.scalars(ordered).all()


def gifts_of_visit(session: Session, visit_id: UUID) -> Sequence[Gift]:
    """Return the gifts of a visit, by day."""
    found = _present().where(Gift.visit_id == visit_id).options(*_whole())
    return session.scalars(found.order_by(Gift.day, Gift.id).limit(_SHOWN)).all()


def gifts_of_partner(session: Session, partner_id: UUID, *, limit: int = 10) -> Sequence[Gift]:
    """Return the last gifts to and from a partner."""
    found = _present().where(Gift.partner_id == partner_id).options(*_whole())
    return session.scalars(found.order_by(Gift.day.desc(), Gift.id.desc()).limit(limit)).all()


def gifts_of_person(session: Session, person_id: UUID) -> Sequence[Gift]:
    """Return the gifts a person gave or received, the latest first."""
    either = or_(Gift.giver_id == person_id, Gift.recipient_id == person_id)
    found = _present().where(either).options(*_whole())
    return session.scalars(found.order_by(Gift.day.desc(), Gift.id.desc()).limit(_SHOWN)).all()


def gifts_matching(session: Session, text: str, *, limit: int = 10) -> Sequence[Gift]:
    """Return the latest gifts whose title or maker contains `text`; none for an empty one."""
    wanted = fold(text)
    if not wanted:
        return ()
    found = _present().where(Gift.search_key.contains(wanted, autoescape=True))
    ordered = found.options(joinedload(Gift.partner)).order_by(Gift.day.desc(), Gift.id.desc())
    return session.scalars(ordered.limit(limit)).all()


def people_of(
    session: Session, partners: Collection[UUID], visit_id: UUID | None
) -> Sequence[Person]:
    """Return who may give or receive: members of the visit, who holds a post there."""
    holders = select(Post.person_id).where(Post.partner_id.in_(partners), Post.ends.is_(None))
    among: ColumnElement[bool] = Person.id.in_(holders)
    if visit_id is not None:
        members = select(VisitMember.person_id).where(
            VisitMember.visit_id == visit_id, VisitMember.ended_at.is_(None)
        )
        among = or_(among, Person.id.in_(members))
    return session.scalars(select(Person).where(among).order_by(Person.sort_key, Person.id)).all()


def people_named(session: Session, keys: Collection[UUID]) -> Mapping[UUID, Person]:
    """Return the people of these keys that exist."""
    found = session.scalars(select(Person).where(Person.id.in_(keys)))
    return {person.id: person for person in found}


def _present() -> Select[Gift]:
    return select(Gift).where(Gift.ended_at.is_(None))


def _filtered(wanted: GiftFilter) -> Select[Gift]:
    statement = _present()
    if wanted.direction is not None:
        statement = statement.where(Gift.direction == wanted.direction)
    if wanted.line is not None:
        statement = statement.where(Gift.line == wanted.line)
    if wanted.partner:
        named = select(Partner.id).where(Partner.slug == wanted.partner)
        statement = statement.where(Gift.partner_id.in_(named))
    if wanted.year is not None:
        first, last = wanted.year.first_day, wanted.year.last_day
        statement = statement.where(Gift.day >= first, Gift.day <= last)
    if text := fold(wanted.text):
        statement = statement.where(Gift.search_key.contains(text, autoescape=True))
    return statement


def _whole() -> tuple[_AbstractLoad, ...]:
    return (
        joinedload(Gift.partner),
        joinedload(Gift.visit),
        joinedload(Gift.giving_person),
        joinedload(Gift.receiving_person),
    )
