"""Members in their orders: of the visit, page by page, of an event, and who left."""

import hashlib
from collections.abc import Sequence
from typing import Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from exchange.core.database import Order, Page, paginate
from exchange.core.errors import NotFoundError
from exchange.delegations.enums import MemberRole
from exchange.delegations.models import EventOrder, VisitMember
from exchange.delegations.precedence import followed

_ORDER: Final = Order(VisitMember.precedence, VisitMember.id)
_LEFT: Final = Order(VisitMember.ended_at, VisitMember.id, descending=True)


def members_page(
    session: Session, visit_id: UUID, *, cursor: str | None = None
) -> tuple[Page[VisitMember], int]:
    """Return a page of the present members by precedence, and how many stand before it."""
    present = select(VisitMember).where(
        VisitMember.visit_id == visit_id, VisitMember.ended_at.is_(None)
    )
    page = paginate(
        session,
        present.options(
            joinedload(VisitMember.person),
            joinedload(VisitMember.companion_of).joinedload(VisitMember.person),
        ),
        _ORDER,
        cursor=cursor,
    )
    if cursor is None or not page.rows:
        return page, 0
    before = select(func.count()).where(
        VisitMember.visit_id == visit_id,
        VisitMember.ended_at.is_(None),
        VisitMember.precedence < page.rows[0].precedence,
    )
    return page, session.scalar(before) or 0


def has_head(session: Session, visit_id: UUID) -> bool:
    """Say whether a delegation has a head."""
    head = select(VisitMember.id).where(
        VisitMember.visit_id == visit_id,
        VisitMember.ended_at.is_(None),
        VisitMember.role == MemberRole.LEADER,
    )
    return session.scalar(head.limit(1)) is not None


def former_members(
    session: Session, visit_id: UUID, *, cursor: str | None = None
) -> Page[VisitMember]:
    """Return a page of those who left, the last first, with who came in their place."""
    left = select(VisitMember).where(
        VisitMember.visit_id == visit_id, VisitMember.ended_at.is_not(None)
    )
    return paginate(
        session,
        left.options(
            joinedload(VisitMember.person),
            joinedload(VisitMember.replaced_by).joinedload(VisitMember.person),
        ),
        _LEFT,
        cursor=cursor,
    )


def orders_of(session: Session, visit_id: UUID) -> Sequence[EventOrder]:
    """Return the events of a visit that have an order of their own, in the order they got it."""
    return session.scalars(
        select(EventOrder)
        .where(EventOrder.visit_id == visit_id, EventOrder.ended_at.is_(None))
        .order_by(EventOrder.created_at, EventOrder.id)
    ).all()


def order_by_id(session: Session, visit_id: UUID, key: UUID) -> EventOrder:
    """Return an event's order with its ranks; raises NotFoundError."""
    found = session.scalar(
        select(EventOrder)
        .where(
            EventOrder.id == key,
            EventOrder.visit_id == visit_id,
            EventOrder.ended_at.is_(None),
        )
        .options(selectinload(EventOrder.ranks))
    )
    if found is None:
        raise NotFoundError
    return found


def members_at(order: EventOrder, members: Sequence[VisitMember]) -> Sequence[VisitMember]:
    """Return a visit's members in the order of one event; who joined since follows."""
    known = {member.id: member for member in members}
    keys = followed([rank.member_id for rank in order.ranks], list(known))
    return [known[key] for key in keys]


def order_digest(members: Sequence[VisitMember]) -> str:
    """Return what is the same while an order stays as it is."""
    keys = " ".join(str(member.id) for member in members)
    return hashlib.sha256(keys.encode()).hexdigest()
