"""The table of mails."""

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from exchange.core import clock
from exchange.core.database import Base, Keyed, UTCDateTime, bytewise, enum_column
from exchange.outbox.enums import MailState


class Mail(Keyed, Base):
    """A mail as it was written; its text is kept until it is sent, its address for a time."""

    __tablename__ = "mails"

    #: "" once the mail's time is over; nothing of it is left then but when it went.
    recipient: Mapped[str] = mapped_column(bytewise(254))
    subject: Mapped[str] = mapped_column(bytewise(300))
    #: None once sent or handed over: texts hold names and links, and the recipient has them.
    body: Mapped[str | None]
    #: A BCP 47 tag.
    language: Mapped[str] = mapped_column(bytewise(12))
    state: Mapped[MailState] = mapped_column(enum_column(MailState), default=MailState.WAITING)
    #: Why the last attempt failed, in the words of the mail server.
    error: Mapped[str | None] = mapped_column(bytewise(300))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.machine_now)
    sent_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    __table_args__ = (
        Index("ix_mails_created_at", "created_at"),
        Index("ix_mails_state_created_at", "state", "created_at"),
    )
