"""Gifts given and received, the city's stock of them, what is better not given, and the limits."""

from datetime import date, datetime
from typing import Final
from uuid import UUID

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from exchange.core.database import (
    Base,
    DemoMarked,
    Editable,
    Keyed,
    Localized,
    LocalizedType,
    Money,
    UTCDateTime,
    bytewise,
    enum_column,
    explain_clash,
    money,
    refuse,
)
from exchange.core.messages import message
from exchange.core.text import fold
from exchange.delegations.enums import ApprovalClass
from exchange.delegations.models import Visit
from exchange.gifts.enums import GiftDirection, GiftLine, MovementKind, TabooKind
from exchange.partners.models import Partner
from exchange.people.models import Person

#: The city is on one side of every gift; this is what it is called on paper.
CITY: Final = "熊本市"


class StockItem(Editable, DemoMarked, Base):
    """A gift the city keeps ready; how many there are is the sum of its movements."""

    __tablename__ = "gift_stock_items"
    __table_args__ = (CheckConstraint("unit_value_minor >= 0", name="unit_value_not_negative"),)

    name: Mapped[Localized] = mapped_column(LocalizedType)
    description: Mapped[str] = mapped_column(Text, default="")
    maker: Mapped[str] = mapped_column(bytewise(200), default="")
    unit_value: Mapped[Money] = money("unit_value")
    kept_at: Mapped[str] = mapped_column(bytewise(200), default="")
    #: In 五十音 order, as far as the name is written in kana.
    sort_key: Mapped[str] = mapped_column(bytewise(500), index=True)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class StockMovement(Keyed, Base):
    """That a stock became more or less; never changed, put right by another one."""

    __tablename__ = "gift_stock_movements"
    __table_args__ = (
        CheckConstraint("quantity <> 0", name="quantity_moves"),
        CheckConstraint(
            "(kind IN ('given', 'returned')) = (gift_id IS NOT NULL)", name="gift_of_a_movement"
        ),
        Index("ix_gift_stock_movements_item_id_at", "item_id", "at"),
    )

    item_id: Mapped[UUID] = mapped_column(ForeignKey("gift_stock_items.id"))
    kind: Mapped[MovementKind] = mapped_column(enum_column(MovementKind))
    #: Above zero into the stock, below zero out of it.
    quantity: Mapped[int]
    day: Mapped[date]
    gift_id: Mapped[UUID | None] = mapped_column(ForeignKey("gifts.id"), index=True)
    note: Mapped[str] = mapped_column(bytewise(300), default="")
    at: Mapped[datetime]
    #: By name, as in the audit.
    by: Mapped[str] = mapped_column(bytewise(200))


