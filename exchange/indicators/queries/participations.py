"""The participations behind a figure, and what they add up to by programme."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, select, true
from sqlalchemy.orm import Session

from exchange.core.database import Localized, Order, Page, paginate
from exchange.core.permissions import Actor, Role
from exchange.partners.models import Partner
from exchange.youth.models import (
    Edition,
    Participation,
    ParticipationPerson,
    Programme,
    Registration,
)


@dataclass(frozen=True, slots=True)
class Part:
    """What one programme adds to a fiscal year."""

    programme: Localized
    partner: Localized | None
    person_times: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One participation behind a figure; `registration_id` is None once the person was erased."""

    participation: Participation
    edition: Localized
    partner: Localized | None
    registration_id: UUID | None

    @property
    def short_digest(self) -> str:
        """The first digits of the person's digest: enough to see the same person twice."""
        return self.participation.person_digest[:8]


def parts_of_year(session: Session, fiscal_year: int, *, with_demo: bool) -> Sequence[Part]:
    """Return what each programme adds to a fiscal year, by name: hidden ones stand in no rank."""
    rows = session.execute(
        select(Programme.names, Partner.names, func.count())
        .select_from(Participation)
        .join(Edition, Participation.edition_id == Edition.id)
        .join(Programme, Edition.programme_id == Programme.id)
        .outerjoin(Partner, Participation.partner_id == Partner.id)
        .where(
            Participation.fiscal_year == fiscal_year,
            Participation.counts.is_(True),
            _real(with_demo),
        )
        .group_by(Programme.id, Partner.id)
        .order_by(Programme.sort_key, Programme.id, Partner.id)
    )
    return [Part(programme, partner, count) for programme, partner, count in rows]


def entries_of_year(
    session: Session, actor: Actor, fiscal_year: int, *, cursor: str | None = None
) -> Page[Participation]:
    """Return a page of a year's participations; a section officer sees the own section's."""
    statement = (
        select(Participation)
        .join(Edition, Participation.edition_id == Edition.id)
        .join(Programme, Edition.programme_id == Programme.id)
        .where(Participation.fiscal_year == fiscal_year, _own(actor))
    )
    order = Order(Participation.written_at, Participation.id)
    return paginate(session, statement, order, cursor=cursor)


def years_recorded(session: Session, actor: Actor) -> frozenset[int]:
    """Return the fiscal years of participations the actor may read, counted or not."""
    return frozenset(
        session.scalars(
            select(Participation.fiscal_year)
            .join(Edition, Participation.edition_id == Edition.id)
            .join(Programme, Edition.programme_id == Programme.id)
            .where(_own(actor))
            .distinct()
        )
    )


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
