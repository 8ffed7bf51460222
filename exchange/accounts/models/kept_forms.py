"""What somebody had typed when their time was over: with an account, or behind a secret link."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from exchange.core.database import Base, Encrypted, Keyed, Sealed, UTCDateTime


class KeptForm(Keyed, Base):
    """A form that came too late, sealed, for an hour and for the person who typed it alone."""

    __tablename__ = "kept_forms"
    __table_args__ = (CheckConstraint("(user_id IS NULL) <> (link_id IS NULL)", name="one_holder"),)

    #: One form a person: the last one.
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"), unique=True)
    #: One form a link: of a guardian, who has no account.
    link_id: Mapped[UUID | None] = mapped_column(ForeignKey("links.id"), unique=True)
    kept_at: Mapped[datetime] = mapped_column(UTCDateTime)
    #: Where it was sent, from which page, and every field as (name, value): JSON.
    content: Mapped[Sealed] = mapped_column(Encrypted)
