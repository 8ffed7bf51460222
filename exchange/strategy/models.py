"""The tree of the strategy, whose titles stay as the source prints them, and its activities."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from exchange.core.database import (
    Base,
    DemoMarked,
    Editable,
    Localized,
    LocalizedType,
    PartialDateType,
    UTCDateTime,
    bytewise,
    enum_column,
    partial_date_check,
)
from exchange.core.dates import FiscalYear, PartialDate
from exchange.core.text import fold
from exchange.partners.models import Partner
from exchange.strategy.enums import ActivityKind, ActivityOrganiser, Background


class Titled:
    """A numbered, titled row of the strategy, and where its title stands."""

    number: Mapped[int]
    #: zh-Hant is the adopted digest's wording, ja the draft's, en ours.
    title: Mapped[Localized] = mapped_column(LocalizedType)
    #: The titles folded, for the search box.
    search_key: Mapped[str] = mapped_column(bytewise(2000))
    #: Citations of the title ("seed-zh L113").
    citations: Mapped[list[str]] = mapped_column(JSON, default=list)


class Strategy(Editable, Base):
    """A strategy with its period; one is in force."""

    __tablename__ = "strategies"
    __table_args__ = (
        CheckConstraint("first_year <= review_year", name="review_after_start"),
        CheckConstraint("review_year <= last_year", name="review_before_end"),
        partial_date_check("enacted"),
    )

    slug: Mapped[str] = mapped_column(bytewise(80), unique=True)
    title: Mapped[Localized] = mapped_column(LocalizedType)
    vision: Mapped[Localized] = mapped_column(LocalizedType)
    enacted: Mapped[PartialDate] = mapped_column(PartialDateType)
    #: Fiscal years, by the year in which they start.
    first_year: Mapped[int]
    last_year: Mapped[int]
    review_year: Mapped[int]
    #: Attribute → citations.
    citations: Mapped[dict[str, list[str]]] = mapped_column(JSON, default=dict)

    policies: Mapped[list["Policy"]] = relationship(order_by="Policy.number", lazy="raise")
    projects: Mapped[list["LeadingProject"]] = relationship(
        order_by="LeadingProject.number", lazy="raise"
    )
    regions: Mapped[list["TargetRegion"]] = relationship(
        order_by="TargetRegion.number", lazy="raise"
    )

    @property
    def period(self) -> tuple[FiscalYear, FiscalYear]:
        """First and last fiscal year."""
        return FiscalYear(self.first_year), FiscalYear(self.last_year)

    @property
    def review(self) -> FiscalYear:
        """The fiscal year of the mid-term review."""
        return FiscalYear(self.review_year)


class Policy(Titled, Editable, Base):
    """A basic policy (基本方針)."""

    __tablename__ = "policies"
    __table_args__ = (UniqueConstraint("strategy_id", "number"),)

    slug: Mapped[str] = mapped_column(bytewise(80), unique=True)
    strategy_id: Mapped[UUID] = mapped_column(ForeignKey("strategies.id"))

    measures: Mapped[list["Measure"]] = relationship(order_by="Measure.number", lazy="raise")


class Measure(Titled, Editable, Base):
    """A measure (基本施策); numbers run through the whole strategy."""

    __tablename__ = "measures"
    __table_args__ = (UniqueConstraint("policy_id", "number"),)

    slug: Mapped[str] = mapped_column(bytewise(80), unique=True)
    policy_id: Mapped[UUID] = mapped_column(ForeignKey("policies.id"))

    sub_measures: Mapped[list["SubMeasure"]] = relationship(
        order_by="SubMeasure.number", lazy="raise"
    )


class SubMeasure(Titled, Editable, Base):
    """One of the headings under a measure."""

    __tablename__ = "sub_measures"
    __table_args__ = (UniqueConstraint("measure_id", "number"),)

    measure_id: Mapped[UUID] = mapped_column(ForeignKey("measures.id"))


class LeadingProject(Titled, Editable, Base):
    """A leading project; it stands across all measures, for no source ties it to one."""

    __tablename__ = "leading_projects"
    __table_args__ = (UniqueConstraint("strategy_id", "number"),)

    slug: Mapped[str] = mapped_column(bytewise(80), unique=True)
    strategy_id: Mapped[UUID] = mapped_column(ForeignKey("strategies.id"))
    #: What the draft alone says about its work; never public.
    draft_only: Mapped[Localized | None] = mapped_column(LocalizedType)
    draft_citation: Mapped[str | None] = mapped_column(bytewise(60))


class TargetRegion(Editable, Base):
    """A region the draft alone names; never public."""

    __tablename__ = "target_regions"
    __table_args__ = (UniqueConstraint("strategy_id", "number"),)

    slug: Mapped[str] = mapped_column(bytewise(80), unique=True)
    strategy_id: Mapped[UUID] = mapped_column(ForeignKey("strategies.id"))
    number: Mapped[int]
    name: Mapped[Localized] = mapped_column(LocalizedType)
    #: Slugs of the partners in it; slugs are frozen.
    partners: Mapped[list[str]] = mapped_column(JSON, default=list)
    citation: Mapped[str] = mapped_column(bytewise(60))


class BackgroundFact(Editable, Base):
    """How the strategy came about, or where the city stood by comparison, with its source."""

    __tablename__ = "background_facts"
    __table_args__ = (
        UniqueConstraint("kind", "position"),
        partial_date_check("dated"),
        CheckConstraint("(kind = 'statistic') = (figure IS NOT NULL)", name="figure_of_statistic"),
    )

    kind: Mapped[Background] = mapped_column(enum_column(Background))
    position: Mapped[int]
    slug: Mapped[str] = mapped_column(bytewise(80), unique=True)
    dated: Mapped[PartialDate] = mapped_column(PartialDateType)
    title: Mapped[Localized] = mapped_column(LocalizedType)
    figure: Mapped[str | None] = mapped_column(bytewise(60))
    #: Places among others: texts by language.
    ranks: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list)
    #: The draft alone says so, or the source is garbled; never public.
    draft_only: Mapped[bool]
    citations: Mapped[list[str]] = mapped_column(JSON, default=list)


class Activity(Editable, DemoMarked, Base):
    """What was done for the strategy, with its evidence; withdrawn when wrong, never deleted."""

    __tablename__ = "activities"
    __table_args__ = (
        partial_date_check("held"),
        CheckConstraint("times > 0", name="times_positive"),
        CheckConstraint("audience_number >= 0", name="audience_counted"),
        CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_reason = '')", name="withdrawn_with_reason"
        ),
        Index("ix_activities_sort_day", "sort_day", "id"),
        Index("ix_activities_fiscal_year", "fiscal_year", "kind"),
        Index("ix_activities_calendar_year", "calendar_year", "kind"),
    )

    kind: Mapped[ActivityKind] = mapped_column(enum_column(ActivityKind))
    title: Mapped[Localized] = mapped_column(LocalizedType)
    #: A month or a day: a bare year lies in two fiscal years.
    held: Mapped[PartialDate] = mapped_column(PartialDateType)
    #: The first day it may have been; the years are those of this day.
    sort_day: Mapped[date]
    fiscal_year: Mapped[int]
    calendar_year: Mapped[int]
    #: How many times it was held: a course of eight evenings under one title counts eight.
    times: Mapped[int] = mapped_column(default=1)
    organiser: Mapped[ActivityOrganiser] = mapped_column(enum_column(ActivityOrganiser))
    organiser_name: Mapped[str] = mapped_column(bytewise(200), default="")
    audience: Mapped[str] = mapped_column(bytewise(200), default="")
    audience_number: Mapped[int | None]
    #: The section that is responsible, as the city writes it.
    section: Mapped[str] = mapped_column(bytewise(200), index=True)
    #: Where it can be read that it was held: a document, a number, a place.
    evidence: Mapped[str] = mapped_column(bytewise(500))
    link: Mapped[str] = mapped_column(bytewise(500), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    #: Title, audience and organiser folded, for the list's search.
    search_key: Mapped[str] = mapped_column(bytewise(2000))
    withdrawn_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    withdrawn_reason: Mapped[str] = mapped_column(bytewise(500), default="")

    partners: Mapped[list[Partner]] = relationship(
        secondary="activity_partners", order_by=Partner.number, lazy="raise"
    )
    measures: Mapped[list[Measure]] = relationship(
        secondary="activity_measures", order_by=Measure.number, lazy="raise"
    )
    projects: Mapped[list[LeadingProject]] = relationship(
        secondary="activity_projects", order_by=LeadingProject.number, lazy="raise"
    )


class ActivityPartner(Base):
    """That an activity was held with a partner."""

    __tablename__ = "activity_partners"

    activity_id: Mapped[UUID] = mapped_column(ForeignKey("activities.id"), primary_key=True)
    partner_id: Mapped[UUID] = mapped_column(
        ForeignKey("partners.id"), primary_key=True, index=True
    )


class ActivityMeasure(Base):
    """That an activity serves a measure."""

    __tablename__ = "activity_measures"

    activity_id: Mapped[UUID] = mapped_column(ForeignKey("activities.id"), primary_key=True)
    measure_id: Mapped[UUID] = mapped_column(
        ForeignKey("measures.id"), primary_key=True, index=True
    )


class ActivityProject(Base):
    """That an activity serves a leading project."""

    __tablename__ = "activity_projects"

    activity_id: Mapped[UUID] = mapped_column(ForeignKey("activities.id"), primary_key=True)
    project_id: Mapped[UUID] = mapped_column(
        ForeignKey("leading_projects.id"), primary_key=True, index=True
    )


def search_key_of(title: Mapping[str, str]) -> str:
    """Fold a title in every language; words of two languages do not run together."""
    return "\n".join(dict.fromkeys(fold(text) for text in title.values()))
