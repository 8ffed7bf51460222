"""What is on a visit's programme, its versions, tracks and ways, and who came to what."""

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, Text, UniqueConstraint
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
from exchange.itineraries.enums import Attending, Presence


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
    #: Reporters may come: it stands in the press release.
    open_to_press: Mapped[bool] = mapped_column(default=False)
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


class TrackPerson(Base):
    """That somebody goes with a track of a visit; part of the programme."""

    __tablename__ = "itinerary_track_people"

    visit_id: Mapped[UUID] = mapped_column(ForeignKey("visits.id"), primary_key=True)
    track: Mapped[str] = mapped_column(bytewise(60), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), primary_key=True, index=True)


class Transfer(Keyed, Base):
    """How many minutes a way needs between two places of a visit."""

    __tablename__ = "itinerary_transfers"
    __table_args__ = (
        UniqueConstraint("visit_id", "origin", "destination"),
        CheckConstraint("minutes BETWEEN 0 AND 1440", name="minutes_range"),
    )

    visit_id: Mapped[UUID] = mapped_column(ForeignKey("visits.id"))
    #: Folded names of places, as items have them.
    origin: Mapped[str] = mapped_column(bytewise(200))
    destination: Mapped[str] = mapped_column(bytewise(200))
    minutes: Mapped[int]


class PlanVersion(Keyed, Base):
    """A programme as it was handed out: v1, v2 …; never changed."""

    __tablename__ = "itinerary_versions"
    __table_args__ = (
        UniqueConstraint("visit_id", "number"),
        CheckConstraint("number > 0", name="number_counts"),
    )

    visit_id: Mapped[UUID] = mapped_column(ForeignKey("visits.id"))
    number: Mapped[int]
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    #: Who published it, by the name they had.
    by: Mapped[str] = mapped_column(bytewise(200))
    note: Mapped[str] = mapped_column(bytewise(300), default="")
    #: The items as data, in true order.
    plan: Mapped[list[dict[str, Any]]] = mapped_column(JSON)


class PresenceTick(Keyed, Base):
    """What somebody saw of a person at an item; the latest that was not undone counts."""

    __tablename__ = "itinerary_presences"
    __table_args__ = (Index("ix_itinerary_presences_item_id_at", "item_id", "at"),)

    item_id: Mapped[UUID] = mapped_column(ForeignKey("itinerary_items.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), index=True)
    presence: Mapped[Presence] = mapped_column(enum_column(Presence))
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    by: Mapped[str] = mapped_column(bytewise(200))
    undone_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


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
