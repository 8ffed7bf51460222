"""Pairs of pupils who may be one child, and what the division decided about each."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from exchange.core.database import (
    Base,
    DemoMarked,
    Editable,
    Keyed,
    UTCDateTime,
    bytewise,
    enum_column,
)
from exchange.youth.enums import DuplicateState
from exchange.youth.models.schools import Pupil


class Duplicate(Editable, DemoMarked, Base):
    """Two pupils of different schools with one match key: a question for the division."""

    __tablename__ = "duplicates"
    __table_args__ = (
        UniqueConstraint("first_id", "second_id"),
        CheckConstraint("first_id <> second_id", name="two_pupils"),
        Index("ix_duplicates_state_created_at", "state", "created_at"),
    )

    #: Known first; the school of the second was told to contact the division.
    first_id: Mapped[UUID] = mapped_column(ForeignKey("pupils.id"))
    second_id: Mapped[UUID] = mapped_column(ForeignKey("pupils.id"), index=True)
    state: Mapped[DuplicateState] = mapped_column(
        enum_column(DuplicateState), default=DuplicateState.OPEN
    )

    first: Mapped[Pupil] = relationship(lazy="raise", foreign_keys=[first_id])
    second: Mapped[Pupil] = relationship(lazy="raise", foreign_keys=[second_id])
    decisions: Mapped[list["DuplicateDecision"]] = relationship(
        lazy="raise", order_by="(DuplicateDecision.at, DuplicateDecision.id)"
    )


class DuplicateDecision(Keyed, Base):
    """One decision about a pair; taking a merge back is a decision too."""

    __tablename__ = "duplicate_decisions"
    __table_args__ = (Index("ix_duplicate_decisions_duplicate_id_at", "duplicate_id", "at"),)

    duplicate_id: Mapped[UUID] = mapped_column(ForeignKey("duplicates.id"))
    previous: Mapped[DuplicateState] = mapped_column(enum_column(DuplicateState, "previous_state"))
    state: Mapped[DuplicateState] = mapped_column(enum_column(DuplicateState))
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    actor_id: Mapped[UUID | None]
    actor_name: Mapped[str] = mapped_column(bytewise(200))
    reason: Mapped[str] = mapped_column(bytewise(500))
    #: Of a merge: the keys of the pupils on each side, who is kept and who is joined to it first.
    kept_ids: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    joined_ids: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
