"""The minutes of a waiting list: who was offered a seat, who was passed over and why."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from exchange.core.database import Base, Keyed, UTCDateTime, bytewise, enum_column
from exchange.youth.enums.waiting import SkipReason, WaitingAct
from exchange.youth.models.registrations import Registration


class WaitingNote(Keyed, Base):
    """One line of the minutes; never changed afterwards."""

    __tablename__ = "waiting_notes"
    __table_args__ = (
        CheckConstraint("(told = 'skipped') = (skipped IS NOT NULL)", name="skipped_has_reason"),
        CheckConstraint("(told = 'offered') = (until IS NOT NULL)", name="offered_has_deadline"),
        CheckConstraint("(told = 'nobody') = (registration_id IS NULL)", name="somebody_or_nobody"),
        UniqueConstraint("edition_id", "number"),
        Index("ix_waiting_notes_registration_id", "registration_id"),
    )

    edition_id: Mapped[UUID] = mapped_column(ForeignKey("editions.id"))
    #: From 1 within the edition, in the order of what happened.
    number: Mapped[int]
    #: None where nobody was left to be offered the seat.
    registration_id: Mapped[UUID | None] = mapped_column(ForeignKey("registrations.id"))
    told: Mapped[WaitingAct] = mapped_column(enum_column(WaitingAct))
    #: The place on the list.
    rank: Mapped[int | None]
    #: The last day of the offer.
    until: Mapped[date | None]
    skipped: Mapped[SkipReason | None] = mapped_column(enum_column(SkipReason))
    #: What the person wrote, or which rule was not met, in the office's language.
    reason: Mapped[str | None] = mapped_column(bytewise(500))
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    actor_name: Mapped[str] = mapped_column(bytewise(200))

    registration: Mapped[Registration | None] = relationship(lazy="raise")
