"""What the cancelling of an edition cost, as it was known on that day."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from exchange.core.database import Base, UTCDateTime, bytewise


class Cancellation(Base):
    """The money side of a cancelled edition; amounts are yen, None is not known."""

    __tablename__ = "cancellations"
    __table_args__ = (
        CheckConstraint("fee >= 0", name="fee_positive"),
        CheckConstraint("refund >= 0 AND refund <= fee", name="refund_within_fee"),
        CheckConstraint("charges >= 0", name="charges_positive"),
    )

    edition_id: Mapped[UUID] = mapped_column(ForeignKey("editions.id"), primary_key=True)
    #: In which the costs of cancelling fall: that of the day it was cancelled.
    fiscal_year: Mapped[int]
    #: What each pupil who had a place had paid, and what each gets back.
    fee: Mapped[int | None]
    refund: Mapped[int | None]
    #: What airlines, agencies and the like charge, in all, and who for what.
    charges: Mapped[int | None]
    charges_note: Mapped[str] = mapped_column(bytewise(500))
    #: Letters that went by mail.
    guardians_told: Mapped[int]
    accounts_told: Mapped[int]
    cancelled_at: Mapped[datetime] = mapped_column(UTCDateTime)
