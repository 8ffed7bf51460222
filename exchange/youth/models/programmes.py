"""Programmes and the editions in which they take place."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from exchange.core.database import (
    Base,
    DemoMarked,
    Editable,
    Localized,
    LocalizedType,
    UTCDateTime,
    bytewise,
    enum_column,
)
from exchange.core.dates import FiscalYear
from exchange.core.languages import OFFICE_ZONE
from exchange.partners.models import Partner
from exchange.strategy.models import LeadingProject, Measure
from exchange.youth.enums import (
    EditionState,
    Organiser,
    ProgrammePattern,
    Registering,
    Selection,
    YouthDirection,
)


class Programme(Editable, DemoMarked, Base):
    """A series of youth exchange, run by one section."""

    __tablename__ = "programmes"
    __table_args__ = (
        CheckConstraint("organiser = 'city' OR NOT counts", name="counts_only_of_the_city"),
        Index("ix_programmes_sort_key_id", "sort_key", "id"),
    )

    names: Mapped[Localized] = mapped_column(LocalizedType)
    #: Of the Japanese name.
    sort_key: Mapped[str] = mapped_column(bytewise(500))
    #: Every name, folded, for the search box.
    search_key: Mapped[str] = mapped_column(bytewise(800))
    #: None for programmes without one partner, such as an international meeting.
    partner_id: Mapped[UUID | None] = mapped_column(ForeignKey("partners.id"), index=True)
    #: The section that runs it, as the city writes it; section officers see only their own.
    section: Mapped[str] = mapped_column(bytewise(200), index=True)
    organiser: Mapped[Organiser] = mapped_column(enum_column(Organiser))
    #: How its editions follow one another; a single edition may still differ.
    pattern: Mapped[ProgrammePattern] = mapped_column(enum_column(ProgrammePattern))
    #: Whether it counts towards the city's participation indicator, and why.
    counts: Mapped[bool]
    counts_reason: Mapped[str] = mapped_column(bytewise(500))

    partner: Mapped[Partner | None] = relationship(lazy="raise")


class Edition(Editable, DemoMarked, Base):
    """One carrying out of a programme, in the fiscal year of its first day."""

    __tablename__ = "editions"
    __table_args__ = (
        CheckConstraint("ends >= starts", name="ends_after_start"),
        CheckConstraint("closes_at >= opens_at", name="closes_after_opening"),
        CheckConstraint("follows_id <> id", name="follows_another"),
        CheckConstraint("quota >= 1", name="quota_positive"),
        CheckConstraint("school_quota BETWEEN 1 AND quota", name="school_quota_within"),
        CheckConstraint("minimum BETWEEN 1 AND quota", name="minimum_within"),
        CheckConstraint("waitlist_limit >= 0", name="waitlist_limit_not_negative"),
        CheckConstraint("female_quota BETWEEN 0 AND quota", name="female_quota_within"),
        CheckConstraint("male_quota BETWEEN 0 AND quota", name="male_quota_within"),
        CheckConstraint("offer_days BETWEEN 1 AND 60", name="offer_days_range"),
        Index("ix_editions_starts_id", "starts", "id"),
        Index("ix_editions_programme_id_starts", "programme_id", "starts"),
        Index("ix_editions_state_closes_at", "state", "closes_at"),
        Index("ix_editions_fiscal_year", "fiscal_year"),
    )

    programme_id: Mapped[UUID] = mapped_column(ForeignKey("programmes.id"))
    #: The year in which the fiscal year of `starts` begins.
    fiscal_year: Mapped[int]
    title: Mapped[Localized] = mapped_column(LocalizedType)
    #: Every title, folded, for the search box.
    search_key: Mapped[str] = mapped_column(bytewise(800))
    direction: Mapped[YouthDirection] = mapped_column(enum_column(YouthDirection))
    state: Mapped[EditionState] = mapped_column(
        enum_column(EditionState), default=EditionState.DRAFT
    )
    #: Shown to schools and the public since then; None for a draft.
    announced_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    #: The day on which grade and age are asked; None: 1 April of the fiscal year.
    reference_day: Mapped[date | None]
    #: The earlier half of a pair: the visit this one answers, often of the fiscal year before.
    follows_id: Mapped[UUID | None] = mapped_column(ForeignKey("editions.id"), index=True)
    starts: Mapped[date]
    #: The last day, inclusive.
    ends: Mapped[date]
    #: Who registers: schools, guardians themselves, or both.
    registering: Mapped[Registering] = mapped_column(
        enum_column(Registering), default=Registering.SCHOOL
    )
    #: They register from the first minute to the last, both inclusive.
    opens_at: Mapped[datetime] = mapped_column(UTCDateTime)
    closes_at: Mapped[datetime] = mapped_column(UTCDateTime)
    selection: Mapped[Selection] = mapped_column(
        enum_column(Selection), default=Selection.FIRST_COME
    )
    #: Seats in all.
    quota: Mapped[int]
    #: Seats one school may take; None: as many as there are.
    school_quota: Mapped[int | None]
    #: Fewer than this and it does not take place.
    minimum: Mapped[int | None]
    #: Seats for girls and for boys, where they are counted apart.
    female_quota: Mapped[int | None]
    male_quota: Mapped[int | None]
    #: Places on the waiting list while the first to come are taken; None: as many as there are.
    waitlist_limit: Mapped[int | None]
    #: Days an offered seat is kept, after the day of the offer.
    offer_days: Mapped[int] = mapped_column(default=3)
    #: Taken from the programme; can be set apart for one edition.
    counts: Mapped[bool]
    counts_reason: Mapped[str] = mapped_column(bytewise(500))
    #: Why it was cancelled.
    state_reason: Mapped[str | None] = mapped_column(bytewise(500))

    programme: Mapped[Programme] = relationship(lazy="raise")
    measures: Mapped[list[Measure]] = relationship(
        secondary="edition_measures", order_by=Measure.number, lazy="raise"
    )
    projects: Mapped[list[LeadingProject]] = relationship(
        secondary="edition_projects", order_by=LeadingProject.number, lazy="raise"
    )

    @property
    def eligible_on(self) -> date:
        """The day on which grade and age are asked."""
        return self.reference_day or FiscalYear(self.fiscal_year).first_day

    @property
    def opens_on(self) -> date:
        """The office's day of the window's first minute."""
        return self.opens_at.astimezone(OFFICE_ZONE).date()

    @property
    def closes_on(self) -> date:
        """The office's day of the window's last minute."""
        return self.closes_at.astimezone(OFFICE_ZONE).date()
