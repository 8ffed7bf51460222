"""Reports that were ordered; their files are kept as attachments until a day."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from exchange.core.database import Base, Editable, UTCDateTime, bytewise, enum_column
from exchange.reports.enums import OrderState, ReportKind


class ReportOrder(Editable, Base):
    """A report that somebody ordered, and how far the job is that makes it."""

    __tablename__ = "report_orders"
    __table_args__ = (
        CheckConstraint("fiscal_year BETWEEN 1945 AND 2100", name="fiscal_year_range"),
        CheckConstraint("steps >= 0 AND steps_done >= 0", name="steps_not_negative"),
        CheckConstraint(
            "(state IN ('done', 'dropped')) = (kept_until IS NOT NULL)", name="kept_until_a_day"
        ),
        Index("ix_report_orders_created_at", "created_at", "id"),
    )

    kind: Mapped[ReportKind] = mapped_column(enum_column(ReportKind))
    #: By the year in which it starts; of a mid-term review, the year of the review.
    fiscal_year: Mapped[int]
    #: BCP 47 tag.
    language: Mapped[str] = mapped_column(bytewise(20))
    state: Mapped[OrderState] = mapped_column(enum_column(OrderState), default=OrderState.WAITING)
    #: So many of so many parts are made; 0 of 0 before it begins.
    steps_done: Mapped[int] = mapped_column(default=0)
    steps: Mapped[int] = mapped_column(default=0)
    #: Who ordered it; by name, for the order outlives an account.
    ordered_by: Mapped[str] = mapped_column(bytewise(200))
    ordered_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    #: Of the machine's clock, as the leases of jobs are.
    ordered_at: Mapped[datetime] = mapped_column(UTCDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    #: The files are dropped at this instant.
    kept_until: Mapped[datetime | None] = mapped_column(UTCDateTime)
