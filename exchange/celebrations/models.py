"""Celebrations of anniversaries, what belongs to them, and the steps that lead there."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from exchange.accounts.models import User
from exchange.agreements.models import Basis
from exchange.celebrations.enums import CelebrationState, StepAnchor
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
from exchange.core.text import fold
from exchange.partners.models import Partner
from exchange.tasks.models import Task


class Celebration(Editable, DemoMarked, Base):
    """What is done for an anniversary; which one it is for stays, whenever it takes place."""

    __tablename__ = "celebrations"
    __table_args__ = (
        CheckConstraint("ordinal > 0", name="ordinal_positive"),
        CheckConstraint("(starts IS NULL) = (ends IS NULL)", name="both_days_or_none"),
        CheckConstraint("ends >= starts", name="ends_after_starts"),
        CheckConstraint("NOT days_fixed OR starts IS NOT NULL", name="fixed_days_given"),
        CheckConstraint(
            "state NOT IN ('confirmed', 'held') OR days_fixed", name="confirmed_with_days"
        ),
        CheckConstraint(
            "state NOT IN ('postponed', 'cancelled') OR reason <> ''", name="stopped_with_reason"
        ),
        CheckConstraint(
            "published_at IS NULL OR state NOT IN ('idea', 'planned')",
            name="published_when_settled",
        ),
        Index("ix_celebrations_basis_id_ordinal", "basis_id", "ordinal"),
        Index("ix_celebrations_starts", "starts", "id"),
    )

    basis_id: Mapped[UUID] = mapped_column(ForeignKey("bases.id"))
    #: Which anniversary of the basis.
    ordinal: Mapped[int]
    title: Mapped[Localized] = mapped_column(LocalizedType)
    #: The title in every language, folded.
    search_key: Mapped[str] = mapped_column(bytewise(1000))
    theme: Mapped[str] = mapped_column(bytewise(300), default="")
    #: The days, or the window in which they are looked for; None for an idea without either.
    starts: Mapped[date | None]
    ends: Mapped[date | None]
    days_fixed: Mapped[bool] = mapped_column(default=False)
    state: Mapped[CelebrationState] = mapped_column(
        enum_column(CelebrationState), default=CelebrationState.IDEA
    )
    #: Why it was postponed or cancelled.
    reason: Mapped[str] = mapped_column(bytewise(500), default="")
    #: The user who answers for it; None for what a command made.
    owner_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"), index=True)
    #: When a person pressed 公開; None is staff only.
    published_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    #: The day the back-planning began; steps dated before it have no record.
    runway_since: Mapped[date | None]

    basis: Mapped[Basis] = relationship(lazy="raise")
    owner: Mapped[User | None] = relationship(lazy="raise")
    steps: Mapped[list["RunwayStep"]] = relationship(
        back_populates="celebration", order_by="(RunwayStep.due, RunwayStep.id)", lazy="raise"
    )
    visits: Mapped[list["CelebrationVisit"]] = relationship(
        cascade="all, delete-orphan", lazy="raise"
    )
    editions: Mapped[list["CelebrationEdition"]] = relationship(
        cascade="all, delete-orphan", lazy="raise"
    )

    @property
    def partner(self) -> Partner:
        """The partner it is celebrated with."""
        return self.basis.agreement.partner


class CelebrationVisit(Base):
    """That a visit belongs to a celebration; what it was before a change is in the audit lines."""

    __tablename__ = "celebration_visits"

    celebration_id: Mapped[UUID] = mapped_column(ForeignKey("celebrations.id"), primary_key=True)
    visit_id: Mapped[UUID] = mapped_column(ForeignKey("visits.id"), primary_key=True, index=True)


class CelebrationEdition(Base):
    """That a youth edition belongs to a celebration; kept like the visits."""

    __tablename__ = "celebration_editions"

    celebration_id: Mapped[UUID] = mapped_column(ForeignKey("celebrations.id"), primary_key=True)
    edition_id: Mapped[UUID] = mapped_column(
        ForeignKey("editions.id"), primary_key=True, index=True
    )


class RunwayStep(Editable, DemoMarked, Base):
    """One step on the way to a celebration; ended, never deleted."""

    __tablename__ = "runway_steps"
    __table_args__ = (
        CheckConstraint("(anchor = 'celebration') = (months_before IS NOT NULL)", name="months"),
        CheckConstraint("(anchor = 'budget') = (budget_day IS NOT NULL)", name="budget_day_set"),
        Index("ix_runway_steps_celebration_id_due", "celebration_id", "due"),
        Index("ix_runway_steps_due", "due", "id"),
    )

    celebration_id: Mapped[UUID] = mapped_column(ForeignKey("celebrations.id"))
    title: Mapped[Localized] = mapped_column(LocalizedType)
    due: Mapped[date]
    anchor: Mapped[StepAnchor] = mapped_column(enum_column(StepAnchor))
    months_before: Mapped[int | None]
    #: `MM-DD` in the fiscal year before the celebration's own.
    budget_day: Mapped[str | None] = mapped_column(bytewise(5))
    done_on: Mapped[date | None]
    #: The task it became; done when that is done.
    task_id: Mapped[UUID | None] = mapped_column(ForeignKey("tasks.id"), unique=True)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    celebration: Mapped[Celebration] = relationship(back_populates="steps", lazy="raise")
    task: Mapped[Task | None] = relationship(lazy="raise")


def title_key(title: Localized) -> str:
    """Return the folded spellings of a title, for the search box."""
    return "\n".join(dict.fromkeys(fold(text) for text in title.values()))


explain_clash(
    "ck_celebrations_ends_after_starts",
    message("celebrations.error.ends_before_starts"),
    field="ends",
)
