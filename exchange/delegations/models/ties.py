"""What a visit is made of and tied to: legs, hosts, measures and leading projects.

Each is part of its visit, not a record of its own; what it was before is in the visit's audit
lines.
"""

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from exchange.agreements.models import AgreementParty
from exchange.core.database import Base, bytewise
from exchange.partners.models import Partner


class VisitLeg(Base):
    """One stay of a visit, at a partner or another place, in the order they come."""

    __tablename__ = "visit_legs"
    __table_args__ = (
        CheckConstraint("ends >= starts", name="ends_after_starts"),
        CheckConstraint("partner_id IS NOT NULL OR place <> ''", name="somewhere"),
    )

    visit_id: Mapped[UUID] = mapped_column(ForeignKey("visits.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    partner_id: Mapped[UUID | None] = mapped_column(ForeignKey("partners.id"), index=True)
    #: A city on the way, or where in the partner's city.
    place: Mapped[str] = mapped_column(bytewise(200), default="")
    starts: Mapped[date]
    ends: Mapped[date]

    partner: Mapped[Partner | None] = relationship(lazy="raise")


class VisitHost(Base):
    """That a party of an agreement hosts a visit, alone or with others."""

    __tablename__ = "visit_hosts"

    visit_id: Mapped[UUID] = mapped_column(ForeignKey("visits.id"), primary_key=True)
    party_id: Mapped[UUID] = mapped_column(
        ForeignKey("agreement_parties.id"), primary_key=True, index=True
    )
    position: Mapped[int]

    party: Mapped[AgreementParty] = relationship(lazy="raise")


class VisitMeasure(Base):
    """That a visit serves a measure of the strategy."""

    __tablename__ = "visit_measures"

    visit_id: Mapped[UUID] = mapped_column(ForeignKey("visits.id"), primary_key=True)
    measure_id: Mapped[UUID] = mapped_column(
        ForeignKey("measures.id"), primary_key=True, index=True
    )


class VisitProject(Base):
    """That a visit serves a leading project of the strategy."""

    __tablename__ = "visit_projects"

    visit_id: Mapped[UUID] = mapped_column(ForeignKey("visits.id"), primary_key=True)
    project_id: Mapped[UUID] = mapped_column(
        ForeignKey("leading_projects.id"), primary_key=True, index=True
    )
