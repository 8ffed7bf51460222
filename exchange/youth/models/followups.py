"""What is asked of the guardian after selection only, encrypted: health and passport."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from exchange.core.database import Base, Encrypted, Keyed, Sealed, UTCDateTime, bytewise


class HealthNote(Keyed, Base):
    """What those who look after a pupil must know; emptied when the consent is withdrawn."""

    __tablename__ = "health_notes"

    registration_id: Mapped[UUID] = mapped_column(ForeignKey("registrations.id"), unique=True)
    conditions: Mapped[Sealed | None] = mapped_column(Encrypted)
    medicines: Mapped[Sealed | None] = mapped_column(Encrypted)
    allergies: Mapped[Sealed | None] = mapped_column(Encrypted)
    diet: Mapped[Sealed | None] = mapped_column(Encrypted)
    #: Whom to call in an emergency, and how.
    emergency: Mapped[Sealed | None] = mapped_column(Encrypted)
    filled_at: Mapped[datetime] = mapped_column(UTCDateTime)
    filled_by: Mapped[str] = mapped_column(bytewise(200))


class Passport(Keyed, Base):
    """A pupil's passport, as printed in it."""

    __tablename__ = "passports"
    __table_args__ = (
        CheckConstraint("(covers_return IS NULL) = (return_day IS NULL)", name="return_day_known"),
    )

    registration_id: Mapped[UUID] = mapped_column(ForeignKey("registrations.id"), unique=True)
    #: Upper case, family name first, at most 39 characters.
    holder: Mapped[Sealed | None] = mapped_column(Encrypted)
    number: Mapped[Sealed | None] = mapped_column(Encrypted)
    #: The last day of validity as ISO 8601.
    expires: Mapped[Sealed | None] = mapped_column(Encrypted)
    #: Whether it is valid until `return_day`, so that nobody has to open it to know.
    covers_return: Mapped[bool | None]
    #: The edition's last day when it was written down.
    return_day: Mapped[date | None]
    filled_at: Mapped[datetime] = mapped_column(UTCDateTime)
    filled_by: Mapped[str] = mapped_column(bytewise(200))
