"""What was done in a fiscal year: editions with who completed them, and what counts nowhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from exchange.core.dates import FiscalYear
from exchange.delegations.enums import VisitState
from exchange.delegations.models import Visit
from exchange.delegations.queries import member_counts, visits_between
from exchange.indicators.breakdown import NO_PARTNER
from exchange.indicators.suppression import Labels
from exchange.partners.models import Partner
from exchange.youth.enums import EditionState
from exchange.youth.models import Edition, Participation


@dataclass(frozen=True, slots=True)
class YearVisits:
    """The visits of a fiscal year, and how many members those with a list have."""

    visits: Sequence[Visit]
    people: Mapping[UUID, int]


def visits_of_year(session: Session, year: FiscalYear) -> YearVisits:
    """Return the visits that begin in a fiscal year, drafts left out."""
    visits = [
        visit
        for visit in visits_between(session, first=year.first_day, last=year.last_day)
        if visit.state is not VisitState.DRAFT and visit.starts >= year.first_day
    ]
    return YearVisits(visits, member_counts(session, visits))


def editions_held(session: Session, year: FiscalYear) -> Sequence[Edition]:
    """Return the editions of a fiscal year with their programmes, drafts left out."""
    statement = select(Edition).where(
        Edition.fiscal_year == year.start, Edition.state != EditionState.DRAFT
    )
    loaded = statement.options(joinedload(Edition.programme))
    return session.scalars(loaded.order_by(Edition.starts, Edition.id)).all()


def counted_by_edition(session: Session, year: FiscalYear) -> Mapping[Labels, int]:
    """Return how many participations of a fiscal year count.

    By the labels of the published tables (programme, partner, direction, school level) and, last,
    of the edition.
    """
    rows = session.execute(
        select(
            Edition.programme_id,
            Partner.slug,
            Participation.direction,
            Participation.school_level,
            Edition.id,
            func.count(),
        )
        .select_from(Participation)
        .join(Edition, Participation.edition_id == Edition.id)
        .outerjoin(Partner, Participation.partner_id == Partner.id)
        .where(Participation.fiscal_year == year.start, Participation.counts.is_(True))
        .group_by(
            Edition.programme_id,
            Partner.slug,
            Participation.direction,
            Participation.school_level,
            Edition.id,
        )
    )
    return {
        (str(programme), partner or NO_PARTNER, direction.value, level.value, str(edition)): number
        for programme, partner, direction, level, edition, number in rows
    }


def editions_left_out(session: Session, last: FiscalYear) -> Sequence[Edition]:
    """Return the editions that count nowhere, with their programmes, up to a fiscal year."""
    statement = select(Edition).where(
        Edition.counts.is_(False),
        Edition.fiscal_year <= last.start,
        Edition.state != EditionState.DRAFT,
    )
    loaded = statement.options(joinedload(Edition.programme))
    return session.scalars(loaded.order_by(Edition.starts, Edition.id)).all()
