"""What an edition asked its partner for, and when the answer came."""

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from exchange.core.database import Base, DemoMarked, Editable, bytewise, enum_column
from exchange.youth.enums.partner_requests import PartnerRequestKind
from exchange.youth.models.programmes import Edition


class PartnerRequest(Editable, DemoMarked, Base):
    """One thing asked for; it waits until it is answered or taken back."""

    __tablename__ = "partner_requests"
    __table_args__ = (
        CheckConstraint("due >= asked_on", name="due_after_asked"),
        CheckConstraint("answered_on >= asked_on", name="answered_after_asked"),
        CheckConstraint("kind <> 'other' OR words <> ''", name="other_in_words"),
        CheckConstraint("(taken_back_on IS NULL) = (reason = '')", name="taken_back_with_reason"),
        CheckConstraint("answered_on IS NULL OR taken_back_on IS NULL", name="ends_once"),
        Index("ix_partner_requests_edition_id_asked_on", "edition_id", "asked_on", "id"),
    )

    edition_id: Mapped[UUID] = mapped_column(ForeignKey("editions.id"))
    kind: Mapped[PartnerRequestKind] = mapped_column(enum_column(PartnerRequestKind))
    #: What exactly; may be empty unless the kind says nothing.
    words: Mapped[str] = mapped_column(bytewise(200))
    asked_on: Mapped[date]
    #: The day by which the answer was asked for, if one was named.
    due: Mapped[date | None]
    answered_on: Mapped[date | None]
    #: Where the answer is kept, who sent it; may be empty.
    note: Mapped[str] = mapped_column(bytewise(500))
    #: The answer is not needed any more since then, and why; empty while it is.
    taken_back_on: Mapped[date | None]
    reason: Mapped[str] = mapped_column(bytewise(500))

    edition: Mapped[Edition] = relationship(lazy="raise")
