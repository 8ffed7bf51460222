"""Reading audit lines."""

from collections.abc import Sequence, Set
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, selectinload

from exchange.audit.models import AuditLine, AuditValue
from exchange.core.database import Order, Page, paginate
from exchange.core.offers import Subject


def newest_line() -> Select[UUID]:
    """Select the key of the newest line; keys rise with time, and every change adds one."""
    return select(AuditLine.id).order_by(AuditLine.id.desc()).limit(1)


def lines_of(session: Session, subject: Subject, *, limit: int = 50) -> Sequence[AuditLine]:
    """Return a subject's newest lines with their values, newest first."""
    return session.scalars(
        select(AuditLine)
        .where(AuditLine.subject_kind == subject.kind, AuditLine.subject_id == subject.id)
        .options(selectinload(AuditLine.values))
        .order_by(AuditLine.at.desc(), AuditLine.id.desc())
        .limit(limit)
    ).all()


def subjects_acted_on(session: Session, *, actor_id: UUID, act: str) -> Set[UUID]:
    """Return the keys of what a person did an act to."""
    return set(
        session.scalars(
            select(AuditLine.subject_id).where(AuditLine.actor_id == actor_id, AuditLine.act == act)
        )
    )


def values_told(session: Session, *, actor_id: UUID, act: str, field: str) -> Set[str]:
    """Return the new values of a field in a person's acts of a kind."""
    found = session.scalars(
        select(AuditValue.new)
        .join(AuditLine, AuditLine.id == AuditValue.line_id)
        .where(AuditLine.actor_id == actor_id, AuditLine.act == act, AuditValue.field == field)
    )
    return {text for text in found if text is not None}


def list_lines(session: Session, *, cursor: str | None) -> Page[AuditLine]:
    """Return a page of all lines with their values, newest first."""
    statement = select(AuditLine).options(selectinload(AuditLine.values))
    order = Order(AuditLine.at, AuditLine.id, descending=True)
    return paginate(session, statement, order, cursor=cursor)
