"""What the form of a visit offers: partners, hosts, celebrations, measures, leading projects."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from exchange.agreements.models import Agreement, AgreementParty, Basis
from exchange.celebrations.enums import CelebrationState
from exchange.celebrations.models import Celebration
from exchange.core.database import Editable
from exchange.delegations.hosts import parties_in_force
from exchange.delegations.models import Visit
from exchange.delegations.queries.visits import partner_choices
from exchange.partners.models import Partner
from exchange.strategy.models import LeadingProject, Measure
from exchange.strategy.serving import strategy_choices

RowT = TypeVar("RowT", bound=Editable)


@dataclass(frozen=True, slots=True)
class Choices:
    """What a visit may be tied to."""

    partners: Sequence[Partner]
    parties: Sequence[AgreementParty]
    celebrations: Sequence[Celebration]
    measures: Sequence[Measure]
    projects: Sequence[LeadingProject]


def choices_for(
    session: Session, *, partners: Collection[str], day: date, visit: Visit | None = None
) -> Choices:
    """Return what is offered for a visit with these partners on a day.

    What a `visit`, loaded whole, is tied to already is always among it.
    """
    measures, projects = strategy_choices(session, visit)
    parties, celebrations = parties_for(session, partners, day), celebrations_for(session, partners)
    return Choices(
        partners=partner_choices(session),
        parties=_joined(visit.parties if visit else (), parties),
        celebrations=_joined(visit.celebrations if visit else (), celebrations),
        measures=measures,
        projects=projects,
    )


def parties_for(session: Session, partners: Collection[str], day: date) -> Sequence[AgreementParty]:
    """Return the parties of the partners' agreements that are in force on a day."""
    found = session.scalars(
        select(Agreement)
        .join(Agreement.partner)
        .where(Partner.slug.in_(sorted(partners)))
        .options(selectinload(Agreement.claims), selectinload(Agreement.parties))
        .order_by(Partner.number, Agreement.slug.desc())
    ).all()
    return parties_in_force(found, day)


def celebrations_for(session: Session, partners: Collection[str]) -> Sequence[Celebration]:
    """Return the partners' celebrations that were not called off, by their first day."""
    return session.scalars(
        select(Celebration)
        .join(Celebration.basis)
        .join(Basis.agreement)
        .join(Agreement.partner)
        .where(Partner.slug.in_(sorted(partners)), Celebration.state != CelebrationState.CANCELLED)
        .order_by(Celebration.starts.is_(None), Celebration.starts, Celebration.id)
    ).all()


def _joined(first: Sequence[RowT], more: Sequence[RowT]) -> Sequence[RowT]:
    known = {row.id for row in first}
    return [*first, *(row for row in more if row.id not in known)]
