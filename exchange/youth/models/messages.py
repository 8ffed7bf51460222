"""What the division and a school write to each other: one thread a school."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from exchange.core.database import Base, DemoMarked, Keyed, UTCDateTime, bytewise
from exchange.youth.models.programmes import Edition
from exchange.youth.models.schools import School


class SchoolMessage(Keyed, DemoMarked, Base):
    """One message of a school's thread; it is never changed, only marked as read."""

    __tablename__ = "school_messages"
    __table_args__ = (
        CheckConstraint("(read_at IS NULL) = (read_by IS NULL)", name="read_whole"),
        Index("ix_school_messages_school_id_written_at", "school_id", "written_at", "id"),
        Index("ix_school_messages_read_at", "read_at", "from_school"),
    )

    school_id: Mapped[UUID] = mapped_column(ForeignKey("schools.id"))
    #: What it is about; None: about no single edition.
    edition_id: Mapped[UUID | None] = mapped_column(ForeignKey("editions.id"), index=True)
    #: The school wrote it; otherwise the division.
    from_school: Mapped[bool]
    author_id: Mapped[UUID | None]
    author_name: Mapped[str] = mapped_column(bytewise(200))
    text: Mapped[str] = mapped_column(bytewise(2000))
    written_at: Mapped[datetime] = mapped_column(UTCDateTime)
    #: When somebody of the other side marked it as read, and who.
    read_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    read_by: Mapped[str | None] = mapped_column(bytewise(200))

    school: Mapped[School] = relationship(lazy="raise")
    edition: Mapped[Edition | None] = relationship(lazy="raise")
