"""Named days of the public calendars, and the days the office itself wants avoided."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

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


class Holiday(Editable, Base):
    """A named closed day of one calendar, in all the years that are known."""

    __tablename__ = "holidays"

    slug: Mapped[str] = mapped_column(bytewise(80), unique=True)
    #: In our own words.
    names: Mapped[Localized] = mapped_column(LocalizedType)
    #: Where it is kept: slugs of partners, or `kumamoto`.
    places: Mapped[list[str]] = mapped_column(JSON)
    #: ISO days, in order.
    days: Mapped[list[str]] = mapped_column(JSON)
    #: The last day the published calendar covers; later ones are computed. None: fixed by law.
    official_through: Mapped[date | None]
    #: No closed day, but one on which little gets done.
    caution: Mapped[bool] = mapped_column(default=False)
    #: Who said so, of a day a person took in from elsewhere; None for those of our data files.
    source: Mapped[str | None] = mapped_column(bytewise(100))
    #: When a day that was taken in was taken back.
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class AvoidedDays(Editable, DemoMarked, Base):
    """Days the office wants avoided at a place, for a reason that is for staff alone; 配慮日."""

    __tablename__ = "avoided_days"
    __table_args__ = (
        CheckConstraint("ends >= starts", name="ends_after_starts"),
        CheckConstraint("reason <> ''", name="with_reason"),
        Index("ix_avoided_days_starts", "starts", "id"),
    )

    #: A partner's slug, or `kumamoto`.
    place: Mapped[str] = mapped_column(bytewise(60))
    starts: Mapped[date]
    ends: Mapped[date]
    reason: Mapped[str] = mapped_column(bytewise(300))
    #: When it was taken off the list.
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


def iso_days(days: Sequence[date]) -> list[str]:
    """Return days as the column holds them."""
    return [day.isoformat() for day in sorted(set(days))]


explain_clash(
    "ck_avoided_days_ends_after_starts", message("closures.error.ends_before_starts"), field="ends"
)
