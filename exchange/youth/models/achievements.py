"""What came of a journey later: what somebody who took part achieved."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from exchange.core.database import (
    Base,
    DemoMarked,
    Editable,
    PartialDateType,
    UTCDateTime,
    bytewise,
    enum_column,
    partial_date_check,
)
from exchange.core.dates import PartialDate
from exchange.youth.enums.journeys import AchievementKind
from exchange.youth.models.registrations import Registration


class Achievement(Editable, DemoMarked, Base):
    """A presentation, an award or the like of somebody who took part, kept with a consent."""

    __tablename__ = "achievements"
    __table_args__ = (
        partial_date_check("happened"),
        CheckConstraint("ends_on > consented_on", name="ends_after_consent"),
    )

    registration_id: Mapped[UUID] = mapped_column(ForeignKey("registrations.id"), index=True)
    kind: Mapped[AchievementKind] = mapped_column(enum_column(AchievementKind))
    #: What it was; never the person's name.
    title: Mapped[str] = mapped_column(bytewise(200))
    happened: Mapped[PartialDate] = mapped_column(PartialDateType)
    #: Where it can be read or seen; may be empty.
    source: Mapped[str] = mapped_column(bytewise(300))
    #: Who consented to keeping it: the person, or the guardian; and when.
    consented_by: Mapped[str] = mapped_column(bytewise(200))
    consented_on: Mapped[date]
    #: The last day on which it is kept and shown.
    ends_on: Mapped[date]
    #: Shown to everyone without a name; nothing else of it ever is.
    is_public: Mapped[bool] = mapped_column(default=False)
    #: The consent was taken back then.
    withdrawn_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    registration: Mapped[Registration] = relationship(lazy="raise")
