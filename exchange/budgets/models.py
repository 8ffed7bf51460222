"""節 and 細節 as data, the lines of a visit's budget, and what participants pay themselves."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Numeric
from sqlalchemy.orm import Mapped, mapped_column, relationship

from exchange.budgets.enums import Amount, Payer, ShareRoute
from exchange.core.database import (
    Base,
    DemoMarked,
    Editable,
    Localized,
    LocalizedType,
    Money,
    UTCDateTime,
    bytewise,
    enum_column,
    money,
)
from exchange.delegations.models import Visit

_RATE = Numeric(14, 6)
#: What stands before the columns of an amount's other currency: request, commitment, payment.
_OF = ("", "committed_", "spent_")


class BudgetHeading(Editable, DemoMarked, Base):
    """A 節, or a 細節 below one; numbers and names change with the years, so they are data."""

    __tablename__ = "budget_headings"
    __table_args__ = (
        CheckConstraint("number > 0", name="number_positive"),
        CheckConstraint("until IS NULL OR until >= since", name="until_after_since"),
        Index("ix_budget_headings_parent_id_number", "parent_id", "number"),
    )

    #: The 節 it belongs to; None is a 節.
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("budget_headings.id"))
    number: Mapped[int]
    name: Mapped[Localized] = mapped_column(LocalizedType)
    #: The first and last fiscal year, by the year in which it starts; None goes on.
    since: Mapped[int]
    until: Mapped[int | None]
    #: Where it is from, and how sure it is.
    source: Mapped[str] = mapped_column(bytewise(300))
    note: Mapped[str] = mapped_column(bytewise(500), default="")
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class BudgetLine(Editable, DemoMarked, Base):
    """One expense of a visit in one fiscal year; amounts are yen, None is not written yet."""

    __tablename__ = "budget_lines"
    __table_args__ = (
        CheckConstraint("fiscal_year BETWEEN 1945 AND 2100", name="fiscal_year_range"),
        CheckConstraint(
            " AND ".join(f"({name} IS NULL OR {name} >= 0)" for name in Amount),
            name="amounts_not_negative",
        ),
        CheckConstraint("payer <> 'other' OR payer_name <> ''", name="other_payer_named"),
        CheckConstraint("spent <= committed", name="spent_within_committed"),
        *(
            CheckConstraint(
                f"({of}foreign_minor IS NULL) = ({of}rate IS NULL)"
                f" AND ({of}rate IS NULL) = ({of}rate_on IS NULL)",
                name=f"{of}rate_with_its_day",
            )
            for of in _OF
        ),
        *(CheckConstraint(f"{of}rate > 0", name=f"{of}rate_positive") for of in _OF),
        Index("ix_budget_lines_visit_id_position", "visit_id", "position"),
        Index("ix_budget_lines_fiscal_year_visit_id", "fiscal_year", "visit_id"),
    )

    visit_id: Mapped[UUID] = mapped_column(ForeignKey("visits.id"))
    position: Mapped[int]
    heading_id: Mapped[UUID] = mapped_column(ForeignKey("budget_headings.id"), index=True)
    detail_id: Mapped[UUID | None] = mapped_column(ForeignKey("budget_headings.id"), index=True)
    content: Mapped[str] = mapped_column(bytewise(200))
    payer: Mapped[Payer] = mapped_column(enum_column(Payer), default=Payer.CITY)
    #: Which partner or other body; the city and the prefecture need none.
    payer_name: Mapped[str] = mapped_column(bytewise(200), default="")
    #: The year in which it starts; stated by a person, for a day of payment does not tell it.
    fiscal_year: Mapped[int]
    requested: Mapped[int | None] = mapped_column(BigInteger)
    budgeted: Mapped[int | None] = mapped_column(BigInteger)
    committed: Mapped[int | None] = mapped_column(BigInteger)
    spent: Mapped[int | None] = mapped_column(BigInteger)
    #: What the request was reckoned from, where that was in another currency.
    foreign: Mapped[Money | None] = money("foreign", nullable=True)
    #: Yen for one unit, on a day; entered by a person, never fetched.
    rate: Mapped[Decimal | None] = mapped_column(_RATE)
    rate_on: Mapped[date | None]
    #: The same of what was committed and of what was paid, at the rates of their own days.
    committed_foreign: Mapped[Money | None] = money("committed_foreign", nullable=True)
    committed_rate: Mapped[Decimal | None] = mapped_column(_RATE)
    committed_rate_on: Mapped[date | None]
    spent_foreign: Mapped[Money | None] = money("spent_foreign", nullable=True)
    spent_rate: Mapped[Decimal | None] = mapped_column(_RATE)
    spent_rate_on: Mapped[date | None]
    #: What the parts of a line in two fiscal years have in common.
    split_id: Mapped[UUID | None] = mapped_column(index=True)
    #: The point of the programme it is spent on.
    itinerary_item_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("itinerary_items.id"), index=True
    )
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    visit: Mapped[Visit] = relationship(lazy="raise")
    heading: Mapped[BudgetHeading] = relationship(foreign_keys=[heading_id], lazy="raise")
    detail: Mapped[BudgetHeading | None] = relationship(foreign_keys=[detail_id], lazy="raise")


class ParticipantShare(Editable, DemoMarked, Base):
    """参加者負担金: what participants pay themselves; no expense of the city, and kept apart."""

    __tablename__ = "participant_shares"
    __table_args__ = (
        CheckConstraint("fiscal_year BETWEEN 1945 AND 2100", name="fiscal_year_range"),
        CheckConstraint("per_person > 0", name="per_person_positive"),
        CheckConstraint("people > 0", name="people_positive"),
        CheckConstraint("received IS NULL OR received >= 0", name="received_not_negative"),
    )

    visit_id: Mapped[UUID] = mapped_column(ForeignKey("visits.id"), index=True)
    content: Mapped[str] = mapped_column(bytewise(200))
    route: Mapped[ShareRoute] = mapped_column(enum_column(ShareRoute))
    fiscal_year: Mapped[int]
    #: Yen for one of them, and how many they are.
    per_person: Mapped[int] = mapped_column(BigInteger)
    people: Mapped[int]
    #: Yen that came in; None is not known yet.
    received: Mapped[int | None] = mapped_column(BigInteger)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    @property
    def total(self) -> int:
        """What all of them pay, in yen."""
        return self.per_person * self.people
