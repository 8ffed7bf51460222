"""The tree of the strategy; titles stay as the source prints them."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from exchange.core.database import (
    Base,
    Editable,
    Localized,
    LocalizedType,
    PartialDateType,
    bytewise,
    partial_date_check,
)
from exchange.core.dates import FiscalYear, PartialDate
from exchange.core.text import fold


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


def search_key_of(title: Mapping[str, str]) -> str:
    """Fold a title in every language; words of two languages do not run together."""
    return "\n".join(dict.fromkeys(fold(text) for text in title.values()))
