"""Rosters as schools send them, kept until confirmed, and what a school's headings mean."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from exchange.core.database import (
    Base,
    DemoMarked,
    Editable,
    Encrypted,
    Sealed,
    bytewise,
    enum_column,
)
from exchange.youth.enums.rosters import Fate, RosterState
from exchange.youth.models.programmes import Edition
from exchange.youth.models.schools import School


class Roster(Editable, DemoMarked, Base):
    """A file or a pasted list of pupils for an edition, sent by a school."""

    __tablename__ = "rosters"
    __table_args__ = (
        CheckConstraint("state <> 'dropped' OR kept IS NULL", name="dropped_keeps_nothing"),
        CheckConstraint(
            "(state = 'confirmed') = (confirmed_at IS NOT NULL)", name="confirmed_at_its_time"
        ),
        Index("ix_rosters_school_id_created_at", "school_id", "created_at"),
        Index("ix_rosters_edition_id", "edition_id"),
    )

    edition_id: Mapped[UUID] = mapped_column(ForeignKey("editions.id"))
    school_id: Mapped[UUID] = mapped_column(ForeignKey("schools.id"))
    #: Empty for a pasted list.
    file_name: Mapped[str] = mapped_column(bytewise(200))
    #: By name, as in the audit: a roster outlives an account.
    sent_by: Mapped[str] = mapped_column(bytewise(200))
    state: Mapped[RosterState] = mapped_column(enum_column(RosterState))
    #: The cells without what is never stored; after confirming only those of the refused rows,
    #: and nothing once the roster is dropped.
    kept: Mapped[Sealed | None] = mapped_column(Encrypted)
    #: When it is dropped, by the machine's clock.
    kept_until: Mapped[datetime]
    #: How it is to be read, as a person chose: encoding, sheet, row of the headings.
    choices: Mapped[dict[str, object]] = mapped_column(JSON)
    #: How many rows had each fate when it was confirmed, how many went on the waiting list, and how
    #: many were taken back since.
    outcome: Mapped[dict[str, int] | None] = mapped_column(JSON(none_as_null=True))
    #: The registrations it made, by key, and the version in which it left each, without those that
    #: were taken back; not known of earlier rosters.
    made: Mapped[dict[str, int] | None] = mapped_column(JSON(none_as_null=True), deferred=True)
    confirmed_at: Mapped[datetime | None]
    #: By name, as `sent_by`: often somebody else of the school.
    confirmed_by: Mapped[str | None] = mapped_column(bytewise(200))
    #: What the school declared on confirming.
    principal_confirmed_on: Mapped[date | None]

    edition: Mapped[Edition] = relationship(lazy="raise")
    school: Mapped[School] = relationship(lazy="raise")

    @property
    def counts(self) -> Mapping[Fate, int]:
        """How many rows had each fate when it was confirmed."""
        return {fate: (self.outcome or {}).get(fate.value, 0) for fate in Fate}


class RosterHabit(Base):
    """What the headings of one school's rosters mean, as a person there once said."""

    __tablename__ = "roster_habits"

    school_id: Mapped[UUID] = mapped_column(ForeignKey("schools.id"), primary_key=True)
    #: By folded heading: a RosterField, or an empty text for a column that is not read.
    meanings: Mapped[dict[str, str]] = mapped_column(JSON)
