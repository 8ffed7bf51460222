"""What somebody states for a visit's papers and stands nowhere else: one row a visit and kind."""

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from exchange.core.database import (
    Base,
    DemoMarked,
    Editable,
    Localized,
    LocalizedType,
    bytewise,
)


class VisaParticulars(Editable, DemoMarked, Base):
    """What the papers for guests' visas say of the city; what nobody stated yet is empty."""

    __tablename__ = "visa_particulars"

    visit_id: Mapped[UUID] = mapped_column(ForeignKey("visits.id"), unique=True)
    #: The head of the Japanese mission abroad to whom the letters go: 在アトランタ日本国総領事.
    mission: Mapped[str] = mapped_column(bytewise(120), default="")
    #: The day the letters bear.
    issued_on: Mapped[date | None]
    inviter_address: Mapped[str] = mapped_column(bytewise(200), default="")
    inviter_post: Mapped[str] = mapped_column(bytewise(100), default="")
    inviter_name: Mapped[str] = mapped_column(bytewise(100), default="")
    inviter_phone: Mapped[str] = mapped_column(bytewise(60), default="")
    #: Whom the mission may ask.
    contact_section: Mapped[str] = mapped_column(bytewise(120), default="")
    contact_name: Mapped[str] = mapped_column(bytewise(100), default="")
    contact_phone: Mapped[str] = mapped_column(bytewise(60), default="")
    #: How the invitation came about, and what the applicants are to the city.
    background: Mapped[str] = mapped_column(Text, default="")
    relation: Mapped[str] = mapped_column(bytewise(300), default="")
    #: The inviter is the guarantor too: the four columns below stay empty.
    same_guarantor: Mapped[bool] = mapped_column(default=False)
    guarantor_address: Mapped[str] = mapped_column(bytewise(200), default="")
    guarantor_post: Mapped[str] = mapped_column(bytewise(100), default="")
    guarantor_name: Mapped[str] = mapped_column(bytewise(100), default="")
    guarantor_phone: Mapped[str] = mapped_column(bytewise(60), default="")


class EmergencyContacts(Editable, DemoMarked, Base):
    """Whom a member calls in an emergency; nothing of anybody's health or passport."""

    __tablename__ = "emergency_contacts"

    visit_id: Mapped[UUID] = mapped_column(ForeignKey("visits.id"), unique=True)
    #: Who of the city answers day and night.
    city: Mapped[Localized | None] = mapped_column(LocalizedType)
    city_phone: Mapped[str] = mapped_column(bytewise(60), default="")
    host: Mapped[Localized | None] = mapped_column(LocalizedType)
    host_phone: Mapped[str] = mapped_column(bytewise(60), default="")
    lodging: Mapped[Localized | None] = mapped_column(LocalizedType)
    lodging_phone: Mapped[str] = mapped_column(bytewise(60), default="")
    hospital: Mapped[Localized | None] = mapped_column(LocalizedType)
    hospital_phone: Mapped[str] = mapped_column(bytewise(60), default="")
    #: The embassy or consulate of the members' own country or region.
    mission: Mapped[Localized | None] = mapped_column(LocalizedType)
    mission_phone: Mapped[str] = mapped_column(bytewise(60), default="")
    insurance: Mapped[Localized | None] = mapped_column(LocalizedType)
    insurance_phone: Mapped[str] = mapped_column(bytewise(60), default="")
    #: Of the group's policy, never of a person's own.
    insurance_number: Mapped[str] = mapped_column(bytewise(60), default="")
