"""A screening: its criteria, and what each assessor gave by number, never by name."""

from datetime import date, datetime
from typing import Final
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from exchange.core.database import Base, Keyed, UTCDateTime, bytewise, explain_clash
from exchange.core.links import Link
from exchange.core.messages import message

#: What stands before the name of whoever scores by a link, in scores and in the audit.
BY_LINK: Final = "assessor link: "


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
    #: The account's key, or the name of a command or of whoever scores by a link.
    assessor: Mapped[str] = mapped_column(bytewise(200))
    points: Mapped[int]
    at: Mapped[datetime] = mapped_column(UTCDateTime)


class Assessor(Keyed, Base):
    """Somebody without an account who scores by a link."""

    __tablename__ = "assessors"
    __table_args__ = (UniqueConstraint("edition_id", "name"),)

    edition_id: Mapped[UUID] = mapped_column(ForeignKey("editions.id"))
    name: Mapped[str] = mapped_column(bytewise(200))
    link_id: Mapped[UUID] = mapped_column(ForeignKey("links.id"), unique=True)
    #: The last day on which the link opens the sheet, inclusive.
    last_day: Mapped[date]
    #: Whether the sheet shows the year of school beside a number.
    sees_grade: Mapped[bool]

    link: Mapped[Link] = relationship(lazy="raise")


explain_clash("uq_assessors_edition_id_name", message("youth.scoring.error.name"), field="name")
