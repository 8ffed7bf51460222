"""Which result of a selection a guardian and a school were told."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from exchange.core.database import Base, Keyed, UTCDateTime, enum_column
from exchange.youth.enums.waiting import NoticeWay, SelectionResult


class ResultNotice(Keyed, Base):
    """The result that was last told, by mail or by a printed letter; told once each way."""

    __tablename__ = "result_notices"
    __table_args__ = (UniqueConstraint("registration_id", "way"),)

    registration_id: Mapped[UUID] = mapped_column(ForeignKey("registrations.id"))
    way: Mapped[NoticeWay] = mapped_column(enum_column(NoticeWay))
    result: Mapped[SelectionResult] = mapped_column(enum_column(SelectionResult))
    at: Mapped[datetime] = mapped_column(UTCDateTime)
