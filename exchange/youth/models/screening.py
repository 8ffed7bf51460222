"""A screening: its criteria, and what each assessor gave by number, never by name."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from exchange.core.database import Base, Keyed, UTCDateTime, bytewise


class Criterion(Keyed, Base):
    """What is scored, from 0 to `most`."""

    __tablename__ = "criteria"
    __table_args__ = (
        UniqueConstraint("edition_id", "number"),
        CheckConstraint("most BETWEEN 1 AND 1000", name="most_range"),
    )

    edition_id: Mapped[UUID] = mapped_column(ForeignKey("editions.id"))
    #: From 1, in the order of the columns.
    number: Mapped[int]
    name: Mapped[str] = mapped_column(bytewise(200))
    most: Mapped[int]


class Score(Keyed, Base):
    """The points one assessor gave one number for one criterion."""

    __tablename__ = "scores"
    __table_args__ = (UniqueConstraint("registration_id", "criterion_id", "assessor"),)

    registration_id: Mapped[UUID] = mapped_column(ForeignKey("registrations.id"))
    criterion_id: Mapped[UUID] = mapped_column(ForeignKey("criteria.id"), index=True)
    #: The account's key, or a command's name.
    assessor: Mapped[str] = mapped_column(bytewise(200))
    points: Mapped[int]
    at: Mapped[datetime] = mapped_column(UTCDateTime)
