"""Which result of a selection a guardian and a school were told."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from exchange.core.database import Base, Keyed, UTCDateTime, enum_column
from exchange.youth.enums.waiting import SelectionResult


class ResultNotice(Keyed, Base):
    """The result that was last told; told once."""

    __tablename__ = "result_notices"

    registration_id: Mapped[UUID] = mapped_column(ForeignKey("registrations.id"), unique=True)
    result: Mapped[SelectionResult] = mapped_column(enum_column(SelectionResult))
    at: Mapped[datetime] = mapped_column(UTCDateTime)
