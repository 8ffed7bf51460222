"""Promises as their list, other rooms' pages and the calendar need them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import Session, joinedload
from sqlalchemy.orm.strategy_options import _AbstractLoad

from exchange.core.database import Order, Page, paginate
from exchange.core.errors import NotFoundError
from exchange.delegations.models import VisitMember
from exchange.partners.models import Partner
from exchange.people.models import Person, Post
from exchange.promises.enums import PromiseSide, PromiseState
from exchange.promises.models import Promise

_ORDER: Final = Order(Promise.sort_day, Promise.id)
_SHOWN: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseFilter:
    """Which promises a list shows; what is None or empty does not narrow it."""

    partner: str = ""
    side: PromiseSide | None = None
    state: PromiseState | None = None
    #: Only those that should have been kept before this day.
    before: date | None = None


def promises_page(
    session: Session, wanted: PromiseFilter, *, cursor: str | None = None
) -> Page[Promise]:
    """Return a page of promises, the most pressing first."""
    statement = select(Promise).options(*_whole())
    if wanted.side is not None:
        statement = statement.where(Promise.side == wanted.side)
    if wanted.state is not None:
        statement = statement.where(Promise.state == wanted.state)
    if wanted.before is not None:
        statement = statement.where(Promise.sort_day < wanted.before)
    if wanted.partner:
        statement = statement.where(Promise.partner_id.in_(_named([wanted.partner])))
    return paginate(session, statement, _ORDER, cursor=cursor)


def promise_by_id(session: Session, key: UUID) -> Promise:
    """Return a promise with all that its page shows; raises NotFoundError."""
    found = session.scalar(select(Promise).where(Promise.id == key).options(*_whole()))
    if found is None:
        raise NotFoundError
    return found


def locked_promise(session: Session, key: UUID) -> Promise:
    """Return a promise with its row locked until the transaction ends; raises NotFoundError."""
    found = session.scalar(
        select(Promise)
        .where(Promise.id == key)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFoundError
    return found


def promises_of_visit(
    session: Session, visit_id: UUID, partners: Collection[UUID]
) -> tuple[Sequence[Promise], Sequence[Promise]]:
    """Return what was promised in a visit, and what else is open with its partners.

    The most pressing first, in one statement.
    """
    open_with = and_(Promise.partner_id.in_(partners), Promise.state == PromiseState.OPEN)
    found = _listed(session, select(Promise).where(or_(Promise.visit_id == visit_id, open_with)))
    given = [promise for promise in found if promise.visit_id == visit_id]
    return given, [promise for promise in found if promise.visit_id != visit_id]


def open_promises(session: Session, partners: Collection[UUID]) -> Sequence[Promise]:
    """Return what is still open with any of these partners."""
    return _listed(
        session,
        select(Promise).where(Promise.partner_id.in_(partners), Promise.state == PromiseState.OPEN),
    )


def promises_due(
    session: Session, first: date, last: date, partners: Collection[str]
) -> Sequence[Promise]:
    """Return the open promises whose last day is within these days; of all partners without any."""
    statement = select(Promise).where(
        Promise.state == PromiseState.OPEN,
        Promise.due.is_not(None),
        Promise.sort_day.between(first, last),
    )
    if partners:
        statement = statement.where(Promise.partner_id.in_(_named(partners)))
    ordered = statement.options(*_whole()).order_by(Promise.sort_day, Promise.id)
    return session.scalars(ordered).all()


def people_of(session: Session, partner_id: UUID, visit_id: UUID | None) -> Sequence[Person]:
    """Return who of a partner may keep a promise: holders of its posts, members of the visit."""
    holders = select(Post.person_id).where(Post.partner_id == partner_id, Post.ends.is_(None))
    members = select(VisitMember.person_id).where(
        VisitMember.visit_id == visit_id, VisitMember.ended_at.is_(None)
    )
    among = or_(Person.id.in_(holders), Person.id.in_(members))
    return session.scalars(select(Person).where(among).order_by(Person.sort_key, Person.id)).all()


def _named(slugs: Collection[str]) -> Select[UUID]:
    return select(Partner.id).where(Partner.slug.in_(slugs))


def _listed(session: Session, statement: Select[Promise]) -> Sequence[Promise]:
    ordered = statement.options(*_whole()).order_by(Promise.sort_day, Promise.id)
    return session.scalars(ordered.limit(_SHOWN)).all()


def _whole() -> tuple[_AbstractLoad, ...]:
    return (
        joinedload(Promise.partner),
        joinedload(Promise.visit),
        joinedload(Promise.owner),
        joinedload(Promise.person),
    )
