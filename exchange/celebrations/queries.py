"""Celebrations and their steps, as pages and the calendar need them."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import cache
from uuid import UUID

from sqlalchemy import Date, Select, bindparam, select
from sqlalchemy.orm import Session, joinedload, selectinload
from sqlalchemy.orm.strategy_options import _AbstractLoad

from exchange.agreements.models import Agreement, Basis, DateClaim
from exchange.agreements.rules import Anniversary, adopted_date, anniversaries
from exchange.celebrations.models import Celebration, CelebrationVisit, RunwayStep
from exchange.closures.queries import closed_days
from exchange.closures.rules import HOME
from exchange.core.errors import NotFoundError
from exchange.partners.models import Partner
from exchange.tasks.enums import TaskState
from exchange.tasks.models import Task

_HITS = 20
#: The first step is three years ahead, or some days more where the office is closed.
_RUNWAY = timedelta(days=4 * 365)


def celebration_by_id(session: Session, key: UUID) -> Celebration:
    """Return a celebration with all that its page shows; raises NotFoundError."""
    found = session.scalar(
        select(Celebration)
        .where(Celebration.id == key)
        .options(
            _with_claims(),
            joinedload(Celebration.owner),
            selectinload(Celebration.visits),
            selectinload(Celebration.editions),
        )
    )
    if found is None:
        raise NotFoundError
    return found


def locked_celebration(session: Session, key: UUID) -> Celebration:
    """Return a celebration with its row locked until the transaction ends; or NotFoundError."""
    found = session.scalar(
        select(Celebration)
        .where(Celebration.id == key)
        .options(
            _with_claims(),
            selectinload(Celebration.visits),
            selectinload(Celebration.editions),
        )
        .with_for_update(of=Celebration)
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFoundError
    return found


def all_celebrations(session: Session, *, published_only: bool) -> Sequence[Celebration]:
    """Return the celebrations there are, by their first day, those without one last."""
    return session.scalars(_listed(published_only=published_only)).all()


def celebrations_of_partner(
    session: Session, partner_id: UUID, *, published_only: bool
) -> Sequence[Celebration]:
    """Return a partner's celebrations without their anniversaries, by their first day."""
    statement = _ordered(published_only=published_only)
    return session.scalars(
        statement.join(Celebration.basis)
        .join(Basis.agreement)
        .where(Agreement.partner_id == partner_id)
    ).all()


def celebrations_between(
    session: Session,
    *,
    first: date,
    last: date,
    partners: Iterable[str] = (),
    published_only: bool = False,
) -> Sequence[Celebration]:
    """Return the celebrations that touch the days from `first` to `last`, by first day."""
    statement = _between(published_only=published_only)
    if wanted := set(partners):
        statement = statement.where(Celebration.basis_id.in_(_bases_of(wanted)))
    return session.scalars(statement, {"first": first, "last": last}).all()


@cache
def _between(*, published_only: bool) -> Select[Celebration]:
    first, last = bindparam("first", type_=Date), bindparam("last", type_=Date)
    return _listed(published_only=published_only).where(
        Celebration.starts <= last, Celebration.ends >= first
    )


def celebrations_of_visit(session: Session, visit_id: UUID) -> Sequence[Celebration]:
    """Return the celebrations that a visit belongs to, without their anniversaries."""
    linked = select(CelebrationVisit.celebration_id).where(CelebrationVisit.visit_id == visit_id)
    return session.scalars(_ordered(published_only=False).where(Celebration.id.in_(linked))).all()


def celebrations_matching(session: Session, text: str) -> Sequence[Celebration]:
    """Return celebrations whose title holds a folded text, the latest first."""
    return session.scalars(
        select(Celebration)
        .where(Celebration.search_key.contains(text, autoescape=True))
        .options(_with_partner())
        .order_by(Celebration.starts.desc(), Celebration.id.desc())
        .limit(_HITS)
    ).all()


