"""Visits as pages, the calendar and other rooms need them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload, selectinload
from sqlalchemy.orm.strategy_options import _AbstractLoad

from exchange.audit.models import AuditLine, AuditValue
from exchange.celebrations.models import CelebrationVisit
from exchange.core.database import Order, Page, paginate
from exchange.core.errors import NotFoundError
from exchange.core.languages import OFFICE_ZONE
from exchange.core.text import fold
from exchange.delegations.enums import MemberRole, VisitState
from exchange.delegations.models import Visit, VisitMember, VisitPartner
from exchange.partners.models import Partner


class Span(StrEnum):
    """Which visits a list shows."""

    UPCOMING = "upcoming"
    PAST = "past"


@dataclass(frozen=True, slots=True)
class Step:
    """A state a visit entered: when, and who moved it there."""

    state: VisitState
    at: datetime
    by: str

    @property
    def day(self) -> date:
        """The office's day of it."""
        return self.at.astimezone(OFFICE_ZONE).date()


def visit_by_id(session: Session, key: UUID) -> Visit:
    """Return a visit with its partners and owner; raises NotFoundError."""
    found = session.scalar(
        select(Visit).where(Visit.id == key).options(with_partners(), joinedload(Visit.owner))
    )
    if found is None:
        raise NotFoundError
    return found


