"""The record of what went: kinds and numbers, who, when and why; nobody's name."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from exchange.core.database import (
    Base,
    DemoMarked,
    Editable,
    Encrypted,
    Keyed,
    Localized,
    LocalizedType,
    Sealed,
    UTCDateTime,
    bytewise,
    enum_column,
    explain_clash,
    refuse,
)
from exchange.core.languages import OFFICE_ZONE
from exchange.core.messages import message
from exchange.privacy.enums import (
    DisclosureState,
    Disposal,
    DisposalMeans,
    OfficialKind,
    RecordedAct,
)
from exchange.youth.models import Pupil


class ErasureRecord(Keyed, DemoMarked, Base):
    """One act by which something went for good; the database refuses to change it."""

    __tablename__ = "erasure_records"
    __table_args__ = (Index("ix_erasure_records_at", "at", "id"),)

    kind: Mapped[RecordedAct] = mapped_column(enum_column(RecordedAct))
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    #: None for commands and jobs. No foreign key: a record outlives an account.
    by_id: Mapped[UUID | None]
    by_name: Mapped[str] = mapped_column(bytewise(200))
    reason: Mapped[str] = mapped_column(bytewise(500))
    #: How many of each kind, in the order in which they are read.
    counts: Mapped[dict[str, int]] = mapped_column(JSON)

    @property
    def reference(self) -> str:
        """What people call it by."""
        return _reference(self.at, self.id)


refuse(ErasureRecord.__table__, "UPDATE")  # type: ignore[arg-type]
refuse(ErasureRecord.__table__, "DELETE")  # type: ignore[arg-type]


class DisposalDecision(Keyed, Base):
    """What a person decided about an official record, and why; the newest one holds."""

    __tablename__ = "disposal_decisions"
    __table_args__ = (
        Index("ix_disposal_decisions_subject", "subject_kind", "subject_id", "at"),
        CheckConstraint("reason <> ''", name="with_reason"),
    )

    subject_kind: Mapped[OfficialKind] = mapped_column(enum_column(OfficialKind))
    subject_id: Mapped[UUID]
    decision: Mapped[Disposal] = mapped_column(enum_column(Disposal))
    reason: Mapped[str] = mapped_column(bytewise(500))
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    by_id: Mapped[UUID | None]
    by_name: Mapped[str] = mapped_column(bytewise(200))


refuse(DisposalDecision.__table__, "UPDATE")  # type: ignore[arg-type]
refuse(DisposalDecision.__table__, "DELETE")  # type: ignore[arg-type]


class DisposalDone(Keyed, Base):
    """That a record was really disposed of, as decided; no longer so once it is decided anew."""

    __tablename__ = "disposals"
    __table_args__ = (
        CheckConstraint("means <> 'other' OR remark <> ''", name="other_with_remark"),
    )

    decision_id: Mapped[UUID] = mapped_column(ForeignKey("disposal_decisions.id"), unique=True)
    #: What the record was called, and its last day: whoever reads of it may find no more.
    title: Mapped[Localized] = mapped_column(LocalizedType)
    last_day: Mapped[date]
    disposed_on: Mapped[date]
    means: Mapped[DisposalMeans] = mapped_column(enum_column(DisposalMeans))
    remark: Mapped[str] = mapped_column(bytewise(500), default="")
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    by_id: Mapped[UUID | None]
    by_name: Mapped[str] = mapped_column(bytewise(200))


explain_clash("uq_disposals_decision_id", message("privacy.error.disposed"))
refuse(DisposalDone.__table__, "UPDATE")  # type: ignore[arg-type]
refuse(DisposalDone.__table__, "DELETE")  # type: ignore[arg-type]


class Disclosure(Editable, DemoMarked, Base):
    """A copy of all that is kept about a pupil: who asked, why, and how far it has come."""

    __tablename__ = "disclosures"
    __table_args__ = (
        CheckConstraint("(state = 'ready') = (body IS NOT NULL)", name="body_while_ready"),
        Index("ix_disclosures_ordered_at", "ordered_at", "id"),
    )

    pupil_id: Mapped[UUID] = mapped_column(ForeignKey("pupils.id"), index=True)
    pupil: Mapped[Pupil] = relationship(lazy="raise")
    #: 開示の申出者: the guardian, or the pupil, and how they are related.
    asker: Mapped[str] = mapped_column(bytewise(200))
    #: How it was made sure who asks.
    checked: Mapped[str] = mapped_column(bytewise(200))
    purpose: Mapped[str] = mapped_column(bytewise(500))
    state: Mapped[DisclosureState] = mapped_column(
        enum_column(DisclosureState), default=DisclosureState.WAITING
    )
    ordered_by: Mapped[str] = mapped_column(bytewise(200))
    #: The only account that can take it. No foreign key: the record outlives an account.
    ordered_by_id: Mapped[UUID | None]
    #: Of the machine's clock, as jobs are.
    ordered_at: Mapped[datetime] = mapped_column(UTCDateTime)
    kept_until: Mapped[datetime | None] = mapped_column(UTCDateTime)
    taken_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    #: The ZIP file in base64, sealed; gone once it was taken or its time is over.
    body: Mapped[Sealed | None] = mapped_column(Encrypted)

    @property
    def reference(self) -> str:
        """What people call it by."""
        return _reference(self.ordered_at, self.id)


def _reference(at: datetime, key: UUID) -> str:
    """Return a number to read out and to write down: the office's day, and the end of the key."""
    return f"{at.astimezone(OFFICE_ZONE):%Y%m%d}-{key.hex[-6:].upper()}"
