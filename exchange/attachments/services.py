"""Keep a document, a further version of it, what is said about it, and its end."""

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.attachments.contents import Contents
from exchange.attachments.models import Document, DocumentVersion
from exchange.attachments.queries import locked_document
from exchange.attachments.rules import Label, ensure_showable
from exchange.audit.enums.purposes import Purpose
from exchange.audit.services import created, record
from exchange.core import clock
from exchange.core.database import add_once, flush, localized_fields, uuid7
from exchange.core.errors import DomainError, StaleRowError
from exchange.core.messages import message
from exchange.core.offers import Subject
from exchange.core.permissions import Actor


def add_document(
    session: Session,
    *,
    actor: Actor,
    subject: Subject,
    label: Label,
    contents: Contents,
    key: UUID | None = None,
    is_demo: bool = False,
) -> Document:
    """Keep a document with its first version; the caller has found its subject.

    With the `key` of a form sent before, return the earlier one. Raises DomainError for what may
    not be shown.
    """
    ensure_showable(label, contents.media_type)
    document = Document(
        id=key or uuid7(), subject_kind=subject.kind, subject_id=subject.id, is_demo=is_demo
    )
    _take(document, label)
    document.versions = [_version(actor, contents, number=1)]
    document, new = add_once(session, document)
    if new:
        values = {**stated(label), **_identity(contents)}
        record(
            session,
            actor=actor,
            act="documents.add",
            subject=_about(document),
            changes=created({name: value for name, value in values.items() if value != ""}),
        )
    return document


def note_read(session: Session, *, actor: Actor, document_id: UUID, purpose: Purpose) -> None:
    """Record that a file about people was read."""
    subject = Subject("document", document_id)
    record(session, actor=actor, act="documents.read", subject=subject, purpose=purpose)


def add_version(session: Session, *, actor: Actor, key: UUID, contents: Contents) -> Document:
    """Keep a further version; a public photograph waits to be shown again, for its rights are new.

    Raises DomainError when the bytes are those of the latest version.
    """
    document = locked_document(session, key)
    latest = document.latest
    if latest.sha256 == contents.sha256:
        raise DomainError(message("attachments.error.same"), field="file")
    ensure_showable(replace(label_of(document), is_public=False), contents.media_type)
    before, document.is_public = document.is_public, False
    version = _version(actor, contents, number=latest.number + 1)
    version.document_id = document.id
    session.add(version)
    flush(session)
    changes: dict[str, tuple[object, object]] = {
        **created(_identity(contents)),
        "number": (latest.number, version.number),
    }
    if before:
        changes["is_public"] = (True, False)
    record(
        session,
        actor=actor,
        act="documents.add_version",
        subject=_about(document),
        changes=changes,
    )
    return document


def revise_document(
    session: Session, *, actor: Actor, key: UUID, version: int, label: Label
) -> Document:
    """Change what is said about a document; raises StaleRowError with what it says now."""
    document = locked_document(session, key)
    before, after = stated(label_of(document)), stated(label)
    if document.version != version:
        raise StaleRowError(theirs=before, version=document.version)
    ensure_showable(label, document.latest.media_type)
    changes = {name: (before[name], after[name]) for name in after if before[name] != after[name]}
    if changes:
        _take(document, label)
        flush(session)
        record(
            session,
            actor=actor,
            act="documents.revise",
            subject=_about(document),
            changes=changes,
        )
    return document


def end_document(session: Session, *, actor: Actor, key: UUID, version: int) -> Document:
    """Take a document from its subject's page; its versions stay."""
    document = locked_document(session, key)
    if document.version != version:
        raise StaleRowError(theirs={}, version=document.version)
    document.ended_at = clock.now()
    flush(session)
    record(
        session,
        actor=actor,
        act="documents.end",
        subject=_about(document),
        changes={"ended_at": (None, document.ended_at)},
    )
    return document


def label_of(document: Document) -> Label:
    """Return what is said about a document."""
    return Label(
        kind=document.kind,
        title=document.title,
        rights_holder=document.rights_holder,
        licence=document.licence,
        is_public=document.is_public,
    )


def stated(label: Label) -> Mapping[str, object]:
    """Return a label by the names of the form's fields."""
    return {
        "kind": label.kind,
        **localized_fields("title", label.title),
        "rights_holder": label.rights_holder,
        "licence": label.licence,
        "is_public": label.is_public,
    }


def _take(document: Document, label: Label) -> None:
    document.kind, document.title = label.kind, label.title
    document.rights_holder, document.licence = label.rights_holder, label.licence
    document.is_public = label.is_public


def _version(actor: Actor, contents: Contents, *, number: int) -> DocumentVersion:
    width, height = contents.size or (None, None)
    return DocumentVersion(
        number=number,
        file_name=contents.file_name,
        media_type=contents.media_type,
        length=len(contents.body),
        sha256=contents.sha256,
        width=width,
        height=height,
        added_at=clock.now(),
        added_by=actor.name,
        body=contents.body,
    )


def _identity(contents: Contents) -> dict[str, object]:
    return {"file_name": contents.file_name, "sha256": contents.sha256}


def _about(document: Document) -> Subject:
    return Subject("document", document.id)
