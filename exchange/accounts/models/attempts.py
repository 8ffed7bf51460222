"""Attempts to be one of the users."""

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from exchange.core.database import Base, Keyed, UTCDateTime, bytewise


class SignInAttempt(Keyed, Base):
    """A try to sign in or to open a secret link; counted against guessing, kept to the next day."""

    __tablename__ = "sign_in_attempts"

    #: Empty where a link was opened, which names no account.
    email: Mapped[str] = mapped_column(bytewise(254))
    address: Mapped[str] = mapped_column(bytewise(45))
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    succeeded: Mapped[bool] = mapped_column(default=False)

    __table_args__ = (
        Index("ix_sign_in_attempts_email_at", "email", "at"),
        Index("ix_sign_in_attempts_address_at", "address", "at"),
    )
