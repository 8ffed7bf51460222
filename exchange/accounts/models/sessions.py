"""Browsers in which somebody is signed in."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from exchange.core.database import Base, Keyed, UTCDateTime, bytewise


class UserSession(Keyed, Base):
    """A session of a browser: ended by its person, by time, or with the account's password."""

    __tablename__ = "user_sessions"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), index=True)
    #: SHA-256 of what the cookie carries.
    token_hash: Mapped[str] = mapped_column(bytewise(64), unique=True)
    begun_at: Mapped[datetime] = mapped_column(UTCDateTime)
    #: When it was used last, noted at most once in ten minutes.
    seen_at: Mapped[datetime] = mapped_column(UTCDateTime)
    #: Whether more than a password was shown when it began.
    is_strong: Mapped[bool] = mapped_column(default=False)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    #: Browser and system as the browser calls itself; empty where it does not say.
    device: Mapped[str] = mapped_column(bytewise(60))
    #: The network address it was used from last.
    address: Mapped[str] = mapped_column(bytewise(45))
