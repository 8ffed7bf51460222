"""What is on a visit's programme, who is named for it, and what cities' names mean."""

from datetime import date, datetime, time
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, composite, mapped_column, relationship

from exchange.core.database import (
    Base,
    DemoMarked,
    Editable,
    Keyed,
    Localized,
    LocalizedType,
    UTCDateTime,
    bytewise,
    enum_column,
    explain_clash,
)
from exchange.core.messages import message
from exchange.core.walltime import WallTime
from exchange.delegations.models import Visit
from exchange.itineraries.enums import Attending


class ItineraryItem(Editable, DemoMarked, Base):
    """Something on a visit's programme, at the clocks of its places; ended, never deleted."""

    __tablename__ = "itinerary_items"

    visit_id: Mapped[UUID] = mapped_column(ForeignKey("visits.id"))
    #: Name of a parallel programme; empty for what all attend.
    track: Mapped[str] = mapped_column(bytewise(60), default="")
    title: Mapped[Localized] = mapped_column(LocalizedType)
    place: Mapped[str] = mapped_column(bytewise(200), default="")
    #: Empty where it ends where it began.
    end_place: Mapped[str] = mapped_column(bytewise(200), default="")
    #: As typed; the zone is what it means.
    city: Mapped[str] = mapped_column(bytewise(100), default="")
    end_city: Mapped[str] = mapped_column(bytewise(100), default="")
    transport: Mapped[str] = mapped_column(bytewise(200), default="")
    lodging: Mapped[str] = mapped_column(bytewise(200), default="")
    meal: Mapped[str] = mapped_column(bytewise(200), default="")
    #: The menu is decided beforehand: diets are to be told.
    set_meal: Mapped[bool] = mapped_column(default=False)
    host: Mapped[str] = mapped_column(bytewise(200), default="")
    interpreter: Mapped[str] = mapped_column(bytewise(120), default="")
    vehicle: Mapped[str] = mapped_column(bytewise(120), default="")
    dress: Mapped[str] = mapped_column(bytewise(120), default="")
    rain_plan: Mapped[str] = mapped_column(Text, default="")
    gift_note: Mapped[str] = mapped_column(bytewise(300), default="")
    cost_note: Mapped[str] = mapped_column(bytewise(300), default="")
    #: What our side's paper says under the item, and what the partner's says.
    own_text: Mapped[Localized | None] = mapped_column(LocalizedType)
    partner_text: Mapped[Localized | None] = mapped_column(LocalizedType)
    speech: Mapped[bool] = mapped_column(default=False)
    #: Does not move when its day moves: a ceremony, a reserved hall.
    fixed: Mapped[bool] = mapped_column(default=False)
    attending: Mapped[Attending] = mapped_column(enum_column(Attending), default=Attending.PARTY)
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
    named: Mapped[list["ItemPerson"]] = relationship(
        order_by="ItemPerson.person_id", cascade="all, delete-orphan", lazy="raise"
    )

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


class ItemPerson(Base):
    """Somebody named for an item; part of the item, not a record of its own."""

    __tablename__ = "itinerary_item_people"

    item_id: Mapped[UUID] = mapped_column(ForeignKey("itinerary_items.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), primary_key=True, index=True)


class ToldCity(Keyed, Base):
    """Which clock a city's name means, as somebody answered once."""

    __tablename__ = "itinerary_cities"

    #: The folded name, without 市.
    key: Mapped[str] = mapped_column(bytewise(100), unique=True)
    name: Mapped[str] = mapped_column(bytewise(100))
    zone: Mapped[str] = mapped_column(bytewise(64))


explain_clash(
    "ck_itinerary_items_ends_after_starts",
    message("itineraries.error.ends_before_starts_there"),
    field="end_clock",
)
