"""Orders of precedence: of a visit, moved one place or made anew, and of its single events."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.audit.services import record
from exchange.core import clock
from exchange.core.database import add_once, expect_version, flush
from exchange.core.errors import DomainError, StaleRowError
from exchange.core.messages import message
from exchange.core.permissions import Actor
from exchange.delegations.models import EventOrder, EventRank, VisitMember
from exchange.delegations.precedence import departs, ensure_reason, placed
from exchange.delegations.queries import locked_visit, member_by_id, members_of
from exchange.delegations.queries.orders import (
    members_at,
    order_by_id,
    order_digest,
)
from exchange.delegations.services.visits import subject_of


class Shift(StrEnum):
    """Which way a member moves in the order of precedence."""

    UP = "up"
    DOWN = "down"


_STEPS: Final = {Shift.UP: -1, Shift.DOWN: 1}


def move_member(
    session: Session, *, actor: Actor, visit_id: UUID, key: UUID, version: int, shift: Shift
) -> VisitMember:
    """Swap a member with the one before or after; at either end nothing changes.

    Raises StaleRowError when the member has been moved or corrected since, DomainError where the
    order would depart from protocol, which needs a reason.
    """
    visit = locked_visit(session, visit_id)
    member = member_by_id(session, visit_id, key)
    expect_version(member, version)
    order = list(members_of(session, visit_id))
    place = order.index(member)
    other = place + _STEPS[shift]
    if not 0 <= other < len(order):
        return member
    after = [each.role for each in placed(order, {member: other + 1})]
    if departs(after) and not (visit.order_reason or departs([each.role for each in order])):
        raise DomainError(message("delegations.error.order_reason_there"))
    _swap(session, member, order[other])
    record(
        session,
        actor=actor,
        act="visits.move_member",
        subject=subject_of(visit),
        changes={
            "member": (member.person_id, member.person_id),
            "precedence": (place + 1, other + 1),
        },
    )
    return member


def order_members(
    session: Session,
    *,
    actor: Actor,
    visit_id: UUID,
    seen: str,
    places: Mapping[UUID, int],
    reason: str,
) -> Sequence[VisitMember]:
    """Move members to the places typed; `seen` is the digest of the order they were typed on.

    Raises StaleRowError when the order has changed since, DomainError for a departure from
    protocol without a reason.
    """
    visit = locked_visit(session, visit_id)
    before = list(members_of(session, visit_id))
    after = _placed(before, seen, places)
    ensure_reason([member.role for member in after], reason)
    kept = reason if departs([member.role for member in after]) else ""
    if after == before and visit.order_reason == kept:
        return after
    rank_members(session, after)
    changes = _moves(before, after)
    if visit.order_reason != kept:
        changes["reason"] = (visit.order_reason or None, kept or None)
        visit.order_reason = kept
    flush(session)
    act_subject = subject_of(visit)
    record(session, actor=actor, act="visits.order_members", subject=act_subject, changes=changes)
    return after


def add_event_order(
    session: Session,
    *,
    actor: Actor,
    visit_id: UUID,
    key: UUID,
    name: str,
    item_id: UUID | None = None,
) -> EventOrder:
    """Give an event an order of its own, which begins as the visit's; sent twice it is one."""
    visit = locked_visit(session, visit_id)
    order = EventOrder(id=key, visit_id=visit.id, item_id=item_id, name=name, reason="")
    order.is_demo = visit.is_demo
    order.ranks = _ranks(order, members_of(session, visit_id))
    order, new = add_once(session, order)
    if new:
        record(
            session,
            actor=actor,
            act="visits.add_order",
            subject=subject_of(visit),
            changes={"name": (None, name)},
        )
    return order


def order_event(
    session: Session,
    *,
    actor: Actor,
    visit_id: UUID,
    key: UUID,
    seen: str,
    places: Mapping[UUID, int],
    reason: str,
) -> Sequence[VisitMember]:
    """Move members to the places typed for one event; raises as `order_members` does."""
    visit = locked_visit(session, visit_id)
    order = order_by_id(session, visit_id, key)
    before = list(members_at(order, members_of(session, visit_id)))
    after = _placed(before, seen, places)
    ensure_reason([member.role for member in after], reason)
    changes = _moves(before, after)
    if order.reason != reason:
        changes["reason"] = (order.reason or None, reason or None)
    if not changes:
        return after
    order.ranks.clear()
    flush(session)
    order.ranks, order.reason = _ranks(order, after), reason
    flush(session)
    changes["name"] = (order.name, order.name)
    record(
        session,
        actor=actor,
        act="visits.order_event",
        subject=subject_of(visit),
        changes=changes,
    )
    return after


def end_event_order(
    session: Session, *, actor: Actor, visit_id: UUID, key: UUID, version: int
) -> None:
    """Let an event follow the visit's order again; the row stays."""
    visit = locked_visit(session, visit_id)
    order = order_by_id(session, visit_id, key)
    expect_version(order, version)
    order.ended_at = clock.now()
    flush(session)
    record(
        session,
        actor=actor,
        act="visits.end_order",
        subject=subject_of(visit),
        changes={"name": (order.name, None)},
    )


def _placed(
    before: Sequence[VisitMember], seen: str, places: Mapping[UUID, int]
) -> Sequence[VisitMember]:
    if order_digest(before) != seen:
        raise StaleRowError(theirs={}, version=0)
    known = {member.id: member for member in before}
    return placed(before, {known[key]: place for key, place in places.items() if key in known})


def _ranks(order: EventOrder, members: Sequence[VisitMember]) -> list[EventRank]:
    return [
        EventRank(order_id=order.id, member_id=member.id, rank=rank)
        for rank, member in enumerate(members, 1)
    ]


def _moves(
    before: Sequence[VisitMember], after: Sequence[VisitMember]
) -> dict[str, tuple[object, object]]:
    """Return the whole order, by person, when it changed."""
    if list(before) == list(after):
        return {}
    orders = [[str(member.person_id) for member in each] for each in (before, after)]
    return {"precedence": (orders[0], orders[1])}


def rank_members(session: Session, members: Sequence[VisitMember]) -> None:
    """Give ranks from 1 on; a rank is unique at every moment, so all step aside first."""
    moving = [(rank, member) for rank, member in enumerate(members, 1) if member.precedence != rank]
    for rank, member in moving:
        member.precedence = -rank
    flush(session)
    for rank, member in moving:
        member.precedence = rank
    flush(session)


def _swap(session: Session, one: VisitMember, other: VisitMember) -> None:
    """Exchange two ranks; a rank is unique at every moment, so one steps aside first."""
    assert one.precedence is not None  # present members are ranked
    theirs, ours = other.precedence, one.precedence
    one.precedence = -ours
    flush(session)
    other.precedence = ours
    flush(session)
    one.precedence = theirs
    flush(session)
