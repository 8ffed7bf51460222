"""Meetings around an edition's journey, and who was there."""

from datetime import date, datetime, time
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from exchange.core.database import Base, DemoMarked, Editable, UTCDateTime, bytewise, enum_column
from exchange.youth.enums.journeys import AttendanceMark, SessionKind
from exchange.youth.models.programmes import Edition


class OrientationSession(Editable, DemoMarked, Base):
    """A meeting at home, such as the formation of the group or a training; clocks are Japan's."""

    __tablename__ = "orientation_sessions"
    __table_args__ = (
        CheckConstraint("ends > starts", name="ends_after_start"),
        Index("ix_orientation_sessions_edition_id_day", "edition_id", "day"),
        Index("ix_orientation_sessions_day", "day"),
    )

    edition_id: Mapped[UUID] = mapped_column(ForeignKey("editions.id"))
    kind: Mapped[SessionKind] = mapped_column(enum_column(SessionKind))
    #: What tells it from others of its kind, such as 第2回; may be empty.
    title: Mapped[str] = mapped_column(bytewise(200))
    day: Mapped[date]
    starts: Mapped[time]
    ends: Mapped[time]
    place: Mapped[str] = mapped_column(bytewise(200))
    #: What to bring, who is to come; may be empty.
    note: Mapped[str] = mapped_column(bytewise(500))
    #: Called off since then; it stays on the calendar as such.
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    edition: Mapped[Edition] = relationship(lazy="raise")


class SessionAttendance(Base):
    """Whether one pupil of the edition was at one session."""

    __tablename__ = "session_attendances"
    __table_args__ = (Index("ix_session_attendances_registration_id", "registration_id"),)

    session_id: Mapped[UUID] = mapped_column(
        ForeignKey("orientation_sessions.id"), primary_key=True
    )
    registration_id: Mapped[UUID] = mapped_column(ForeignKey("registrations.id"), primary_key=True)
    mark: Mapped[AttendanceMark] = mapped_column(enum_column(AttendanceMark))
