"""What somebody had typed when their session was over."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from exchange.core.database import Base, Encrypted, Keyed, Sealed, UTCDateTime


class KeptForm(Keyed, Base):
    """A form that came too late, sealed, for an hour and for the person who typed it alone."""

    __tablename__ = "kept_forms"

    #: One form a person: the last one.
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), unique=True)
    kept_at: Mapped[datetime] = mapped_column(UTCDateTime)
    #: Where it was sent, from which page, and every field as (name, value): JSON.
    content: Mapped[Sealed] = mapped_column(Encrypted)
