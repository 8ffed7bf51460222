"""Pairs that last: my guest of this year is my host of the next."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from exchange.core.database import Base, Editable, UTCDateTime, bytewise, explain_clash
from exchange.core.messages import message
from exchange.hosting.models.guests import Guest
from exchange.youth.models import Edition, Pupil


class YouthPair(Editable, Base):
    """A pupil of ours and a young person of the partner's, from one edition into another."""

    __tablename__ = "youth_pairs"
    __table_args__ = (
        CheckConstraint("(ended_at IS NULL) = (end_reason = '')", name="ended_with_reason"),
        CheckConstraint(
            "carried_guest_id IS NULL OR carried_to_id IS NOT NULL", name="carried_whole"
        ),
        Index(
            "uq_youth_pairs_guest_id",
            "guest_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index("ix_youth_pairs_edition_id", "edition_id"),
        Index("ix_youth_pairs_carried_to_id", "carried_to_id"),
        Index("ix_youth_pairs_pupil_id", "pupil_id"),
    )

    #: Where it was made.
    edition_id: Mapped[UUID] = mapped_column(ForeignKey("editions.id"))
    pupil_id: Mapped[UUID] = mapped_column(ForeignKey("pupils.id"))
    guest_id: Mapped[UUID] = mapped_column(ForeignKey("guests.id"))
    #: The edition of the same programme, the other way round, into which it lasts.
    carried_to_id: Mapped[UUID | None] = mapped_column(ForeignKey("editions.id"))
    #: The same young person there, where it is the one who comes.
    carried_guest_id: Mapped[UUID | None] = mapped_column(ForeignKey("guests.id"), index=True)
    #: The pair whose pupil dropped out, where this one took its place.
    replaces_id: Mapped[UUID | None] = mapped_column(ForeignKey("youth_pairs.id"), index=True)
    made_by: Mapped[str] = mapped_column(bytewise(200))
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    ended_by: Mapped[str] = mapped_column(bytewise(200), default="")
    end_reason: Mapped[str] = mapped_column(bytewise(500), default="")

    edition: Mapped[Edition] = relationship(lazy="raise", foreign_keys=[edition_id])
    carried_to: Mapped[Edition | None] = relationship(lazy="raise", foreign_keys=[carried_to_id])
    pupil: Mapped[Pupil] = relationship(lazy="raise")
    guest: Mapped[Guest] = relationship(lazy="raise", foreign_keys=[guest_id])
    carried_guest: Mapped[Guest | None] = relationship(
        lazy="raise", foreign_keys=[carried_guest_id]
    )


explain_clash("uq_youth_pairs_guest_id", message("hosting.error.guest_paired"), field="guest_id")
