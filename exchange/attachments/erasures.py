"""The files of a person: those of rows that other rooms found."""

from typing import Final

from sqlalchemy import ColumnElement, false, select, tuple_

from exchange.attachments.models import Document, DocumentVersion
from exchange.core.erasures import Held, Part, Search


def _documents(search: Search) -> ColumnElement[bool]:
    wanted = [(subject.kind, subject.id) for subject in search.subjects]
    if not wanted:
        return false()
    return tuple_(Document.subject_kind, Document.subject_id).in_(wanted)


def _versions(search: Search) -> ColumnElement[bool]:
    return DocumentVersion.document_id.in_(select(Document.id).where(_documents(search)))


PARTS: Final[tuple[Part, ...]] = (
    Part(held=Held.FILES, table=DocumentVersion, find=_versions),
    Part(held=Held.FILES, table=Document, find=_documents, subject="document"),
)
