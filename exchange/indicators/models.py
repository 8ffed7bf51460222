"""Definitions of the indicators, their targets, and the versions of a counting rule."""

from datetime import datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Numeric, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from exchange.core.database import (
    Base,
    DemoMarked,
    Editable,
    Keyed,
    Localized,
    LocalizedType,
    UTCDateTime,
    bytewise,
    enum_column,
    refuse,
)
from exchange.indicators.enums import Method, Reach, ReadingKind, RuleStep, ValueStep, YearBasis
from exchange.strategy.models import Activity, Measure, Policy, Titled
from exchange.youth.models import ClosedYear

_FIGURE = Numeric(14, 2)


class Indicator(Titled, Editable, Base):
    """One indicator as the strategy defines it; it stands on a policy or on a measure."""

    __tablename__ = "indicators"
    __table_args__ = (
        CheckConstraint("(policy_id IS NULL) <> (measure_id IS NULL)", name="one_place"),
        CheckConstraint("decimals BETWEEN 0 AND 2", name="decimals_range"),
    )

    slug: Mapped[str] = mapped_column(bytewise(80), unique=True)
    #: Place in the strategy's order, over all policies and measures.
    position: Mapped[int] = mapped_column(unique=True)
    policy_id: Mapped[UUID | None] = mapped_column(ForeignKey("policies.id"), index=True)
    measure_id: Mapped[UUID | None] = mapped_column(ForeignKey("measures.id"), index=True)
    #: False while no source gives the Japanese title; ours stands there as 仮訳.
    ja_official: Mapped[bool]
    unit: Mapped[Localized] = mapped_column(LocalizedType)
    decimals: Mapped[int]
    year_basis: Mapped[YearBasis] = mapped_column(enum_column(YearBasis))
    #: Whether the source itself prints which kind of year it means.
    year_basis_printed: Mapped[bool]
    baseline: Mapped[Decimal] = mapped_column(_FIGURE)
    baseline_year: Mapped[int]
    #: What the source prints after the title (累計, 累計人數).
    mark: Mapped[str | None] = mapped_column(bytewise(20))
    #: One person counts every time (延べ).
    gross: Mapped[bool]
    #: The figure runs on from year to year.
    accumulates: Mapped[bool]
    method: Mapped[Method] = mapped_column(enum_column(Method))

    policy: Mapped[Policy | None] = relationship(lazy="raise")
    measure: Mapped[Measure | None] = relationship(lazy="raise")
    targets: Mapped[list["IndicatorTarget"]] = relationship(
        order_by="IndicatorTarget.year", lazy="raise"
    )

    def target_in(self, year: int) -> Decimal | None:
        """Return the target of a year, None where the source sets none."""
        return next((target.value for target in self.targets if target.year == year), None)


class IndicatorTarget(Editable, Base):
    """A year for which the strategy's tables have a column; an empty cell has no value."""

    __tablename__ = "indicator_targets"
    __table_args__ = (UniqueConstraint("indicator_id", "year"),)

    indicator_id: Mapped[UUID] = mapped_column(ForeignKey("indicators.id"))
    year: Mapped[int]
    value: Mapped[Decimal | None] = mapped_column(_FIGURE)


class SupersededBaseline(Editable, Base):
    """A baseline an earlier paper printed, on another basis; for staff."""

    __tablename__ = "superseded_baselines"
    __table_args__ = (UniqueConstraint("indicator_id", "year", "year_basis"),)

    indicator_id: Mapped[UUID] = mapped_column(ForeignKey("indicators.id"))
    value: Mapped[Decimal] = mapped_column(_FIGURE)
    year: Mapped[int]
    year_basis: Mapped[YearBasis] = mapped_column(enum_column(YearBasis))
    citation: Mapped[str] = mapped_column(bytewise(60))


class MissingTable(Editable, Base):
    """A measure for which the source prints the heading of a table and no table."""

    __tablename__ = "missing_indicator_tables"

    measure_id: Mapped[UUID] = mapped_column(ForeignKey("measures.id"), unique=True)
    citation: Mapped[str] = mapped_column(bytewise(60))

    measure: Mapped[Measure] = relationship(lazy="raise")


class CountingRule(Editable, DemoMarked, Base):
    """A version of how an indicator is counted; the division locks it, with who, when and why.

    One that load-demo wrote decides about demo rows as any other does, and is in no public reading.
    """

    __tablename__ = "counting_rules"
    __table_args__ = (
        UniqueConstraint("indicator_id", "number"),
        CheckConstraint("number > 0", name="number_positive"),
        CheckConstraint(
            "(locked_at IS NULL) = (locked_by IS NULL)"
            " AND (locked_at IS NULL) = (lock_reason IS NULL)",
            name="locked_whole",
        ),
    )

    indicator_id: Mapped[UUID] = mapped_column(ForeignKey("indicators.id"))
    #: The rule's own version; `version` counts changes of the row.
    number: Mapped[int]
    default_reading: Mapped[ReadingKind] = mapped_column(enum_column(ReadingKind))
    #: The fiscal year from which participations are counted; the baseline stands before it.
    first_year: Mapped[int]
    #: Pupils who host in a receive edition count.
    hosts_count: Mapped[bool]
    reach: Mapped[Reach] = mapped_column(enum_column(Reach))
    online_counts: Mapped[bool]
    #: Somebody who returns early took part.
    early_return_counts: Mapped[bool]
    #: The fiscal year from which it decides, once it is locked: the series breaks there.
    since_year: Mapped[int]
    #: Why this version was written, and by whom; the first one came with the reference data.
    reason: Mapped[str] = mapped_column(bytewise(1000), default="")
    drafted_by: Mapped[str] = mapped_column(bytewise(200), default="")
    locked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    locked_by: Mapped[str | None] = mapped_column(bytewise(200))
    lock_reason: Mapped[str | None] = mapped_column(bytewise(1000))

    @property
    def locked(self) -> bool:
        """Say whether the division has settled this version."""
        return self.locked_at is not None


