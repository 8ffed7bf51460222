"""Looking up the records of what went."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.core.database import Order, Page, paginate
from exchange.core.errors import NotFoundError
from exchange.privacy.models import ErasureRecord


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
