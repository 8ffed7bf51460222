"""What a person shows beside the password."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from exchange.core.database import Base, Encrypted, Keyed, Sealed, UTCDateTime, bytewise


class CodeApp(Keyed, Base):
    """An app that shows a new code every half minute (RFC 6238), and the one being set up."""

    __tablename__ = "code_apps"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), unique=True)
    #: None until the first code of the app was typed.
    secret: Mapped[Sealed | None] = mapped_column(Encrypted)
    #: The secret of an app that is being set up.
    pending: Mapped[Sealed | None] = mapped_column(Encrypted)
    #: The half minute, counted from 1970, of the last code that was taken: no code is taken twice.
    last_step: Mapped[int | None]


class PrintedCode(Keyed, Base):
    """One code of a person's present sheet of paper; it works once."""

    __tablename__ = "printed_codes"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    #: Its place on the sheet, and the beginning of what is typed.
    number: Mapped[int]
    #: argon2.
    code_hash: Mapped[str] = mapped_column(bytewise(200))
    used_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    __table_args__ = (UniqueConstraint("user_id", "number"),)
