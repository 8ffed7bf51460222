"""Guests of an edition, and with whom they stay: every placement is kept, with who and why."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from exchange.core.database import (
    Base,
    DemoMarked,
    Editable,
    Encrypted,
    Keyed,
    PersonName,
    Sealed,
    UTCDateTime,
    bytewise,
    enum_column,
)
from exchange.hosting.enums import Sex
from exchange.hosting.models.families import HostFamily
from exchange.youth.models import Edition


class Guest(Editable, DemoMarked, PersonName, Base):
    """A young person from the partner's side; needs are purged when the edition is over."""

    __tablename__ = "guests"
    __table_args__ = (
        CheckConstraint("age BETWEEN 6 AND 30", name="age_range"),
        CheckConstraint("(stays_from IS NULL) = (stays_until IS NULL)", name="stay_both_or_none"),
        CheckConstraint("stays_until >= stays_from", name="stay_in_order"),
        Index("ix_guests_edition_id_sort_key", "edition_id", "sort_key"),
    )

    edition_id: Mapped[UUID] = mapped_column(ForeignKey("editions.id"))
    sex: Mapped[Sex] = mapped_column(enum_column(Sex), default=Sex.UNSTATED)
    #: On the first day of the stay.
    age: Mapped[int]
    school: Mapped[str] = mapped_column(bytewise(200), default="")
    languages: Mapped[list[str]] = mapped_column(JSON, default=list)
    hobbies: Mapped[list[str]] = mapped_column(JSON, default=list)
    #: First and last night's day, inclusive; None: the whole edition.
    stays_from: Mapped[date | None]
    stays_until: Mapped[date | None]
    #: Values of Avoidance, joined by commas: what comes of an allergy, never the allergy.
    avoids: Mapped[Sealed | None] = mapped_column(Encrypted)
    #: What the family must know for the days of the stay.
    needs: Mapped[Sealed | None] = mapped_column(Encrypted)
    #: The day on which the guardian consented in writing, and where the paper is kept.
    consent_on: Mapped[date | None]
    consent_paper: Mapped[str] = mapped_column(bytewise(300), default="")
    withdrawn_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    withdrawal_reason: Mapped[str] = mapped_column(bytewise(500), default="")
    purged_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    edition: Mapped[Edition] = relationship(lazy="raise")


class Placement(Keyed, Base):
    """That a guest stays with a family from one day to another; moved or ended, never changed."""

    __tablename__ = "placements"
    __table_args__ = (
        CheckConstraint("until >= starts", name="days_in_order"),
        CheckConstraint("(ended_at IS NULL) = (end_reason = '')", name="ended_with_reason"),
        Index("ix_placements_guest_id_placed_at", "guest_id", "placed_at"),
        Index("ix_placements_family_id", "family_id"),
    )

    guest_id: Mapped[UUID] = mapped_column(ForeignKey("guests.id"))
    family_id: Mapped[UUID] = mapped_column(ForeignKey("host_families.id"))
    starts: Mapped[date]
    #: The last night's day, inclusive.
    until: Mapped[date]
    placed_at: Mapped[datetime] = mapped_column(UTCDateTime)
    #: None for commands; `actor_name` says which.
    actor_id: Mapped[UUID | None]
    actor_name: Mapped[str] = mapped_column(bytewise(200))
    reason: Mapped[str] = mapped_column(bytewise(500))
    #: Values of Conflict that the person knew of and placed across.
    accepted: Mapped[list[str]] = mapped_column(JSON, default=list)
    #: Whether it came from the suggestion, confirmed by the person.
    suggested: Mapped[bool] = mapped_column(default=False)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    ended_by: Mapped[str] = mapped_column(bytewise(200), default="")
    end_reason: Mapped[str] = mapped_column(bytewise(500), default="")
    #: Whether the guest slept there before it ended: such days stay taken.
    was_begun: Mapped[bool] = mapped_column(default=False)

    guest: Mapped[Guest] = relationship(lazy="raise")
    family: Mapped[HostFamily] = relationship(lazy="raise")
