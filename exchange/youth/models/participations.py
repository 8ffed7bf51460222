"""The ledger: who took part in what, without a way back to the person but one link row."""

from datetime import date, datetime
from typing import Final
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from exchange.core.database import Base, DemoMarked, Keyed, UTCDateTime, bytewise, enum_column
from exchange.youth.enums import CountReason, SchoolLevel, YouthDirection

#: `ParticipationTotal.fiscal_year` of the totals from the counting rule's first year on.
SINCE_START: Final = 0


class Participation(Keyed, DemoMarked, Base):
    """One person who completed one edition, written when the edition is closed."""

    __tablename__ = "participations"
    __table_args__ = (
        UniqueConstraint("edition_id", "person_digest"),
        CheckConstraint("counts = (reason = 'counted')", name="counts_has_its_reason"),
        # These two hold all that a recount asks, by year and by person.
        Index(
            "ix_participations_fiscal_year_person_digest",
            *("fiscal_year", "person_digest", "counts", "is_demo"),
        ),
        Index(
            "ix_participations_person_digest_fiscal_year",
            *("person_digest", "fiscal_year", "counts", "is_demo"),
        ),
        Index("ix_participations_partner_id", "partner_id"),
        Index("ix_participations_fiscal_year_written_at_id", "fiscal_year", "written_at", "id"),
        Index("ix_participations_written_at_id", "written_at", "id"),
    )

    #: Of the edition's first day.
    fiscal_year: Mapped[int]
    partner_id: Mapped[UUID | None] = mapped_column(ForeignKey("partners.id"))
    edition_id: Mapped[UUID] = mapped_column(ForeignKey("editions.id"))
    direction: Mapped[YouthDirection] = mapped_column(enum_column(YouthDirection))
    school_level: Mapped[SchoolLevel] = mapped_column(enum_column(SchoolLevel))
    counts: Mapped[bool]
    reason: Mapped[CountReason] = mapped_column(enum_column(CountReason))
    #: Returned before the edition's last day.
    left_early: Mapped[bool] = mapped_column(default=False)
    #: LedgerKey.digest of the pupil's key, computed once.
    person_digest: Mapped[str] = mapped_column(bytewise(64))
    #: Version of the counting rule that decided.
    rule_version: Mapped[int]
    written_at: Mapped[datetime] = mapped_column(UTCDateTime)


class ParticipationPerson(Base):
    """The only link from the ledger to a person; erasing a person deletes it, no figure moves."""

    __tablename__ = "participation_people"

    participation_id: Mapped[UUID] = mapped_column(
        ForeignKey("participations.id"), primary_key=True
    )
    pupil_id: Mapped[UUID] = mapped_column(ForeignKey("pupils.id"), index=True)


class SamePerson(Base):
    """Two digests of the ledger are one person, in the fiscal years from a day on.

    Rows are added, never changed but for their end: of several of one digest, the one with the
    highest number holds. Nothing here leads to a person without the ledger's key.
    """

    __tablename__ = "same_persons"
    __table_args__ = (CheckConstraint("until_year >= from_year", name="until_after_from"),)

    digest: Mapped[str] = mapped_column(bytewise(64), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    #: The digest under which the person counts.
    same_as: Mapped[str] = mapped_column(bytewise(64))
    #: The day of the decision; fiscal years that were over by then stay as they were counted.
    since: Mapped[date]
    from_year: Mapped[int]
    #: The first fiscal year in which it holds no more; None: it holds.
    until_year: Mapped[int | None]


class ParticipationTotal(Base):
    """Headline totals beside the ledger, of one fiscal year or since the start.

    Two rows a scope: without demo rows (public figures) and with them (the demo system's pages).
    """

    __tablename__ = "participation_totals"

    fiscal_year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    with_demo: Mapped[bool] = mapped_column(primary_key=True)
    person_times: Mapped[int]
    unique_persons: Mapped[int]