class RuleDecision(Keyed, Base):
    """Who drafted, changed, locked or unlocked a version, when and why; rows are only added."""

    __tablename__ = "rule_decisions"

    rule_id: Mapped[UUID] = mapped_column(ForeignKey("counting_rules.id"), index=True)
    step: Mapped[RuleStep] = mapped_column(enum_column(RuleStep))
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    actor_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    actor_name: Mapped[str] = mapped_column(bytewise(200))
    reason: Mapped[str] = mapped_column(bytewise(1000))


refuse(RuleDecision.__table__, "UPDATE")  # type: ignore[arg-type]
refuse(RuleDecision.__table__, "DELETE")  # type: ignore[arg-type]


class IndicatorValue(Keyed, DemoMarked, Base):
    """One entry of a year's reported value; a later one stands beside it, none is overwritten."""

    __tablename__ = "indicator_values"
    __table_args__ = (
        UniqueConstraint("indicator_id", "year", "number"),
        CheckConstraint("number > 0", name="number_positive"),
        CheckConstraint("value >= 0", name="value_not_negative"),
        CheckConstraint("source <> ''", name="with_source"),
        CheckConstraint(
            "step NOT IN ('returned', 'corrected') OR reason <> ''", name="step_with_reason"
        ),
    )

    indicator_id: Mapped[UUID] = mapped_column(ForeignKey("indicators.id"))
    year: Mapped[int]
    #: Counts the entries of a year.
    number: Mapped[int]
    step: Mapped[ValueStep] = mapped_column(enum_column(ValueStep))
    value: Mapped[Decimal] = mapped_column(_FIGURE)
    #: The document the value stands in.
    source: Mapped[str] = mapped_column(bytewise(500))
    note: Mapped[str] = mapped_column(bytewise(2000), default="")
    section: Mapped[str] = mapped_column(bytewise(200), default="")
    reason: Mapped[str] = mapped_column(bytewise(1000), default="")
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    actor_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    actor_name: Mapped[str] = mapped_column(bytewise(200))


refuse(IndicatorValue.__table__, "UPDATE")  # type: ignore[arg-type]
refuse(IndicatorValue.__table__, "DELETE")  # type: ignore[arg-type]


class SealedFigure(Base):
    """What another indicator than youth's read when a fiscal year was closed; no row: no value.

    A value of a calendar year, or of a survey, is sealed with the fiscal year of that number.
    """

    __tablename__ = "sealed_figures"

    fiscal_year: Mapped[int] = mapped_column(
        ForeignKey("closed_years.fiscal_year"), primary_key=True, autoincrement=False
    )
    indicator_id: Mapped[UUID] = mapped_column(ForeignKey("indicators.id"), primary_key=True)
    with_demo: Mapped[bool] = mapped_column(primary_key=True)
    value: Mapped[Decimal] = mapped_column(_FIGURE)


refuse(SealedFigure.__table__, "UPDATE")  # type: ignore[arg-type]
refuse(SealedFigure.__table__, "DELETE")  # type: ignore[arg-type]


def _closed(year: str) -> str:
    return f"EXISTS (SELECT 1 FROM closed_years WHERE closed_years.fiscal_year = {year})"


def _refuse_once_closed(table: Any, operation: str, when: str) -> None:  # noqa: ANN401 - a Table
    refuse(table, operation, when=when, asks=ClosedYear.__table__)  # type: ignore[arg-type]


# After the seal a value is a correction, with its reason.
_refuse_once_closed(
    IndicatorValue.__table__, "INSERT", f"NEW.step = 'accepted' AND {_closed('NEW.year')}"
)
# What is counted from activities is sealed with them; `other` is in no figure.
_COUNTED: Final = ("kind", "times", "organiser", "held", "fiscal_year", "calendar_year", "is_demo")
_moved = " OR ".join(
    [
        *(f"NEW.{name} <> OLD.{name}" for name in _COUNTED),
        "(NEW.withdrawn_at IS NULL) <> (OLD.withdrawn_at IS NULL)",
    ]
)
_either = f"({_closed('OLD.fiscal_year')} OR {_closed('NEW.fiscal_year')})"
_refuse_once_closed(
    Activity.__table__, "INSERT", f"NEW.kind <> 'other' AND {_closed('NEW.fiscal_year')}"
)
_refuse_once_closed(
    Activity.__table__,
    "UPDATE",
    f"(OLD.kind <> 'other' OR NEW.kind <> 'other') AND ({_moved}) AND {_either}",
)
_refuse_once_closed(
    Activity.__table__, "DELETE", f"OLD.kind <> 'other' AND {_closed('OLD.fiscal_year')}"
)
