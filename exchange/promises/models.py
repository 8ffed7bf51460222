"""The table of promises."""

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from exchange.accounts.models import User
from exchange.core.database import (
    Base,
    DemoMarked,
    Editable,
    Localized,
    LocalizedType,
    PartialDateType,
    bytewise,
    enum_column,
    partial_date_check,
)
from exchange.core.dates import PartialDate
from exchange.delegations.models import Visit
from exchange.partners.models import Partner
from exchange.people.models import Person
from exchange.promises.enums import PromiseSide, PromiseState


class Promise(Editable, DemoMarked, Base):
    """What one side promised the other; settled, never deleted."""

    __tablename__ = "promises"
    __table_args__ = (
        partial_date_check("due"),
        CheckConstraint(
            "side <> 'ours' OR (owner_id IS NOT NULL AND person_id IS NULL)", name="ours_owned"
        ),
        CheckConstraint("state <> 'dropped' OR reason <> ''", name="dropped_with_reason"),
        CheckConstraint("(state = 'open') = (settled_on IS NULL)", name="settled_on_a_day"),
        Index("ix_promises_sort_day", "sort_day", "id"),
        Index("ix_promises_partner_id_state", "partner_id", "state", "sort_day"),
    )

    side: Mapped[PromiseSide] = mapped_column(enum_column(PromiseSide))
    title: Mapped[Localized] = mapped_column(LocalizedType)
    partner_id: Mapped[UUID] = mapped_column(ForeignKey("partners.id"))
    #: The visit in which it was given.
    visit_id: Mapped[UUID | None] = mapped_column(ForeignKey("visits.id"), index=True)
    #: Who of us keeps it, or asks after theirs.
    owner_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"), index=True)
    #: Who of them keeps it.
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"), index=True)
    due: Mapped[PartialDate | None] = mapped_column(PartialDateType)
    #: The last day it can be kept in time, or the last day there is: lists sort by it.
    sort_day: Mapped[date]
    note: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[PromiseState] = mapped_column(
        enum_column(PromiseState), default=PromiseState.OPEN
    )
    #: Why it was dropped, or how it was kept.
    reason: Mapped[str] = mapped_column(bytewise(500), default="")
    settled_on: Mapped[date | None]

    partner: Mapped[Partner] = relationship(lazy="raise")
    visit: Mapped[Visit | None] = relationship(lazy="raise")
    owner: Mapped[User | None] = relationship(lazy="raise")
    person: Mapped[Person | None] = relationship(lazy="raise")
