"""Audit lines, append-only, and the personal values they point at, which may be deleted."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from exchange.core.database import Base, Keyed, UTCDateTime, bytewise, refuse


class AuditLine(Keyed, Base):
    """Who, when, act, subject, field names; the database refuses to change or delete it."""

    __tablename__ = "audit_lines"

    at: Mapped[datetime] = mapped_column(UTCDateTime)
    #: None for commands and jobs; `actor_name` says which. No foreign key: a line outlives a user.
    actor_id: Mapped[UUID | None]
    actor_name: Mapped[str] = mapped_column(bytewise(200))
    #: `<room>.<verb>`, such as `visits.create`.
    act: Mapped[str] = mapped_column(bytewise(60))
    subject_kind: Mapped[str] = mapped_column(bytewise(40))
    subject_id: Mapped[UUID]
    fields: Mapped[list[str]] = mapped_column(JSON)
    #: What personal data was used for, of a closed list; None for what is no use of it.
    purpose: Mapped[str | None] = mapped_column(bytewise(20))

    values: Mapped[list["AuditValue"]] = relationship(order_by="AuditValue.field")

    @property
    def is_of_list(self) -> bool:
        """Say whether it notes that its actor read or searched a list, which is about nobody."""
        is_own = self.subject_kind == "user" and self.subject_id == self.actor_id
        return is_own and self.act in {"pages.read", "pages.search"}

    __table_args__ = (
        Index("ix_audit_lines_subject", "subject_kind", "subject_id", "at"),
        Index("ix_audit_lines_at", "at"),
        Index("ix_audit_lines_act_at", "act", "at", "id"),
    )


class AuditValue(Base):
    """The old and new text of one field; deleted with the person it is about, never changed."""

    __tablename__ = "audit_values"

    line_id: Mapped[UUID] = mapped_column(ForeignKey("audit_lines.id"), primary_key=True)
    field: Mapped[str] = mapped_column(bytewise(60), primary_key=True)
    old: Mapped[str | None]
    new: Mapped[str | None]


refuse(AuditLine.__table__, "UPDATE")  # type: ignore[arg-type]
refuse(AuditLine.__table__, "DELETE")  # type: ignore[arg-type]
refuse(AuditValue.__table__, "UPDATE")  # type: ignore[arg-type]
