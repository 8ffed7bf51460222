"""What is on a visit's programme."""

from datetime import date, datetime, time
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, composite, mapped_column, relationship

from exchange.core.database import (
    Base,
    DemoMarked,
    Editable,
    Localized,
    LocalizedType,
    UTCDateTime,
    bytewise,
    explain_clash,
)
from exchange.core.messages import message
from exchange.core.walltime import WallTime
from exchange.delegations.models import Visit


class ItineraryItem(Editable, DemoMarked, Base):
    """Something on a visit's programme, at the clocks of its places; ended, never deleted."""

    __tablename__ = "itinerary_items"

    visit_id: Mapped[UUID] = mapped_column(ForeignKey("visits.id"))
    #: Name of a parallel programme; empty for what all attend.
    track: Mapped[str] = mapped_column(bytewise(60), default="")
    title: Mapped[Localized] = mapped_column(LocalizedType)
    place: Mapped[str] = mapped_column(bytewise(200), default="")
    start_day: Mapped[date]
    start_clock: Mapped[time]
    start_zone: Mapped[str] = mapped_column(bytewise(64))
    start_fold: Mapped[int]
    end_day: Mapped[date]
    end_clock: Mapped[time]
    end_zone: Mapped[str] = mapped_column(bytewise(64))
    end_fold: Mapped[int]
    #: Derived from the wall times, which are the truth; recomputed when zones' rules change.
    starts_at: Mapped[datetime] = mapped_column(UTCDateTime)
    ends_at: Mapped[datetime] = mapped_column(UTCDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    start: Mapped[WallTime] = composite("start_day", "start_clock", "start_zone", "start_fold")
    end: Mapped[WallTime] = composite("end_day", "end_clock", "end_zone", "end_fold")
    visit: Mapped[Visit] = relationship(lazy="raise")

    __table_args__ = (
        CheckConstraint("ends_at >= starts_at", name="ends_after_starts"),
        CheckConstraint("start_fold IN (0, 1) AND end_fold IN (0, 1)", name="folds"),
        Index("ix_itinerary_items_visit_id_starts_at", "visit_id", "starts_at"),
        Index("ix_itinerary_items_starts_at", "starts_at"),
    )

    def plan(self, start: WallTime, end: WallTime) -> None:
        """Set both times and what is derived from them."""
        self.start, self.end = start, end
        self.starts_at, self.ends_at = start.instant, end.instant


explain_clash(
    "ck_itinerary_items_ends_after_starts",
    message("itineraries.error.ends_before_starts_there"),
    field="end_clock",
)