class Gift(Editable, DemoMarked, Base):
    """Something given by us or received from them; ended, never deleted."""

    __tablename__ = "gifts"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="quantity_positive"),
        CheckConstraint("unit_price_minor >= 0", name="unit_price_not_negative"),
        CheckConstraint("value_minor >= 0", name="value_not_negative"),
        CheckConstraint("giver_id IS NOT NULL OR giver <> ''", name="giver_named"),
        CheckConstraint("recipient_id IS NOT NULL OR recipient <> ''", name="recipient_named"),
        CheckConstraint("(approved_on IS NULL) = (decided_by IS NULL)", name="approval_with_class"),
        CheckConstraint(
            "line = 'none' OR (direction = 'given' AND value_currency = 'JPY')",
            name="charged_in_yen",
        ),
        CheckConstraint("stock_item_id IS NULL OR direction = 'given'", name="stock_is_given"),
        Index("ix_gifts_day", "day", "id"),
        Index("ix_gifts_partner_id_day", "partner_id", "day"),
    )

    direction: Mapped[GiftDirection] = mapped_column(enum_column(GiftDirection))
    day: Mapped[date]
    partner_id: Mapped[UUID] = mapped_column(ForeignKey("partners.id"))
    visit_id: Mapped[UUID | None] = mapped_column(ForeignKey("visits.id"), index=True)
    #: The point of a visit's programme at which it changes hands.
    itinerary_item_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("itinerary_items.id"), index=True
    )
    #: A person on file, or an organisation or anybody else by name.
    giver_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"), index=True)
    giver: Mapped[str] = mapped_column(bytewise(200), default="")
    recipient_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"), index=True)
    recipient: Mapped[str] = mapped_column(bytewise(200), default="")
    title: Mapped[Localized] = mapped_column(LocalizedType)
    #: The title and its maker in every language, folded; no name of a person.
    search_key: Mapped[str] = mapped_column(bytewise(2000))
    stock_item_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("gift_stock_items.id"), index=True
    )
    maker: Mapped[str] = mapped_column(bytewise(200), default="")
    unit_price: Mapped[Money | None] = money("unit_price", nullable=True)
    quantity: Mapped[int] = mapped_column(default=1)
    #: Of all pieces; estimated where it was received.
    value: Mapped[Money | None] = money("value", nullable=True)
    line: Mapped[GiftLine] = mapped_column(enum_column(GiftLine), default=GiftLine.NONE)
    document_number: Mapped[str] = mapped_column(bytewise(60), default="")
    approved_on: Mapped[date | None]
    decided_by: Mapped[ApprovalClass | None] = mapped_column(enum_column(ApprovalClass))
    kept_at: Mapped[str] = mapped_column(bytewise(200), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    #: Why somebody gets the same thing again.
    repeat_reason: Mapped[str] = mapped_column(bytewise(300), default="")
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    partner: Mapped[Partner] = relationship(lazy="raise")
    visit: Mapped[Visit | None] = relationship(lazy="raise")
    giving_person: Mapped[Person | None] = relationship(foreign_keys=[giver_id], lazy="raise")
    receiving_person: Mapped[Person | None] = relationship(
        foreign_keys=[recipient_id], lazy="raise"
    )

    @property
    def given_by(self) -> str:
        """Who gave it, as it is written; load the persons before."""
        return self.giving_person.name.written if self.giving_person else self.giver

    @property
    def received_by(self) -> str:
        """Who received it, as it is written; load the persons before."""
        return self.receiving_person.name.written if self.receiving_person else self.recipient


class Taboo(Editable, DemoMarked, Base):
    """What is better not given to some partners, or to any, and why."""

    __tablename__ = "gift_taboos"
    __table_args__ = (CheckConstraint("words <> ''", name="with_words"),)

    kind: Mapped[TabooKind] = mapped_column(enum_column(TabooKind))
    #: Words of things, divided by commas of any kind, in any of the languages.
    words: Mapped[str] = mapped_column(bytewise(500))
    #: Slugs of partners; an empty list is all of them.
    partners: Mapped[list[str]] = mapped_column(JSON)
    note: Mapped[Localized] = mapped_column(LocalizedType)
    #: Who says so, and how sure it is.
    source: Mapped[str] = mapped_column(bytewise(300))
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class GiftLimit(Editable, DemoMarked, Base):
    """From which day on a gift of a line is worth at most so much without an approval."""

    __tablename__ = "gift_limits"
    __table_args__ = (
        CheckConstraint("line <> 'none'", name="line_is_charged"),
        CheckConstraint("most > 0", name="most_positive"),
    )

    line: Mapped[GiftLine] = mapped_column(enum_column(GiftLine))
    #: Yen.
    most: Mapped[int] = mapped_column(BigInteger)
    since: Mapped[date]
    note: Mapped[str] = mapped_column(bytewise(300), default="")
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


def search_key_of(title: Localized, maker: str) -> str:
    """Return the folded spellings by which a gift is found."""
    return "\n".join(dict.fromkeys(fold(text) for text in (*title.values(), maker) if text))


explain_clash("ck_gifts_quantity_positive", message("gifts.error.quantity"), field="quantity")
refuse(StockMovement.__table__, "UPDATE")  # type: ignore[arg-type]
