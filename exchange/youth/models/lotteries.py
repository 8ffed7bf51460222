"""The lottery of an edition: the seed published first, then the list, then the draw."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from exchange.core.database import Base, DemoMarked, Keyed, UTCDateTime, bytewise


class Lottery(Keyed, DemoMarked, Base):
    """One lottery; every part is written once and never changed."""

    __tablename__ = "lotteries"
    __table_args__ = (
        CheckConstraint("(listed_at IS NULL) = (list_text IS NULL)", name="list_has_its_time"),
        CheckConstraint("drawn_at IS NULL OR listed_at IS NOT NULL", name="drawn_after_listing"),
    )

    edition_id: Mapped[UUID] = mapped_column(ForeignKey("editions.id"), unique=True)
    seed: Mapped[str] = mapped_column(bytewise(200))
    seed_at: Mapped[datetime] = mapped_column(UTCDateTime)
    #: As `youth.lottery.list_text` writes it: numbers, no names.
    list_text: Mapped[str | None] = mapped_column(Text)
    listed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    drawn_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
