"""Whose diet and mobility is still there though the visit is long over."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, contains_eager

from exchange.delegations.models import Visit, VisitMember
from exchange.delegations.rules import NEEDS_KEPT


def members_to_empty(
    session: Session, today: date, *, limit: int | None = None
) -> Sequence[VisitMember]:
    """Lock and return them with their visits, the visit that ended first before others."""
    statement = (
        select(VisitMember)
        .join(VisitMember.visit)
        .where(
            or_(VisitMember.diet != "", VisitMember.mobility != ""),
            Visit.ends < today - NEEDS_KEPT,
        )
        .options(contains_eager(VisitMember.visit))
        .order_by(Visit.ends, Visit.id, VisitMember.id)
        .limit(limit)
    )
    return session.scalars(statement.with_for_update(of=VisitMember, skip_locked=True)).all()
