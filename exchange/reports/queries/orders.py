"""Reports that were ordered, and their files."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.attachments.enums import MediaType
from exchange.attachments.models import DocumentVersion
from exchange.attachments.queries import documents_of, version_with_body
from exchange.core.errors import GoneError, NotFoundError
from exchange.core.messages import message
from exchange.core.offers import Subject
from exchange.reports.enums import OrderState, ReportKind
from exchange.reports.models import ReportOrder

#: What documents of an order belong to.
SUBJECT: Final = "report"
_SHOWN: Final = 20


def latest_orders(session: Session) -> Sequence[ReportOrder]:
    """Return the latest orders whose files were not dropped, the newest first."""
    statement = select(ReportOrder).where(ReportOrder.state != OrderState.DROPPED)
    ordered = statement.order_by(ReportOrder.ordered_at.desc(), ReportOrder.id.desc())
    return session.scalars(ordered.limit(_SHOWN)).all()


def order_by_id(session: Session, key: UUID) -> ReportOrder:
    """Return an order; raises NotFoundError."""
    found = session.get(ReportOrder, key)
    if found is None:
        raise NotFoundError
    return found


def locked_order(session: Session, key: UUID) -> ReportOrder:
    """Return an order as it is now, locked until the transaction ends; none is ever deleted."""
    return session.get_one(ReportOrder, key, with_for_update=True, populate_existing=True)


def open_order(
    session: Session, kind: ReportKind, fiscal_year: int, language: str
) -> ReportOrder | None:
    """Return the order of the same report that is still being made."""
    return session.scalar(
        select(ReportOrder)
        .where(
            ReportOrder.kind == kind,
            ReportOrder.fiscal_year == fiscal_year,
            ReportOrder.language == language,
            ReportOrder.state.in_((OrderState.WAITING, OrderState.RUNNING)),
        )
        .order_by(ReportOrder.ordered_at, ReportOrder.id)
        .limit(1)
    )


def file_of(session: Session, order: ReportOrder, media_type: MediaType) -> DocumentVersion:
    """Return a file of an order with its bytes.

    Raises GoneError once it was dropped, NotFoundError before it is made.
    """
    if order.state is OrderState.DROPPED:
        raise GoneError(message("reports.error.dropped"))
    for document in documents_of(session, Subject(SUBJECT, order.id)):
        if document.latest.media_type is media_type:
            return version_with_body(session, document, document.latest.number)
    raise NotFoundError
