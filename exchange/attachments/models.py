"""Documents and their versions; a document is ended, its versions are never changed."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from exchange.attachments.enums import DocumentKind, MediaType
from exchange.core.database import (
    Base,
    DemoMarked,
    Editable,
    Keyed,
    Localized,
    LocalizedType,
    bytewise,
    enum_column,
    refuse,
)
from exchange.core.offers import Subject


class Document(DemoMarked, Editable, Base):
    """A scan, paper or photograph of a partner, an agreement or a visit."""

    __tablename__ = "documents"
    __table_args__ = (
        CheckConstraint(
            "NOT is_public OR (kind = 'photo' AND rights_holder <> '' AND licence <> '')",
            name="public_with_rights",
        ),
        Index("ix_documents_subject", "subject_kind", "subject_id"),
    )

    #: What it belongs to; subjects are ended, never deleted, so a document is never orphaned.
    subject_kind: Mapped[str] = mapped_column(bytewise(40))
    subject_id: Mapped[UUID]
    kind: Mapped[DocumentKind] = mapped_column(enum_column(DocumentKind))
    title: Mapped[Localized] = mapped_column(LocalizedType)
    #: Who holds the rights in it, and what they allow; empty where that was not asked.
    rights_holder: Mapped[str] = mapped_column(bytewise(200), default="")
    licence: Mapped[str] = mapped_column(bytewise(300), default="")
    #: Shown on the public part of its subject's page; photographs alone.
    is_public: Mapped[bool] = mapped_column(default=False)
    ended_at: Mapped[datetime | None]

    versions: Mapped[list["DocumentVersion"]] = relationship(
        back_populates="document", order_by="DocumentVersion.number.desc()", lazy="raise"
    )

    @property
    def subject(self) -> Subject:
        """What it belongs to."""
        return Subject(self.subject_kind, self.subject_id)

    @property
    def latest(self) -> "DocumentVersion":
        """The version that counts."""
        return self.versions[0]


class DocumentVersion(Keyed, Base):
    """One file as it was sent: who, when, and what its bytes are."""

    __tablename__ = "document_versions"
    __table_args__ = (
        UniqueConstraint("document_id", "number"),
        CheckConstraint("number > 0", name="number_positive"),
        CheckConstraint("length > 0", name="length_positive"),
        CheckConstraint("(width IS NULL) = (height IS NULL)", name="width_with_height"),
    )

    document_id: Mapped[UUID] = mapped_column(ForeignKey("documents.id"))
    number: Mapped[int]
    file_name: Mapped[str] = mapped_column(bytewise(200))
    media_type: Mapped[MediaType] = mapped_column(enum_column(MediaType))
    #: Bytes.
    length: Mapped[int]
    sha256: Mapped[str] = mapped_column(bytewise(64))
    #: Pixels of a picture.
    width: Mapped[int | None]
    height: Mapped[int | None]
    added_at: Mapped[datetime]
    #: By name, as in the audit: a version outlives an account.
    added_by: Mapped[str] = mapped_column(bytewise(200))
    body: Mapped[bytes] = mapped_column(LargeBinary, deferred=True, deferred_raiseload=True)

    document: Mapped[Document] = relationship(back_populates="versions", lazy="raise")


refuse(DocumentVersion.__table__, "UPDATE")  # type: ignore[arg-type]
