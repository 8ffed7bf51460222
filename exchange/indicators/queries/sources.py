"""The documents that reported values stand in, kept as files beside the entries."""

from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, selectinload

from exchange.attachments.models import Document, DocumentVersion
from exchange.attachments.queries import version_with_body
from exchange.core.errors import NotFoundError
from exchange.core.permissions import Actor, Role
from exchange.indicators.models import IndicatorValue

#: What such a file belongs to.
SOURCES: Final = "indicator_value"


def sources_of(
    session: Session, actor: Actor | None, entries: Sequence[IndicatorValue]
) -> Mapping[UUID, Document]:
    """Return the documents the actor may open, by entry; a section officer's own alone."""
    if actor is None or not actor.may("inquiries:read"):
        return {}
    found = session.scalars(
        _seen_by(actor)
        .where(IndicatorValue.id.in_([entry.id for entry in entries]))
        .options(selectinload(Document.versions))
    )
    return {document.subject_id: document for document in found}


def source_file(session: Session, actor: Actor, entry_id: UUID) -> DocumentVersion:
    """Return the file of an entry, with its bytes, to who may open it; raises NotFoundError."""
    document = session.scalar(_seen_by(actor).where(IndicatorValue.id == entry_id))
    if document is None:
        raise NotFoundError
    return version_with_body(session, document, 1)


def _seen_by(actor: Actor) -> Select[Document]:
    statement = (
        select(Document)
        .join(IndicatorValue, IndicatorValue.id == Document.subject_id)
        .where(Document.subject_kind == SOURCES, Document.ended_at.is_(None))
    )
    if actor.role is Role.SECTION:
        return statement.where(IndicatorValue.section == (actor.section or ""))
    return statement
