"""Documents with their versions; bytes are read for one version at a time."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload, undefer

from exchange.attachments.enums import DocumentKind
from exchange.attachments.models import Document, DocumentVersion
from exchange.core.database import Order, Page, paginate
from exchange.core.errors import NotFoundError
from exchange.core.offers import Subject


def documents_of(session: Session, subject: Subject) -> Sequence[Document]:
    """Return the documents of a subject that are not ended, by kind, the oldest first."""
    found = session.scalars(
        select(Document)
        .where(
            Document.subject_kind == subject.kind,
            Document.subject_id == subject.id,
            Document.ended_at.is_(None),
        )
        .options(joinedload(Document.versions))
        .order_by(Document.kind, Document.created_at, Document.id)
    )
    return found.unique().all()


def documents_page(
    session: Session, subject: Subject, *, cursor: str | None = None
) -> Page[Document]:
    """Return a page of the documents of a subject that are not ended, the newest first."""
    statement = (
        select(Document)
        .where(
            Document.subject_kind == subject.kind,
            Document.subject_id == subject.id,
            Document.ended_at.is_(None),
        )
        .options(selectinload(Document.versions))
    )
    order = Order(Document.created_at, Document.id, descending=True)
    return paginate(session, statement, order, cursor=cursor)


def public_photos_of(session: Session, subject: Subject) -> Sequence[Document]:
    """Return the photographs of a subject that everyone may see."""
    return session.scalars(
        select(Document)
        .where(
            Document.subject_kind == subject.kind,
            Document.subject_id == subject.id,
            Document.ended_at.is_(None),
            Document.is_public,
        )
        .options(selectinload(Document.versions))
        .order_by(Document.created_at, Document.id)
    ).all()


def document_by_id(session: Session, kind: str, key: UUID) -> Document:
    """Return a document of a kind of subject with its versions; raises NotFoundError."""
    found = session.scalar(
        select(Document)
        .where(Document.id == key, Document.subject_kind == kind)
        .options(selectinload(Document.versions))
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFoundError
    return found


def locked_document(session: Session, key: UUID) -> Document:
    """Return a document that is not ended, locked; raises NotFoundError."""
    found = session.scalar(
        select(Document)
        .where(Document.id == key, Document.ended_at.is_(None))
        .options(selectinload(Document.versions))
        .with_for_update(of=Document)
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFoundError
    return found


def version_with_body(session: Session, document: Document, number: int) -> DocumentVersion:
    """Return one version with its bytes; raises NotFoundError."""
    found = session.scalar(
        select(DocumentVersion)
        .where(DocumentVersion.document_id == document.id, DocumentVersion.number == number)
        .options(undefer(DocumentVersion.body))
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFoundError
    return found


def public_photo(session: Session, kind: str, key: UUID) -> DocumentVersion:
    """Return the latest version, with its bytes, of a photograph that everyone may see.

    Raises NotFoundError for any other document.
    """
    found = session.scalars(
        select(DocumentVersion)
        .join(DocumentVersion.document)
        .where(
            Document.id == key,
            Document.subject_kind == kind,
            Document.kind == DocumentKind.PHOTO,
            Document.is_public,
            Document.ended_at.is_(None),
        )
        .options(undefer(DocumentVersion.body), contains_eager(DocumentVersion.document))
        .order_by(DocumentVersion.number.desc())
        .limit(1)
        .execution_options(populate_existing=True)
    ).first()
    if found is None:
        raise NotFoundError
    return found
