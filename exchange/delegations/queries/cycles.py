"""Cycles of visits, and the last official visits each way."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from exchange.core.errors import NotFoundError
from exchange.delegations.enums import OFFICIAL, Direction, VisitState
from exchange.delegations.models import CycleTurn, Visit, VisitCycle, VisitPartner

_TOOK_PLACE = (VisitState.UNDER_WAY, VisitState.CLOSED)


def last_official_visits(
    session: Session, *, partner_id: UUID | None = None
) -> Mapping[UUID, Sequence[Visit]]:
    """Return the last official visits each way, by partner; of one partner or of all."""
    official = and_(Visit.level.in_(sorted(OFFICIAL)), Visit.state.in_(_TOOK_PLACE))
    latest = (
        select(VisitPartner.partner_id, Visit.direction, func.max(Visit.starts).label("starts"))
        .join(Visit, Visit.id == VisitPartner.visit_id)
        .where(official)
        .group_by(VisitPartner.partner_id, Visit.direction)
    )
    if partner_id is not None:
        latest = latest.where(VisitPartner.partner_id == partner_id)
    last = latest.subquery()
    same = and_(
        last.c.partner_id == VisitPartner.partner_id,
        last.c.direction == Visit.direction,
        last.c.starts == Visit.starts,
    )
    rows = session.execute(
        select(VisitPartner.partner_id, Visit)
        .join(Visit, Visit.id == VisitPartner.visit_id)
        .join(last, same)
        .where(official)
        .order_by(Visit.id)
    )
    found: dict[UUID, list[Visit]] = {}
    for key, visit in rows:
        found.setdefault(key, []).append(visit)
    return found


def cycles(session: Session, *, partner_id: UUID | None = None) -> Sequence[VisitCycle]:
    """Return the cycles that go on, with source and turns; of one partner or of all."""
    statement = select(VisitCycle).where(VisitCycle.ended_at.is_(None))
    if partner_id is not None:
        statement = statement.where(VisitCycle.partner_id == partner_id)
    loaded = statement.options(
        joinedload(VisitCycle.source), selectinload(VisitCycle.turns).joinedload(CycleTurn.visit)
    )
    return session.scalars(loaded.order_by(VisitCycle.anchor_year, VisitCycle.id)).all()


def cycle_by_id(session: Session, key: UUID) -> VisitCycle:
    """Return a cycle with its source; raises NotFoundError."""
    found = session.scalar(
        select(VisitCycle).where(VisitCycle.id == key).options(joinedload(VisitCycle.source))
    )
    if found is None:
        raise NotFoundError
    return found


def turns_of_visit(session: Session, visit_id: UUID) -> Sequence[CycleTurn]:
    """Return the turns of cycles that a visit is on record for."""
    return session.scalars(
        select(CycleTurn)
        .where(CycleTurn.visit_id == visit_id, CycleTurn.ended_at.is_(None))
        .order_by(CycleTurn.year, CycleTurn.id)
    ).all()


def turn_by_id(session: Session, key: UUID) -> CycleTurn:
    """Return the record of a turn; raises NotFoundError."""
    found = session.get(CycleTurn, key)
    if found is None:
        raise NotFoundError
    return found


def visits_each_way(session: Session, partner_id: UUID, direction: Direction) -> Sequence[Visit]:
    """Return a partner's visits of one direction, those called off aside, the latest first."""
    return session.scalars(
        select(Visit)
        .join(VisitPartner, VisitPartner.visit_id == Visit.id)
        .where(
            VisitPartner.partner_id == partner_id,
            Visit.direction == direction,
            Visit.state != VisitState.CANCELLED,
        )
        .options(selectinload(Visit.links))
        .order_by(Visit.starts.desc(), Visit.id)
        .limit(50)
    ).all()
