"""Visits, the partners they go to or come from, members in their order."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from exchange.accounts.models import User
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
    explain_clash,
    partial_date_check,
)
from exchange.core.dates import PartialDate
from exchange.core.messages import message
from exchange.core.text import fold
from exchange.delegations.enums import ApprovalClass, Direction, Level, MemberRole, VisitState
from exchange.partners.models import Partner, Source
from exchange.people.models import Person


class Visit(Editable, DemoMarked, Base):
    """A delegation sent out or received."""

    __tablename__ = "visits"

    direction: Mapped[Direction] = mapped_column(enum_column(Direction))
    level: Mapped[Level] = mapped_column(enum_column(Level))
    title: Mapped[Localized] = mapped_column(LocalizedType)
    #: The title in every language, folded.
    search_key: Mapped[str] = mapped_column(bytewise(1000))
    purpose: Mapped[str] = mapped_column(Text, default="")
    #: Hosts and co-hosts, as they are printed.
    hosts: Mapped[str] = mapped_column(bytewise(500), default="")
    starts: Mapped[date]
    ends: Mapped[date]
    state: Mapped[VisitState] = mapped_column(enum_column(VisitState), default=VisitState.DRAFT)
    #: Why it was postponed or cancelled.
    reason: Mapped[str] = mapped_column(bytewise(500), default="")
    #: The user who answers for it; None for what a command made.
    owner_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"), index=True)
    #: The youth edition whose journey this is.
    edition_id: Mapped[UUID | None] = mapped_column(ForeignKey("editions.id"), index=True)
    document_number: Mapped[str] = mapped_column(bytewise(60), default="")
    drafted_on: Mapped[date | None]
    approved_on: Mapped[date | None]
    approval_class: Mapped[ApprovalClass | None] = mapped_column(enum_column(ApprovalClass))
    #: When a person pressed 公開; None is staff only.
    published_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    owner: Mapped[User | None] = relationship(lazy="raise")
    links: Mapped[list["VisitPartner"]] = relationship(
        order_by="VisitPartner.position", cascade="all, delete-orphan", lazy="raise"
    )

    __table_args__ = (
        CheckConstraint("ends >= starts", name="ends_after_starts"),
        CheckConstraint(
            "state NOT IN ('approved', 'confirmed', 'under_way', 'closed')"
            " OR (approved_on IS NOT NULL AND approval_class IS NOT NULL)",
            name="approval_recorded",
        ),
        CheckConstraint(
            "state NOT IN ('postponed', 'cancelled') OR reason <> ''", name="stopped_with_reason"
        ),
        CheckConstraint(
            "published_at IS NULL OR state NOT IN ('draft', 'planned', 'approved')",
            name="published_when_settled",
        ),
        CheckConstraint("approved_on >= drafted_on", name="approved_after_draft"),
        Index("ix_visits_starts", "starts", "id"),
        Index("ix_visits_ends", "ends", "id"),
    )

    @property
    def partners(self) -> list[Partner]:
        """The partners, the first one named first."""
        return [link.partner for link in self.links]


class VisitPartner(Base):
    """That a visit goes to a partner or comes from one; part of the visit, not a record of its own.

    What it was before a change is in the visit's audit lines.
    """

    __tablename__ = "visit_partners"

    visit_id: Mapped[UUID] = mapped_column(ForeignKey("visits.id"), primary_key=True)
    partner_id: Mapped[UUID] = mapped_column(
        ForeignKey("partners.id"), primary_key=True, index=True
    )
    position: Mapped[int]

    partner: Mapped[Partner] = relationship(lazy="raise")


class VisitMember(Editable, DemoMarked, Base):
    """A person in a delegation; ended, never deleted."""

    __tablename__ = "visit_members"

    visit_id: Mapped[UUID] = mapped_column(ForeignKey("visits.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), index=True)
    role: Mapped[MemberRole] = mapped_column(enum_column(MemberRole))
    #: Post as printed for this visit; None where there is none.
    title: Mapped[Localized | None] = mapped_column(LocalizedType)
    #: Rank in this visit, made by hand; gaps mean nothing. None once the membership has ended.
    precedence: Mapped[int | None]
    diet: Mapped[str] = mapped_column(bytewise(200), default="")
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    person: Mapped[Person] = relationship(lazy="raise")
    visit: Mapped[Visit] = relationship(lazy="raise")

    __table_args__ = (
        UniqueConstraint("visit_id", "precedence"),
        CheckConstraint("(ended_at IS NULL) = (precedence IS NOT NULL)", name="ranked_until_ended"),
        Index(
            "uq_visit_members_visit_id_person_id",
            "visit_id",
            "person_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )


class VisitCycle(Editable, DemoMarked, Base):
    """Visits that come round every so many years, counted from an anchor: the signing, mostly."""

    __tablename__ = "visit_cycles"
    __table_args__ = (
        CheckConstraint("years BETWEEN 1 AND 100", name="years_range"),
        CheckConstraint("anchor_year BETWEEN 1945 AND 2100", name="anchor_range"),
    )

    partner_id: Mapped[UUID] = mapped_column(ForeignKey("partners.id"), index=True)
    title: Mapped[Localized] = mapped_column(LocalizedType)
    years: Mapped[int]
    anchor_year: Mapped[int]
    #: Each side visits the other in turn; otherwise they come to us alone.
    both_ways: Mapped[bool] = mapped_column(default=True)
    source_id: Mapped[UUID] = mapped_column(ForeignKey("sources.id"), index=True)
    locator: Mapped[str] = mapped_column(bytewise(60), default="")
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    source: Mapped[Source] = relationship(lazy="raise")
    turns: Mapped[list["CycleTurn"]] = relationship(
        order_by="(CycleTurn.year, CycleTurn.direction)", lazy="raise"
    )


class CycleTurn(Editable, DemoMarked, Base):
    """What became of one visit of a cycle: the visit, when it was, or why there was none."""

    __tablename__ = "cycle_turns"
    __table_args__ = (
        CheckConstraint(
            "(CASE WHEN visit_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN happened IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN skipped_because = '' THEN 0 ELSE 1 END) = 1",
            name="one_outcome",
        ),
        Index(
            "uq_cycle_turns_cycle_id_year_direction",
            "cycle_id",
            "year",
            "direction",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        partial_date_check("happened"),
    )

    cycle_id: Mapped[UUID] = mapped_column(ForeignKey("visit_cycles.id"))
    #: The year the cycle foresaw it in; the visit itself may be later.
    year: Mapped[int]
    direction: Mapped[Direction] = mapped_column(enum_column(Direction))
    visit_id: Mapped[UUID | None] = mapped_column(ForeignKey("visits.id"), index=True)
    #: When it was, for a visit that is not on record here.
    happened: Mapped[PartialDate | None] = mapped_column(PartialDateType)
    skipped_because: Mapped[str] = mapped_column(bytewise(500), default="")
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    visit: Mapped[Visit | None] = relationship(lazy="raise")


def title_key(title: Localized) -> str:
    """Return the folded spellings of a title, for the search box."""
    return "\n".join(dict.fromkeys(fold(text) for text in title.values()))


explain_clash(
    "ck_visits_ends_after_starts", message("delegations.error.ends_before_starts"), field="ends"
)
explain_clash(
    "uq_visit_members_visit_id_person_id",
    message("delegations.error.already_member"),
    field="person_id",
)
explain_clash("uq_cycle_turns_cycle_id_year_direction", message("delegations.error.turn_settled"))
