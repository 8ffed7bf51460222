"""The table of handovers."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from exchange.accounts.models import User
from exchange.core.database import (
    Base,
    DemoMarked,
    Editable,
    UTCDateTime,
    bytewise,
    enum_column,
    explain_clash,
)
from exchange.core.messages import message
from exchange.handover.enums import HandoverState

_PLANNED = text("state = 'planned'")


class Handover(Editable, DemoMarked, Base):
    """That somebody leaves, who takes over, and at which instant the account ends."""

    __tablename__ = "handovers"
    __table_args__ = (
        CheckConstraint("leaver_id <> successor_id", name="successor_another"),
        CheckConstraint("(state = 'planned') = (finished_at IS NULL)", name="finished_or_planned"),
        Index("ix_handovers_ends_at", "ends_at", "id"),
        Index(
            "uq_handovers_planned",
            "leaver_id",
            unique=True,
            sqlite_where=_PLANNED,
            postgresql_where=_PLANNED,
        ),
    )

    leaver_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), index=True)
    successor_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), index=True)
    #: Of the machine's clock, as jobs are.
    ends_at: Mapped[datetime] = mapped_column(UTCDateTime)
    state: Mapped[HandoverState] = mapped_column(
        enum_column(HandoverState), default=HandoverState.PLANNED
    )
    #: 申し送り: what the successor should know beside the list.
    words: Mapped[str] = mapped_column(bytewise(2000), default="")
    planned_by: Mapped[str] = mapped_column(bytewise(200))
    planned_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    finished_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    #: What was moved and what was ended, by kind.
    counts: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)

    leaver: Mapped[User] = relationship(foreign_keys=[leaver_id], lazy="raise")
    successor: Mapped[User] = relationship(foreign_keys=[successor_id], lazy="raise")


explain_clash("uq_handovers_planned", message("handover.error.planned"), field="successor_id")
