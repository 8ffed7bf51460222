"""The lottery of an edition: what decides is said first, then comes the list, then the draw."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from exchange.core.database import Base, DemoMarked, Keyed, UTCDateTime, bytewise


class Lottery(Keyed, DemoMarked, Base):
    """One lottery; every part is written once and never changed.

    What decides is a seed known before anybody applied, or the result of a public event to come.
    Only an event whose day came before the list was closed gives way to another one.
    """

    __tablename__ = "lotteries"
    __table_args__ = (
        CheckConstraint("(seed IS NULL) = (seed_at IS NULL)", name="seed_has_its_time"),
        CheckConstraint(
            "(event IS NULL) = (event_on IS NULL) AND (event IS NULL) = (event_at IS NULL)",
            name="event_has_its_day",
        ),
        CheckConstraint("seed IS NOT NULL OR event IS NOT NULL", name="something_decides"),
        CheckConstraint("(listed_at IS NULL) = (list_text IS NULL)", name="list_has_its_time"),
        CheckConstraint(
            "drawn_at IS NULL OR (listed_at IS NOT NULL AND seed IS NOT NULL)",
            name="drawn_from_list_and_seed",
        ),
    )

    edition_id: Mapped[UUID] = mapped_column(ForeignKey("editions.id"), unique=True)
    #: With an event it is its result, typed in after the list was closed.
    seed: Mapped[str | None] = mapped_column(bytewise(200))
    seed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    #: What will be known to everybody, and the day on which it happens.
    event: Mapped[str | None] = mapped_column(bytewise(200))
    event_on: Mapped[date | None]
    event_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    #: Events announced before, whose day came too early: a line each, its day first.
    missed_events: Mapped[str | None] = mapped_column(Text)
    #: As `youth.lottery.list_text` writes it: numbers, no names.
    list_text: Mapped[str | None] = mapped_column(Text)
    listed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    drawn_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    @property
    def announced_at(self) -> datetime | None:
        """When it was said what decides: from then on nothing of the lottery can change."""
        return self.event_at or self.seed_at

    @property
    def event_line(self) -> str | None:
        """The event as the list names it, its day first; None where the seed was known before."""
        if self.event is None or self.event_on is None:
            return None
        return f"{self.event_on.isoformat()} {self.event}"
