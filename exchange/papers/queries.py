"""What was printed of a visit, and what of its members has changed since."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased, joinedload

from exchange.audit.models import AuditLine, AuditValue
from exchange.delegations.models import VisitMember
from exchange.people.models import Person

#: The act of printing, as the audit has it.
PRINTED: Final = "papers.print"


def last_prints(session: Session, visit_id: UUID) -> Mapping[str, tuple[datetime, str]]:
    """Return when each paper of a visit was last printed, and by whom, by the paper's name."""
    paper = aliased(AuditValue)
    rows = session.execute(
        select(paper.new, AuditLine.at, AuditLine.actor_name)
        .join(paper, paper.line_id == AuditLine.id)
        .where(
            AuditLine.subject_kind == "visit",
            AuditLine.subject_id == visit_id,
            AuditLine.act == PRINTED,
            paper.field == "paper",
        )
        .order_by(AuditLine.at, AuditLine.id)
    )
    return {str(name): (at, by) for name, at, by in rows}


def acts_since(
    session: Session, visit_id: UUID, since: datetime
) -> Sequence[tuple[datetime, str, Sequence[str]]]:
    """Return what was done to a visit after an instant: (when, act, field names)."""
    rows = session.execute(
        select(AuditLine.at, AuditLine.act, AuditLine.fields)
        .where(
            AuditLine.subject_kind == "visit",
            AuditLine.subject_id == visit_id,
            AuditLine.at > since,
            AuditLine.act != PRINTED,
        )
        .order_by(AuditLine.at, AuditLine.id)
    )
    return [(at, act, fields) for at, act, fields in rows]


def persons_changed(session: Session, visit_id: UUID) -> datetime | None:
    """Return when the record of any present member last changed; None without members."""
    return session.scalar(
        select(func.max(Person.updated_at))
        .join(VisitMember, VisitMember.person_id == Person.id)
        .where(VisitMember.visit_id == visit_id, VisitMember.ended_at.is_(None))
    )


def listed_members(session: Session, visit_id: UUID) -> Sequence[VisitMember]:
    """Return the present members in their order, with whom each accompanies."""
    return session.scalars(
        select(VisitMember)
        .where(VisitMember.visit_id == visit_id, VisitMember.ended_at.is_(None))
        .options(
            joinedload(VisitMember.person),
            joinedload(VisitMember.companion_of).joinedload(VisitMember.person),
        )
        .order_by(VisitMember.precedence, VisitMember.id)
    ).all()
