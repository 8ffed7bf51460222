"""Looking up the records of what went."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.core.database import Order, Page, paginate
from exchange.core.errors import NotFoundError
from exchange.core.offers import Subject
from exchange.privacy.models import DisposalDecision, ErasureRecord


def records_page(session: Session, *, cursor: str | None = None) -> Page[ErasureRecord]:
    """Return a page of the records, newest first."""
    order = Order(ErasureRecord.at, ErasureRecord.id, descending=True)
    return paginate(session, select(ErasureRecord), order, cursor=cursor)


def record_by_id(session: Session, key: UUID) -> ErasureRecord:
    """Return one record; raises NotFoundError."""
    found = session.get(ErasureRecord, key)
    if found is None:
        raise NotFoundError
    return found


def newest_decisions(session: Session) -> Mapping[Subject, DisposalDecision]:
    """Return what was decided last about each official record."""
    rows = session.scalars(
        select(DisposalDecision).order_by(DisposalDecision.at, DisposalDecision.id)
    )
    return {Subject(row.subject_kind.value, row.subject_id): row for row in rows}
