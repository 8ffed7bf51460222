"""The participations behind a figure, and what they add up to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, select, true
from sqlalchemy.orm import Session

from exchange.core.database import Localized, Order, Page, paginate
from exchange.core.dates import FiscalYear
from exchange.core.permissions import Actor, Role
from exchange.delegations.enums import VisitState
from exchange.delegations.models import Visit, VisitMember
from exchange.hosting.models import Guest
from exchange.indicators.breakdown import NO_PARTNER, Group
from exchange.partners.models import Partner
from exchange.youth.enums import CountReason, SchoolLevel, YouthDirection
from exchange.youth.models import (
    ClosedYear,
    Edition,
    Participation,
    ParticipationPerson,
    Programme,
    Registration,
)


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What a list of participations is narrowed to; None leaves it as wide as it is."""

    fiscal_year: int | None = None
    programme_id: UUID | None = None
    #: Slug of a partner, or NO_PARTNER.
    partner: str | None = None
    direction: YouthDirection | None = None
    level: SchoolLevel | None = None
    counted: bool | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One participation behind a figure; `registration_id` is None once the person was erased."""

    participation: Participation
    edition: Localized
    partner: Localized | None
    registration_id: UUID | None

    @property
    def fiscal_year(self) -> FiscalYear:
        """The fiscal year it is counted in."""
        return FiscalYear(self.participation.fiscal_year)

    @property
    def short_digest(self) -> str:
        """The first digits of the person's digest: enough to see the same person twice."""
        return self.participation.person_digest[:8]


def groups_of_year(session: Session, fiscal_year: int, *, with_demo: bool) -> Sequence[Group]:
    """Return a year's counted person-times, by name of the programme: hidden ones have no rank."""
    rows = session.execute(
        select(
            Programme.id,
            Programme.names,
            Partner.slug,
            Partner.names,
            Participation.direction,
            Participation.school_level,
            func.count(),
        )
        .select_from(Participation)
        .join(Edition, Participation.edition_id == Edition.id)
        .join(Programme, Edition.programme_id == Programme.id)
        .outerjoin(Partner, Participation.partner_id == Partner.id)
        .where(
            Participation.fiscal_year == fiscal_year,
            Participation.counts.is_(True),
            _real(with_demo),
        )
        .group_by(Programme.id, Partner.id, Participation.direction, Participation.school_level)
        .order_by(
            Programme.sort_key,
            Programme.id,
            Partner.number,
            Participation.direction,
            Participation.school_level,
        )
    )
    return [Group(*row) for row in rows]


def entries_page(
    session: Session, actor: Actor, wanted: Narrowing, *, cursor: str | None = None
) -> Page[Participation]:
    """Return a page of participations; a section officer sees the own section's."""
    statement = (
        select(Participation)
        .join(Edition, Participation.edition_id == Edition.id)
        .join(Programme, Edition.programme_id == Programme.id)
        .outerjoin(Partner, Participation.partner_id == Partner.id)
        .where(_own(actor), *_narrowed(wanted))
    )
    order = Order(Participation.written_at, Participation.id)
    return paginate(session, statement, order, cursor=cursor)


def years_recorded(session: Session, actor: Actor) -> frozenset[int]:
    """Return the fiscal years of participations the actor may read, counted or not.

    Editions are asked, of which there are few; of each one row in the ledger is enough.
    """
    written = select(Participation.id).where(Participation.edition_id == Edition.id).exists()
    return frozenset(
        session.scalars(
            select(Edition.fiscal_year)
            .join(Programme, Edition.programme_id == Programme.id)
            .where(_own(actor), written)
            .distinct()
        )
    )


def earlier_open_years(session: Session, fiscal_year: int, first_year: int) -> Sequence[int]:
    """Return the years before one that are not closed, with participations or without.

    From the first that is counted on, each: a year in which nothing was held yet may still get an
    edition, and what runs on since then would move. Before it, those with participations.
    """
    written = select(Participation.id).where(Participation.edition_id == Edition.id).exists()
    before = select(Edition.fiscal_year).where(Edition.fiscal_year < fiscal_year, written)
    years = {*session.scalars(before.distinct()), *range(first_year, fiscal_year)}
    return sorted(years - set(session.scalars(select(ClosedYear.fiscal_year))))


def reasons_of_edition(session: Session, edition: Edition) -> Mapping[CountReason, int]:
    """Return how many participations of an edition count, and how many do not for which reason."""
    rows = session.execute(
        select(Participation.reason, func.count())
        .where(Participation.edition_id == edition.id)
        .group_by(Participation.reason)
    )
    return {reason: number for reason, number in rows}


def company_of_edition(session: Session, edition: Edition) -> Mapping[CountReason, int]:
    """Return how many were there who have no participation: guests, and the journey's members."""
    guests = select(func.count()).where(
        Guest.edition_id == edition.id, Guest.withdrawn_at.is_(None)
    )
    chaperones = (
        select(func.count(VisitMember.person_id.distinct()))
        .join(Visit, VisitMember.visit_id == Visit.id)
        .where(
            Visit.edition_id == edition.id,
            Visit.state == VisitState.CLOSED,
            VisitMember.ended_at.is_(None),
        )
    )
    return {
        CountReason.GUEST: session.scalars(guests).one(),
        CountReason.CHAPERONE: session.scalars(chaperones).one(),
    }


def described(session: Session, rows: Sequence[Participation]) -> Sequence[Entry]:
    """Return participations with edition, partner and the way to the person, in one statement."""
    same = and_(
        Registration.edition_id == Participation.edition_id,
        Registration.pupil_id == ParticipationPerson.pupil_id,
    )
    found = session.execute(
        select(Participation.id, Edition.title, Partner.names, Registration.id)
        .join(Edition, Participation.edition_id == Edition.id)
        .outerjoin(Partner, Participation.partner_id == Partner.id)
        .outerjoin(ParticipationPerson, ParticipationPerson.participation_id == Participation.id)
        .outerjoin(Registration, same)
        .where(Participation.id.in_([row.id for row in rows]))
    )
    words = {key: (edition, partner, person) for key, edition, partner, person in found}
    return [Entry(row, *words[row.id]) for row in rows]


def _real(with_demo: bool) -> ColumnElement[bool]:
    return true() if with_demo else Participation.is_demo.is_(False)


def _own(actor: Actor) -> ColumnElement[bool]:
    if actor.role is not Role.SECTION:
        return true()
    return Programme.section == (actor.section or "")


def _narrowed(wanted: Narrowing) -> Sequence[ColumnElement[bool]]:
    conditions = (
        (wanted.fiscal_year, Participation.fiscal_year == wanted.fiscal_year),
        (wanted.programme_id, Programme.id == wanted.programme_id),
        (wanted.direction, Participation.direction == wanted.direction),
        (wanted.level, Participation.school_level == wanted.level),
        (wanted.counted, Participation.counts.is_(bool(wanted.counted))),
        (wanted.partner, _with(wanted.partner)),
    )
    return [condition for value, condition in conditions if value is not None]


def _with(partner: str | None) -> ColumnElement[bool]:
    if partner == NO_PARTNER:
        return Participation.partner_id.is_(None)
    return Partner.slug == partner
