"""Members of visits, and their orders of precedence at single events."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
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
    explain_clash,
)
from exchange.core.messages import message
from exchange.delegations.enums import MemberRole
from exchange.delegations.models.visits import Visit
from exchange.people.models import Person


class VisitMember(Editable, DemoMarked, Base):
    """A person in a delegation; ended, never deleted."""

    __tablename__ = "visit_members"

    visit_id: Mapped[UUID] = mapped_column(ForeignKey("visits.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), index=True)
    role: Mapped[MemberRole] = mapped_column(enum_column(MemberRole))
    #: Post as printed for this visit; None where there is none, or nobody approved its words yet.
    title: Mapped[Localized | None] = mapped_column(LocalizedType)
    #: The post in the words of the list that named it; empty where it was typed here.
    title_as_sent: Mapped[str] = mapped_column(bytewise(200), default="")
    #: Rank in this visit, made by hand; gaps mean nothing. None once the membership has ended.
    precedence: Mapped[int | None]
    diet: Mapped[str] = mapped_column(bytewise(200), default="")
    #: What the person needs in order to get about.
    mobility: Mapped[str] = mapped_column(bytewise(200), default="")
    #: The member this one accompanies.
    companion_of_id: Mapped[UUID | None] = mapped_column(ForeignKey("visit_members.id"), index=True)
    #: Who came in the place of a member that left.
    replaced_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("visit_members.id"), index=True)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    person: Mapped[Person] = relationship(lazy="raise")
    visit: Mapped[Visit] = relationship(lazy="raise")
    companion_of: Mapped["VisitMember | None"] = relationship(
        lazy="raise", foreign_keys=companion_of_id, remote_side="VisitMember.id"
    )
    replaced_by: Mapped["VisitMember | None"] = relationship(
        lazy="raise", foreign_keys=replaced_by_id, remote_side="VisitMember.id"
    )

    __table_args__ = (
        UniqueConstraint("visit_id", "precedence"),
        CheckConstraint("(ended_at IS NULL) = (precedence IS NOT NULL)", name="ranked_until_ended"),
        CheckConstraint(
            "replaced_by_id IS NULL OR ended_at IS NOT NULL", name="replaced_once_ended"
        ),
        CheckConstraint("companion_of_id <> id", name="companion_of_another"),
        Index(
            "uq_visit_members_visit_id_person_id",
            "visit_id",
            "person_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index(
            "uq_visit_members_visit_id_role",
            "visit_id",
            "role",
            unique=True,
            sqlite_where=text("role = 'leader' AND ended_at IS NULL"),
            postgresql_where=text("role = 'leader' AND ended_at IS NULL"),
        ),
    )


class EventOrder(Editable, DemoMarked, Base):
    """An order of precedence for one event of a visit, where it is not the visit's own."""

    __tablename__ = "event_orders"
    __table_args__ = (
        Index(
            "uq_event_orders_item_id",
            "item_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    visit_id: Mapped[UUID] = mapped_column(ForeignKey("visits.id"), index=True)
    #: The item of the programme it is for; None for an event that is only named.
    item_id: Mapped[UUID | None] = mapped_column(ForeignKey("itinerary_items.id"))
    name: Mapped[str] = mapped_column(bytewise(200))
    #: Why it departs from protocol; empty where it does not.
    reason: Mapped[str] = mapped_column(bytewise(500), default="")
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    ranks: Mapped[list["EventRank"]] = relationship(
        order_by="EventRank.rank", cascade="all, delete-orphan", lazy="raise"
    )


class EventRank(Base):
    """A member's place at one event; part of the order, not a record of its own."""

    __tablename__ = "event_ranks"
    __table_args__ = (UniqueConstraint("order_id", "rank"),)

    order_id: Mapped[UUID] = mapped_column(ForeignKey("event_orders.id"), primary_key=True)
    member_id: Mapped[UUID] = mapped_column(
        ForeignKey("visit_members.id"), primary_key=True, index=True
    )
    rank: Mapped[int]


explain_clash(
    "uq_visit_members_visit_id_person_id",
    message("delegations.error.already_member"),
    field="person_id",
)
explain_clash("uq_visit_members_visit_id_role", message("delegations.error.one_head"), field="role")
explain_clash("uq_event_orders_item_id", message("delegations.error.item_ordered"), field="item")
