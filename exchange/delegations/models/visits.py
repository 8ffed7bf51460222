"""Visits, the partners they go to or come from, members in their order."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from exchange.accounts.models import User
from exchange.agreements.models import AgreementParty
from exchange.celebrations.models import Celebration
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
from exchange.core.text import fold
from exchange.delegations.enums import ApprovalClass, Direction, Level, VisitState
from exchange.delegations.models.ties import VisitHost, VisitLeg
from exchange.partners.models import Partner
from exchange.strategy.models import LeadingProject, Measure


class Visit(Editable, DemoMarked, Base):
    """A delegation sent out or received."""

    __tablename__ = "visits"

    direction: Mapped[Direction] = mapped_column(enum_column(Direction))
    level: Mapped[Level] = mapped_column(enum_column(Level))
    title: Mapped[Localized] = mapped_column(LocalizedType)
    #: The title in every language, folded.
    search_key: Mapped[str] = mapped_column(bytewise(1000))
    purpose: Mapped[str] = mapped_column(Text, default="")
    #: Hosts and co-hosts that are party to no agreement, as they are printed.
    hosts: Mapped[str] = mapped_column(bytewise(500), default="")
    starts: Mapped[date]
    ends: Mapped[date]
    #: 予備日: the days it would be held on instead.
    fallback_starts: Mapped[date | None]
    fallback_ends: Mapped[date | None]
    state: Mapped[VisitState] = mapped_column(enum_column(VisitState), default=VisitState.DRAFT)
    #: Why it was postponed or cancelled.
    reason: Mapped[str] = mapped_column(bytewise(500), default="")
    #: What came of it, for the report.
    outcome: Mapped[str] = mapped_column(Text, default="")
    #: Why the members' order departs from protocol, as whoever made it last said.
    order_reason: Mapped[str] = mapped_column(bytewise(500), default="")
    #: The user who answers for it; None for what a command made.
    owner_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"), index=True)
    #: The youth edition whose journey this is.
    edition_id: Mapped[UUID | None] = mapped_column(ForeignKey("editions.id"), index=True)
    #: The earlier visit it was made from.
    copied_from_id: Mapped[UUID | None] = mapped_column(ForeignKey("visits.id"), index=True)
    #: The visit that takes its place, where it was put off or called off.
    successor_id: Mapped[UUID | None] = mapped_column(ForeignKey("visits.id"), index=True)
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
    legs: Mapped[list[VisitLeg]] = relationship(
        order_by=VisitLeg.position, cascade="all, delete-orphan", lazy="raise"
    )
    host_links: Mapped[list[VisitHost]] = relationship(
        order_by=VisitHost.position, cascade="all, delete-orphan", lazy="raise"
    )
    measures: Mapped[list[Measure]] = relationship(
        secondary="visit_measures", order_by=Measure.number, lazy="raise"
    )
    projects: Mapped[list[LeadingProject]] = relationship(
        secondary="visit_projects", order_by=LeadingProject.number, lazy="raise"
    )
    #: Read here alone; a celebration says itself what belongs to it.
    celebrations: Mapped[list[Celebration]] = relationship(
        secondary="celebration_visits",
        order_by=(Celebration.starts.is_(None), Celebration.starts, Celebration.id),
        viewonly=True,
        lazy="raise",
    )

    __table_args__ = (
        CheckConstraint("ends >= starts", name="ends_after_starts"),
        CheckConstraint(
            "(fallback_starts IS NULL) = (fallback_ends IS NULL)", name="fallback_whole"
        ),
        CheckConstraint("fallback_ends >= fallback_starts", name="fallback_ends_after_starts"),
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

    @property
    def parties(self) -> list[AgreementParty]:
        """The hosts that are party to an agreement, the first one named first."""
        return [link.party for link in self.host_links]


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


def title_key(title: Localized) -> str:
    """Return the folded spellings of a title, for the search box."""
    return "\n".join(dict.fromkeys(fold(text) for text in title.values()))


explain_clash(
    "ck_visits_ends_after_starts", message("delegations.error.ends_before_starts"), field="ends"
)
