"""Whose diet and mobility is still there though the visit is long over."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Final

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, contains_eager

from exchange.audit.models import AuditLine
from exchange.core.languages import OFFICE_ZONE
from exchange.delegations.models import Visit, VisitMember
from exchange.delegations.rules import NEEDS_KEPT

#: What a line of the audit names where both were emptied at once.
_NEEDS: Final = {"diet", "mobility"}


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


def needs_purged_on(
    session: Session, visit: Visit, members: Sequence[VisitMember], today: date
) -> date | None:
    """Return the day on which retention emptied diet and mobility of a visit's members.

    None while something is left, and where nothing ever was.
    """
    last = visit.ends + NEEDS_KEPT
    if last >= today or any(member.diet or member.mobility for member in members):
        return None
    lines = session.execute(
        select(AuditLine.at, AuditLine.fields)
        .where(
            AuditLine.act == "visits.correct_member",
            AuditLine.subject_kind == "visit",
            AuditLine.subject_id == visit.id,
            AuditLine.at > datetime.combine(last, time.max, OFFICE_ZONE),
        )
        .order_by(AuditLine.at)
    )
    days = [at.astimezone(OFFICE_ZONE).date() for at, fields in lines if set(fields) == _NEEDS]
    return days[-1] if days else None
