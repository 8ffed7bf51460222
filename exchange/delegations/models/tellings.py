"""Who was told that a visit was put off or called off."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from exchange.core.database import Base, Editable, UTCDateTime, bytewise


class VisitTelling(Editable, Base):
    """A tick beside somebody who is to be told; whom it stands for is reckoned anew each time.

    So no name is kept here that was taken off elsewhere.
    """

    __tablename__ = "visit_tellings"
    __table_args__ = (UniqueConstraint("visit_id", "party"),)

    visit_id: Mapped[UUID] = mapped_column(ForeignKey("visits.id"))
    #: `ToTell.party`.
    party: Mapped[str] = mapped_column(bytewise(32))
    #: None where the tick was taken back.
    told_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    #: Who told them, by the name they had.
    told_by: Mapped[str] = mapped_column(bytewise(200), default="")
