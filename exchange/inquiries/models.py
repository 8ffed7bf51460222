"""The table of inquiries."""

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from exchange.core.database import (
    Base,
    DemoMarked,
    Editable,
    bytewise,
    enum_column,
    explain_clash,
)
from exchange.core.links import Link
from exchange.core.messages import message
from exchange.indicators.models import Indicator
from exchange.inquiries.enums import InquiryState, Way

_LIVE = text("state IN ('asked', 'answered', 'returned')")


class Inquiry(Editable, DemoMarked, Base):
    """That a section is asked for an indicator's value of a year; the values stand elsewhere."""

    __tablename__ = "inquiries"
    __table_args__ = (
        CheckConstraint("(way = 'link') = (mail <> '')", name="link_with_mail"),
        CheckConstraint("(way = 'link') = (link_id IS NOT NULL)", name="link_made"),
        CheckConstraint("state <> 'returned' OR reason <> ''", name="returned_with_reason"),
        Index("ix_inquiries_due", "due", "id"),
        Index("ix_inquiries_section", "section", "state"),
        Index(
            "uq_inquiries_live",
            "indicator_id",
            "year",
            unique=True,
            sqlite_where=_LIVE,
            postgresql_where=_LIVE,
        ),
    )

    indicator_id: Mapped[UUID] = mapped_column(ForeignKey("indicators.id"))
    year: Mapped[int]
    #: The section, as the city writes it.
    section: Mapped[str] = mapped_column(bytewise(200))
    way: Mapped[Way] = mapped_column(enum_column(Way))
    #: Where the link is sent to.
    mail: Mapped[str] = mapped_column(bytewise(254), default="")
    link_id: Mapped[UUID | None] = mapped_column(ForeignKey("links.id"), unique=True)
    due: Mapped[date]
    #: What the division asks or explains.
    words: Mapped[str] = mapped_column(bytewise(1000), default="")
    state: Mapped[InquiryState] = mapped_column(
        enum_column(InquiryState), default=InquiryState.ASKED
    )
    #: Why it was given back or given up.
    reason: Mapped[str] = mapped_column(bytewise(1000), default="")
    #: The day whose reminder was written last: near the due day, on it or after.
    reminded_of: Mapped[date | None]
    asked_by: Mapped[str] = mapped_column(bytewise(200))

    indicator: Mapped[Indicator] = relationship(lazy="raise")
    link: Mapped[Link | None] = relationship(lazy="raise")


explain_clash("uq_inquiries_live", message("inquiries.error.live"), field="year")
