"""Who may take part in an edition, as data, and what a person found out about a pupil."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from exchange.core.database import Base, Keyed, UTCDateTime, bytewise, enum_column
from exchange.youth.enums.eligibility import Requirement


class EligibilityRule(Keyed, Base):
    """One rule of an edition; limits belong to grades and ages alone."""

    __tablename__ = "eligibility_rules"
    __table_args__ = (
        UniqueConstraint("edition_id", "kind"),
        CheckConstraint(
            "(kind IN ('grade', 'age')) = (lowest IS NOT NULL AND highest IS NOT NULL)",
            name="limits_of_grade_and_age",
        ),
        CheckConstraint("highest >= lowest", name="limits_in_order"),
    )

    edition_id: Mapped[UUID] = mapped_column(ForeignKey("editions.id"))
    kind: Mapped[Requirement] = mapped_column(enum_column(Requirement))
    lowest: Mapped[int | None]
    highest: Mapped[int | None]


class EligibilityCheck(Keyed, Base):
    """What a person found about one rule and one registration: it stands above what is computed."""

    __tablename__ = "eligibility_checks"
    __table_args__ = (UniqueConstraint("registration_id", "kind"),)

    registration_id: Mapped[UUID] = mapped_column(ForeignKey("registrations.id"))
    kind: Mapped[Requirement] = mapped_column(enum_column(Requirement, "check_kind"))
    passed: Mapped[bool]
    reason: Mapped[str] = mapped_column(bytewise(500))
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    actor_name: Mapped[str] = mapped_column(bytewise(200))
