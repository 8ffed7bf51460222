"""Cycles of visits and what became of each turn."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from exchange.core.database import (
    Base,
    DemoMarked,
    Editable,
    Localized,
    LocalizedType,
    PartialDateType,
    UTCDateTime,
    bytewise,
    enum_column,
    explain_clash,
    partial_date_check,
)
from exchange.core.dates import PartialDate
from exchange.core.messages import message
from exchange.delegations.enums import Direction
from exchange.delegations.models.visits import Visit
from exchange.partners.models import Source


class VisitCycle(Editable, DemoMarked, Base):
    """Visits that come round every so many years, counted from an anchor: the signing, mostly."""

    __tablename__ = "visit_cycles"
    __table_args__ = (
        CheckConstraint("years BETWEEN 1 AND 100", name="years_range"),
        CheckConstraint("anchor_year BETWEEN 1945 AND 2100", name="anchor_range"),
        CheckConstraint("tolerance >= 0 AND 2 * tolerance < years", name="tolerance_range"),
    )

    partner_id: Mapped[UUID] = mapped_column(ForeignKey("partners.id"), index=True)
    title: Mapped[Localized] = mapped_column(LocalizedType)
    years: Mapped[int]
    anchor_year: Mapped[int]
    #: A visit so many years before or after the year foreseen is still the one foreseen.
    tolerance: Mapped[int] = mapped_column(default=0)
    #: Each side visits the other in turn; otherwise they come to us alone.
    both_ways: Mapped[bool] = mapped_column(default=True)
    source_id: Mapped[UUID] = mapped_column(ForeignKey("sources.id"), index=True)
    locator: Mapped[str] = mapped_column(bytewise(60), default="")
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    source: Mapped[Source] = relationship(lazy="raise")
    turns: Mapped[list["CycleTurn"]] = relationship(
        order_by="(CycleTurn.year, CycleTurn.direction)", lazy="raise"
    )


class CycleTurn(Editable, DemoMarked, Base):
    """What became of one visit of a cycle: the visit, when it was, or why there was none."""

    __tablename__ = "cycle_turns"
    __table_args__ = (
        CheckConstraint(
            "(CASE WHEN visit_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN happened IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN skipped_because = '' THEN 0 ELSE 1 END) = 1",
            name="one_outcome",
        ),
        Index(
            "uq_cycle_turns_cycle_id_year_direction",
            "cycle_id",
            "year",
            "direction",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        partial_date_check("happened"),
    )

    cycle_id: Mapped[UUID] = mapped_column(ForeignKey("visit_cycles.id"))
    #: The year the cycle foresaw it in; the visit itself may be later.
    year: Mapped[int]
    direction: Mapped[Direction] = mapped_column(enum_column(Direction))
    visit_id: Mapped[UUID | None] = mapped_column(ForeignKey("visits.id"), index=True)
    #: When it was, for a visit that is not on record here.
    happened: Mapped[PartialDate | None] = mapped_column(PartialDateType)
    skipped_because: Mapped[str] = mapped_column(bytewise(500), default="")
    #: The visit was linked when it was closed, not by a person.
    by_itself: Mapped[bool] = mapped_column(default=False)
    #: Why it was taken back.
    reopened_because: Mapped[str] = mapped_column(bytewise(500), default="")
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    visit: Mapped[Visit | None] = relationship(lazy="raise")


explain_clash(
    "ck_visit_cycles_tolerance_range", message("delegations.error.tolerance"), field="tolerance"
)
explain_clash("uq_cycle_turns_cycle_id_year_direction", message("delegations.error.turn_settled"))