def steps_of(session: Session, celebration_id: UUID) -> Sequence[RunwayStep]:
    """Return the steps of a celebration with their tasks, by day."""
    return session.scalars(
        select(RunwayStep)
        .where(RunwayStep.celebration_id == celebration_id, RunwayStep.ended_at.is_(None))
        .options(joinedload(RunwayStep.task).joinedload(Task.assignee))
        .order_by(RunwayStep.due, RunwayStep.id)
    ).all()


def step_by_id(session: Session, celebration_id: UUID, key: UUID) -> RunwayStep:
    """Return a step of a celebration with its task; raises NotFoundError."""
    found = session.scalar(
        select(RunwayStep)
        .where(
            RunwayStep.id == key,
            RunwayStep.celebration_id == celebration_id,
            RunwayStep.ended_at.is_(None),
        )
        .options(joinedload(RunwayStep.task))
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFoundError
    return found


def steps_between(
    session: Session, *, first: date, last: date, partners: Iterable[str] = ()
) -> Sequence[RunwayStep]:
    """Return the steps still to be taken within inclusive days that have not become a task."""
    statement = (
        select(RunwayStep)
        .join(RunwayStep.celebration)
        .where(
            RunwayStep.due.between(first, last),
            RunwayStep.ended_at.is_(None),
            RunwayStep.done_on.is_(None),
            RunwayStep.task_id.is_(None),
            Celebration.state != "cancelled",
            RunwayStep.due >= Celebration.runway_since,
        )
        .options(joinedload(RunwayStep.celebration).options(_with_partner()))
        .order_by(RunwayStep.due, RunwayStep.id)
    )
    if wanted := set(partners):
        statement = statement.where(Celebration.basis_id.in_(_bases_of(wanted)))
    return session.scalars(statement).all()


def open_tasks_of(session: Session, celebration_id: UUID) -> Sequence[Task]:
    """Return the open tasks that steps of a celebration have become."""
    return session.scalars(
        select(Task)
        .join(RunwayStep, RunwayStep.task_id == Task.id)
        .where(RunwayStep.celebration_id == celebration_id, Task.state == TaskState.OPEN)
        .order_by(Task.sort_day, Task.id)
    ).all()


def days_off_before(session: Session, day: date) -> frozenset[date]:
    """Return the days the city's office is closed on in the years a runway to `day` takes."""
    found = closed_days(session, HOME, day - _RUNWAY, day)
    return frozenset(closed.day for closed in found if not closed.caution)


def anniversary_of(celebration: Celebration) -> Anniversary | None:
    """Return the anniversary a celebration is for.

    None when its basis has no adopted date, or the partnership ended before.
    """
    return anniversary_at(celebration.basis, celebration.ordinal)


def anniversary_at(basis: Basis, ordinal: int) -> Anniversary | None:
    """Return the anniversary of a basis, loaded with its claims, as `anniversary_of` does."""
    claims = basis.agreement.claims
    adopted = adopted_date(claims)
    if adopted is None:
        return None
    year = adopted.year + ordinal
    return next(iter(anniversaries(basis, claims, first_year=year, last_year=year)), None)


def _listed(*, published_only: bool) -> Select[Celebration]:
    return _ordered(published_only=published_only).options(_with_claims())


def _ordered(*, published_only: bool) -> Select[Celebration]:
    statement = select(Celebration).order_by(
        Celebration.starts.is_(None), Celebration.starts, Celebration.id
    )
    if published_only:
        public = select(Basis.id).where(Basis.is_public)
        statement = statement.where(
            Celebration.published_at.is_not(None), Celebration.basis_id.in_(public)
        )
    return statement


def _bases_of(slugs: set[str]) -> Select[UUID]:
    return (
        select(Basis.id)
        .join(Basis.agreement)
        .join(Agreement.partner)
        .where(Partner.slug.in_(sorted(slugs)))
    )


def _with_partner() -> _AbstractLoad:
    return joinedload(Celebration.basis).joinedload(Basis.agreement).joinedload(Agreement.partner)


def _with_claims() -> _AbstractLoad:
    return joinedload(Celebration.basis).options(
        joinedload(Basis.agreement).options(
            joinedload(Agreement.partner),
            selectinload(Agreement.claims).joinedload(DateClaim.source),
        )
    )