def locked_visit(session: Session, key: UUID) -> Visit:
    """Return a visit with its row locked until the transaction ends; raises NotFoundError."""
    found = session.scalar(
        select(Visit)
        .where(Visit.id == key)
        .options(with_partners())
        .with_for_update(of=Visit)
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFoundError
    return found


def visits_page(
    session: Session, *, span: Span, today: date, partner: str = "", cursor: str | None = None
) -> Page[Visit]:
    """Return a page of visits: to come by first day, or past ones, the latest first."""
    past = span is Span.PAST
    statement = select(Visit).options(with_partners())
    statement = statement.where(Visit.ends < today if past else Visit.ends >= today)
    if partner:
        statement = statement.where(Visit.id.in_(visits_with({partner})))
    order = Order(Visit.starts, Visit.id, descending=past)
    return paginate(session, statement, order, cursor=cursor)


def member_counts(session: Session, visits: Sequence[Visit]) -> Mapping[UUID, int]:
    """Return how many members visits have, in one statement."""
    rows = session.execute(
        select(VisitMember.visit_id, func.count())
        .where(
            VisitMember.visit_id.in_([visit.id for visit in visits]), VisitMember.ended_at.is_(None)
        )
        .group_by(VisitMember.visit_id)
    )
    return {key: count for key, count in rows}


def visits_between(
    session: Session,
    *,
    first: date,
    last: date,
    partners: Iterable[str] = (),
) -> Sequence[Visit]:
    """Return the visits that touch the days from `first` to `last`, by first day."""
    statement = select(Visit).where(Visit.starts <= last, Visit.ends >= first)
    if wanted := set(partners):
        statement = statement.where(Visit.id.in_(visits_with(wanted)))
    ordered = statement.options(with_partners()).order_by(Visit.starts, Visit.id)
    return session.scalars(ordered).all()


def visits_of_partner(
    session: Session, partner_id: UUID, *, published_only: bool, limit: int = 20
) -> Sequence[Visit]:
    """Return a partner's visits, the latest first."""
    statement = (
        select(Visit)
        .join(VisitPartner, VisitPartner.visit_id == Visit.id)
        .where(VisitPartner.partner_id == partner_id)
    )
    if published_only:
        statement = statement.where(Visit.published_at.is_not(None))
    return session.scalars(statement.order_by(Visit.starts.desc(), Visit.id).limit(limit)).all()


def visits_of_celebration(session: Session, celebration_id: UUID) -> Sequence[Visit]:
    """Return the visits that belong to a celebration, by first day."""
    tied = select(CelebrationVisit.visit_id).where(
        CelebrationVisit.celebration_id == celebration_id
    )
    found = select(Visit).where(Visit.id.in_(tied)).options(with_partners())
    return session.scalars(found.order_by(Visit.starts, Visit.id)).all()


def visits_of_person(
    session: Session, person_id: UUID, *, limit: int = 50
) -> Sequence[VisitMember]:
    """Return a person's memberships with their visits, the latest first."""
    return session.scalars(
        select(VisitMember)
        .join(VisitMember.visit)
        .where(VisitMember.person_id == person_id, VisitMember.ended_at.is_(None))
        .options(joinedload(VisitMember.visit))
        .order_by(Visit.starts.desc(), Visit.id)
        .limit(limit)
    ).all()


def visits_matching(session: Session, text: str, *, limit: int = 10) -> Sequence[Visit]:
    """Return the latest visits whose title, in any language, contains `text`."""
    wanted = fold(text)
    if not wanted:
        return ()
    found = Visit.search_key.contains(wanted, autoescape=True)
    return session.scalars(
        select(Visit).where(found).order_by(Visit.starts.desc(), Visit.id).limit(limit)
    ).all()


def members_of(session: Session, visit_id: UUID) -> Sequence[VisitMember]:
    """Return a visit's present members in their order of precedence, with their persons."""
    return session.scalars(
        select(VisitMember)
        .where(VisitMember.visit_id == visit_id, VisitMember.ended_at.is_(None))
        .options(joinedload(VisitMember.person))
        .order_by(VisitMember.precedence, VisitMember.id)
    ).all()


def head_counts(session: Session, visit_id: UUID) -> tuple[int, int]:
    """Return how many present members a visit has, and how many of them lead it."""
    heads = func.count().filter(VisitMember.role == MemberRole.LEADER)
    present = select(func.count(), heads).where(
        VisitMember.visit_id == visit_id, VisitMember.ended_at.is_(None)
    )
    members, leading = session.execute(present).one()
    return members, leading


def member_by_id(session: Session, visit_id: UUID, key: UUID) -> VisitMember:
    """Return a present member of this visit with their person; raises NotFoundError."""
    found = session.scalar(
        select(VisitMember)
        .where(
            VisitMember.id == key,
            VisitMember.visit_id == visit_id,
            VisitMember.ended_at.is_(None),
        )
        .options(joinedload(VisitMember.person))
    )
    if found is None:
        raise NotFoundError
    return found


def last_precedence(session: Session, visit_id: UUID) -> int:
    """Return the highest rank number in use, 0 without members; lock the visit before."""
    highest = select(func.max(VisitMember.precedence)).where(VisitMember.visit_id == visit_id)
    return session.scalar(highest) or 0


def steps_of(session: Session, visit_id: UUID) -> Sequence[Step]:
    """Return the states a visit entered, oldest first, from its audit lines."""
    rows = session.execute(
        select(AuditValue.new, AuditLine.at, AuditLine.actor_name)
        .join(AuditLine, AuditLine.id == AuditValue.line_id)
        .where(
            AuditLine.subject_kind == "visit",
            AuditLine.subject_id == visit_id,
            AuditValue.field == "state",
            AuditValue.new.is_not(None),
        )
        .order_by(AuditLine.at, AuditLine.id)
    )
    return [Step(VisitState(str(state)), at, by) for state, at, by in rows]


def partner_choices(session: Session) -> Sequence[Partner]:
    """Return the partners a visit can go to, in the order of the printed list."""
    return session.scalars(select(Partner).order_by(Partner.number)).all()


def partners_by_slug(session: Session, slugs: Iterable[str]) -> Mapping[str, Partner]:
    """Return the partners of these slugs that exist."""
    found = session.scalars(select(Partner).where(Partner.slug.in_(list(slugs))))
    return {partner.slug: partner for partner in found}


def with_partners() -> _AbstractLoad:
    """Load the partners of visits with them."""
    return selectinload(Visit.links).joinedload(VisitPartner.partner)


def visits_with(slugs: set[str]) -> Select[UUID]:
    """Select the keys of the visits with any of these partners."""
    return (
        select(VisitPartner.visit_id)
        .join(Partner, Partner.id == VisitPartner.partner_id)
        .where(Partner.slug.in_(sorted(slugs)))
    )
