"""What a pupil reports after a journey, and what the division says to it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from exchange.core.database import Base, DemoMarked, Editable, UTCDateTime, bytewise, enum_column
from exchange.youth.enums.reports import ReportSource, ReportState
from exchange.youth.models.registrations import Registration


class PupilReport(Editable, DemoMarked, Base):
    """A pupil's report, handed in by the guardian or the school; a file is a document of it."""

    __tablename__ = "pupil_reports"
    __table_args__ = (
        CheckConstraint(
            "NOT is_public OR (may_publish AND state = 'accepted')", name="public_with_consent"
        ),
    )

    registration_id: Mapped[UUID] = mapped_column(ForeignKey("registrations.id"), unique=True)
    source: Mapped[ReportSource] = mapped_column(enum_column(ReportSource))
    #: May be empty where there is a file.
    text: Mapped[str] = mapped_column(Text)
    submitted_at: Mapped[datetime] = mapped_column(UTCDateTime)
    submitted_by: Mapped[str] = mapped_column(bytewise(200))
    state: Mapped[ReportState] = mapped_column(
        enum_column(ReportState), default=ReportState.HANDED_IN
    )
    #: What the division says to it; what is to be done where it was returned.
    answer: Mapped[str] = mapped_column(bytewise(500), default="")
    answered_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    answered_by: Mapped[str | None] = mapped_column(bytewise(200))
    #: The guardian lets the text be published without a name; said then.
    may_publish: Mapped[bool] = mapped_column(default=False)
    publish_said_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    #: The guardian has said it on the own page, or taken the consent to taking part back: from
    #: then on nobody says it in the guardian's name.
    guardian_said: Mapped[bool] = mapped_column(default=False)
    #: Shown to everyone: the text alone, once a person has published it.
    is_public: Mapped[bool] = mapped_column(default=False)

    registration: Mapped[Registration] = relationship(lazy="raise")
