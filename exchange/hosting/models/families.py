"""Host families of one edition, their members and checks: purged when it is long over."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from exchange.core.database import (
    Base,
    DemoMarked,
    Editable,
    Encrypted,
    Keyed,
    Sealed,
    UTCDateTime,
    bytewise,
    enum_column,
    explain_clash,
)
from exchange.core.messages import message
from exchange.hosting.enums import AgeBand, CheckKind, CheckResult, Preference, Smoking
from exchange.youth.models import Registration


class HostingPlan(Editable, Base):
    """What is decided about the hosting of one edition."""

    __tablename__ = "hosting_plans"

    edition_id: Mapped[UUID] = mapped_column(ForeignKey("editions.id"), unique=True)
    #: Whether a suggestion for the whole group may be asked for; a person turns it on.
    suggests: Mapped[bool] = mapped_column(default=False)
    #: When families and needs were deleted for good.
    purged_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class HostFamily(Editable, DemoMarked, Base):
    """A family of the foundation's list; after the purge only its number is left."""

    __tablename__ = "host_families"
    __table_args__ = (
        UniqueConstraint("edition_id", "number"),
        CheckConstraint("places >= 1", name="places_positive"),
        CheckConstraint("(free_from IS NULL) = (free_until IS NULL)", name="free_both_or_none"),
        CheckConstraint("free_until >= free_from", name="free_in_order"),
        Index(
            "uq_host_families_edition_id_match_key",
            "edition_id",
            "match_key",
            unique=True,
        ),
    )

    edition_id: Mapped[UUID] = mapped_column(ForeignKey("editions.id"))
    #: Counted from 1 within the edition: what the family is called after the purge.
    number: Mapped[int]
    #: Empty after the purge.
    name: Mapped[str] = mapped_column(bytewise(200))
    kana: Mapped[str] = mapped_column(bytewise(200), default="")
    sort_key: Mapped[str] = mapped_column(bytewise(500), default="")
    #: The folded name and first adult: the same family pasted twice has the same; None when purged.
    match_key: Mapped[str | None] = mapped_column(bytewise(450))
    address: Mapped[Sealed | None] = mapped_column(Encrypted)
    phone: Mapped[Sealed | None] = mapped_column(Encrypted)
    mail: Mapped[Sealed | None] = mapped_column(Encrypted)
    #: May tell of somebody's health.
    notes: Mapped[Sealed | None] = mapped_column(Encrypted)
    #: BCP 47 codes, or the words where there is no code.
    languages: Mapped[list[str]] = mapped_column(JSON, default=list)
    hobbies: Mapped[list[str]] = mapped_column(JSON, default=list)
    #: Values of Animal; None: nobody asked.
    animals: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    #: The animals in the family's own words.
    pets: Mapped[str] = mapped_column(bytewise(300), default="")
    smoking: Mapped[Smoking] = mapped_column(enum_column(Smoking), default=Smoking.UNKNOWN)
    meals: Mapped[str] = mapped_column(bytewise(500), default="")
    preference: Mapped[Preference] = mapped_column(enum_column(Preference), default=Preference.ANY)
    #: How many guests at a time.
    places: Mapped[int] = mapped_column(default=1)
    #: First and last night's day, inclusive; None: the whole edition.
    free_from: Mapped[date | None]
    free_until: Mapped[date | None]
    #: The registration of the family's own child in this edition, where it has one.
    registration_id: Mapped[UUID | None] = mapped_column(ForeignKey("registrations.id"), index=True)
    #: No further guest is placed with it since then, and why.
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    end_reason: Mapped[str] = mapped_column(bytewise(500), default="")
    purged_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    members: Mapped[list["HostMember"]] = relationship(
        lazy="raise",
        order_by="(HostMember.left_at.is_not(None), HostMember.position, HostMember.id)",
    )
    registration: Mapped[Registration | None] = relationship(lazy="raise")


class HostMember(Keyed, Base):
    """Somebody of a family, or an adult who answers for it without living there."""

    __tablename__ = "host_members"
    __table_args__ = (Index("ix_host_members_family_id_position", "family_id", "position"),)

    family_id: Mapped[UUID] = mapped_column(ForeignKey("host_families.id"))
    position: Mapped[int]
    name: Mapped[str] = mapped_column(bytewise(200))
    #: As the list has it: 父, 祖母, 連絡先.
    relation: Mapped[str] = mapped_column(bytewise(60), default="")
    age: Mapped[AgeBand] = mapped_column(enum_column(AgeBand))
    #: No longer on the list since then; the checks stay.
    left_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    checks: Mapped[list["HostCheck"]] = relationship(
        lazy="raise", order_by="(HostCheck.checked_on, HostCheck.id)"
    )


class HostCheck(Keyed, Base):
    """One check of an adult; the latest of each kind counts."""

    __tablename__ = "host_checks"
    __table_args__ = (
        CheckConstraint("expires_on >= checked_on", name="expires_after_check"),
        Index("ix_host_checks_member_id_checked_on", "member_id", "checked_on"),
    )

    member_id: Mapped[UUID] = mapped_column(ForeignKey("host_members.id"))
    kind: Mapped[CheckKind] = mapped_column(enum_column(CheckKind))
    checked_on: Mapped[date]
    result: Mapped[CheckResult] = mapped_column(enum_column(CheckResult))
    #: Who checked, as the office writes it.
    checked_by: Mapped[str] = mapped_column(bytewise(200))
    #: The last day it holds; None: it does not run out.
    expires_on: Mapped[date | None]
    recorded_at: Mapped[datetime] = mapped_column(UTCDateTime)
    #: Who wrote it down; None for a command.
    actor_id: Mapped[UUID | None]
    actor_name: Mapped[str] = mapped_column(bytewise(200))


explain_clash(
    "uq_host_families_edition_id_match_key",
    message("hosting.error.family_known"),
    field="name",
)
