"""What schools ask of the division or of one another: a changed name, a pupil who moved."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from exchange.core.database import (
    Base,
    DemoMarked,
    Editable,
    UTCDateTime,
    bytewise,
    enum_column,
)
from exchange.youth.enums.changes import RequestState
from exchange.youth.models.registrations import Registration
from exchange.youth.models.schools import Pupil, School

_ANSWERED = "(state = 'waiting') = (answered_at IS NULL)"


class Asked(Editable, DemoMarked):
    """A request with who asked and why, and the answer once there is one."""

    state: Mapped[RequestState] = mapped_column(
        enum_column(RequestState), default=RequestState.WAITING
    )
    asked_by: Mapped[str] = mapped_column(bytewise(200))
    reason: Mapped[str] = mapped_column(bytewise(500))
    answered_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    answered_by: Mapped[str | None] = mapped_column(bytewise(200))
    answer: Mapped[str] = mapped_column(bytewise(500), default="")


class ChangeRequest(Asked, Base):
    """A name, birth date or grade that a school wants changed where the division has to agree."""

    __tablename__ = "change_requests"
    __table_args__ = (
        CheckConstraint(_ANSWERED, name="answered_when_settled"),
        Index("ix_change_requests_state_created_at", "state", "created_at"),
        Index("ix_change_requests_pupil_id", "pupil_id"),
    )

    registration_id: Mapped[UUID] = mapped_column(ForeignKey("registrations.id"), index=True)
    pupil_id: Mapped[UUID] = mapped_column(ForeignKey("pupils.id"))
    #: The columns in question as they were when it was asked, and as they shall be.
    before: Mapped[dict[str, str]] = mapped_column(JSON)
    after: Mapped[dict[str, str]] = mapped_column(JSON)

    registration: Mapped[Registration] = relationship(lazy="raise")
    pupil: Mapped[Pupil] = relationship(lazy="raise")


class SchoolMove(Asked, Base):
    """A pupil who went from one school to another; both see what they knew, and the day."""

    __tablename__ = "school_moves"
    __table_args__ = (
        CheckConstraint(_ANSWERED, name="answered_when_settled"),
        CheckConstraint("state <> 'accepted' OR pupil_id IS NOT NULL", name="moved_somebody"),
        CheckConstraint("from_school_id <> to_school_id", name="two_schools"),
        Index("ix_school_moves_state_created_at", "state", "created_at"),
        Index("ix_school_moves_from_school_id", "from_school_id", "created_at"),
        Index("ix_school_moves_to_school_id", "to_school_id", "created_at"),
    )

    #: As the new school wrote it; the pupil is looked for by it, without telling what was found.
    family_name: Mapped[str] = mapped_column(bytewise(100))
    given_name: Mapped[str] = mapped_column(bytewise(100))
    birth_date: Mapped[date]
    pupil_id: Mapped[UUID | None] = mapped_column(ForeignKey("pupils.id"), index=True)
    from_school_id: Mapped[UUID] = mapped_column(ForeignKey("schools.id"))
    to_school_id: Mapped[UUID] = mapped_column(ForeignKey("schools.id"))

    from_school: Mapped[School] = relationship(lazy="raise", foreign_keys=[from_school_id])
    to_school: Mapped[School] = relationship(lazy="raise", foreign_keys=[to_school_id])
