"""What is written for an occasion and then printed: its order, a speech, word to the press."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from exchange.core.database import (
    Base,
    DemoMarked,
    Editable,
    Localized,
    LocalizedType,
    UTCDateTime,
    bytewise,
    enum_column,
    explain_clash,
)
from exchange.core.messages import message
from exchange.delegations.models import Visit
from exchange.itineraries.models import ItineraryItem
from exchange.papers.enums import Occasion


class Ceremony(Editable, DemoMarked, Base):
    """次第: the order of an item of a programme; one an item."""

    __tablename__ = "ceremonies"

    item_id: Mapped[UUID] = mapped_column(ForeignKey("itinerary_items.id"), unique=True)
    occasion: Mapped[Occasion] = mapped_column(enum_column(Occasion))
    #: A step a line; every language has as many lines as Japanese.
    steps: Mapped[Localized] = mapped_column(LocalizedType)

    item: Mapped[ItineraryItem] = relationship(lazy="raise")


class UsualSteps(Editable, DemoMarked, Base):
    """The steps that are offered for an occasion; where there are none, the house's own are."""

    __tablename__ = "usual_ceremonies"

    occasion: Mapped[Occasion] = mapped_column(enum_column(Occasion), unique=True)
    steps: Mapped[Localized] = mapped_column(LocalizedType)


class Speech(Editable, DemoMarked, Base):
    """あいさつ文・発言要領 of a visit or of one of its items; ended, never deleted."""

    __tablename__ = "speeches"
    __table_args__ = (CheckConstraint("minutes BETWEEN 1 AND 60", name="minutes_range"),)

    visit_id: Mapped[UUID] = mapped_column(ForeignKey("visits.id"), index=True)
    item_id: Mapped[UUID | None] = mapped_column(ForeignKey("itinerary_items.id"), index=True)
    occasion: Mapped[Occasion] = mapped_column(enum_column(Occasion))
    #: Who speaks, by office and name.
    speaker: Mapped[str] = mapped_column(bytewise(120))
    minutes: Mapped[int]
    #: As it is read out, in the languages it was written in.
    text: Mapped[Localized] = mapped_column(LocalizedType)
    #: 発言要領: what is to be said, a point a line.
    points: Mapped[Localized | None] = mapped_column(LocalizedType)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    visit: Mapped[Visit] = relationship(lazy="raise")
    item: Mapped[ItineraryItem | None] = relationship(lazy="raise")


class PressRelease(Editable, DemoMarked, Base):
    """報道資料: what only people know of it; the rest is taken from the visit. One a visit."""

    __tablename__ = "press_releases"

    visit_id: Mapped[UUID] = mapped_column(ForeignKey("visits.id"), unique=True)
    #: 件名.
    title: Mapped[str] = mapped_column(bytewise(200))
    #: The day on which it is handed to the press.
    day: Mapped[date]
    #: What it is about, a paragraph a line.
    text: Mapped[str] = mapped_column(bytewise(4000))
    #: 問い合わせ先: section, person, telephone.
    contact: Mapped[str] = mapped_column(bytewise(500))
    #: For reporters: where to come, by when to apply.
    coverage: Mapped[str] = mapped_column(bytewise(1000), default="")


for _table in ("ceremonies_item_id", "press_releases_visit_id", "usual_ceremonies_occasion"):
    explain_clash(f"uq_{_table}", message("papers.error.written_meanwhile"))
