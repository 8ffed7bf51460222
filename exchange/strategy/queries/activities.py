"""Activities: their list, what they are counted for, and what they are evidence of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, Integer, Select, column, func, or_, select, table
from sqlalchemy.orm import InstrumentedAttribute, Session, selectinload

from exchange.core.database import Order, Page, paginate
from exchange.core.errors import NotFoundError
from exchange.core.permissions import Actor, Role
from exchange.core.text import fold
from exchange.partners.models import Partner
from exchange.strategy.enums import COUNTED_KINDS, COUNTED_ORGANISERS, ActivityKind, Count
from exchange.strategy.models import Activity, LeadingProject, Measure, Policy

_ORDER: Final = Order(Activity.sort_day, Activity.id, descending=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityFilter:
    """Which activities a list shows; what is None or empty does not narrow it."""

    kind: ActivityKind | None = None
    #: Only those that one of the figures counts.
    count: Count | None = None
    year: int | None = None
    #: The year is a calendar one, not a fiscal one.
    calendar: bool = False
    partner: str = ""
    measure: str = ""
    project: str = ""
    section: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """How often something was held, and how much of that is demo."""

    times: int
    demo: int

    def and_more(self, times: int, *, is_demo: bool) -> "Held":
        """Return it with more added."""
        return Held(self.times + times, self.demo + (times if is_demo else 0))


#: How often by figure and year.
ActivityTotals = Mapping[Count, Mapping[int, Held]]


def activities_page(
    session: Session, wanted: ActivityFilter, *, cursor: str | None = None
) -> Page[Activity]:
    """Return a page of activities, the latest first."""
    return paginate(session, _filtered(wanted).options(*_TIED), _ORDER, cursor=cursor)


def all_activities(session: Session, wanted: ActivityFilter) -> Sequence[Activity]:
    """Return every activity of a filter, the latest first, for its file."""
    ordered = _filtered(wanted).order_by(Activity.sort_day.desc(), Activity.id.desc())
    return session.scalars(ordered.options(*_TIED)).all()


def activity_by_id(session: Session, key: UUID) -> Activity:
    """Return an activity with what it is tied to; raises NotFoundError."""
    return _one(session, select(Activity).where(Activity.id == key).options(*_TIED))


def own_activity(session: Session, actor: Actor, key: UUID) -> Activity:
    """Return an activity that the actor may change; raises NotFoundError.

    A section officer changes those of the own section alone.
    """
    return _one(session, _own(actor, key))


def locked_activity(session: Session, actor: Actor, key: UUID) -> Activity:
    """Return the same, locked until the transaction ends; raises NotFoundError."""
    locked = _own(actor, key).with_for_update(of=Activity)
    return _one(session, locked.execution_options(populate_existing=True))


def activities_serving(session: Session, strategy_id: UUID) -> Sequence[Activity]:
    """Return the activities that serve a strategy's measures or projects, the latest first."""
    of_it = Measure.policy_id.in_(select(Policy.id).where(Policy.strategy_id == strategy_id))
    statement = (
        select(Activity)
        .where(
            Activity.withdrawn_at.is_(None),
            or_(
                Activity.measures.any(of_it),
                Activity.projects.any(LeadingProject.strategy_id == strategy_id),
            ),
        )
        .options(*_TIED)
        .order_by(Activity.sort_day.desc(), Activity.id.desc())
    )
    return session.scalars(statement).all()


def activity_totals(session: Session, *, calendar: bool) -> ActivityTotals:
    """Return how often each figure counts by year, in one statement."""
    year = _year(calendar=calendar)
    rows = session.execute(
        select(Activity.kind, Activity.organiser, year, Activity.is_demo, func.sum(Activity.times))
        .where(Activity.withdrawn_at.is_(None))
        .group_by(Activity.kind, Activity.organiser, year, Activity.is_demo)
        .order_by(year)
    )
    found: dict[Count, dict[int, Held]] = {count: {} for count in Count}
    for kind, organiser, each, is_demo, times in rows:
        for count, years in found.items():
            if kind in COUNTED_KINDS[count] and organiser in COUNTED_ORGANISERS[count]:
                years[each] = years.get(each, Held(0, 0)).and_more(int(times), is_demo=is_demo)
    return found


def is_sealed(session: Session, fiscal_year: int) -> bool:
    """Say whether a fiscal year is closed; years are closed in a higher room: read by name."""
    years = table("closed_years", column("fiscal_year", Integer))
    found = select(years.c.fiscal_year).where(years.c.fiscal_year == fiscal_year)
    return session.scalar(found) is not None


def years_of_activities(session: Session, *, calendar: bool) -> Sequence[int]:
    """Return the years in which anything was held, the latest first."""
    year = _year(calendar=calendar)
    return session.scalars(select(year).distinct().order_by(year.desc())).all()


_TIED: Final = (
    selectinload(Activity.partners),
    selectinload(Activity.measures),
    selectinload(Activity.projects),
)


def _own(actor: Actor, key: UUID) -> Select[Activity]:
    statement = select(Activity).where(Activity.id == key).options(*_TIED)
    if actor.role is Role.SECTION:
        return statement.where(Activity.section == (actor.section or ""))
    return statement


def _one(session: Session, statement: Select[Activity]) -> Activity:
    found = session.scalar(statement)
    if found is None:
        raise NotFoundError
    return found


def _year(*, calendar: bool) -> InstrumentedAttribute[int]:
    return Activity.calendar_year if calendar else Activity.fiscal_year


def _filtered(wanted: ActivityFilter) -> Select[Activity]:
    return select(Activity).where(*_what(wanted), *_tied(wanted))


def _what(wanted: ActivityFilter) -> list[ColumnElement[bool]]:
    """Narrow by what an activity is itself."""
    asked: list[ColumnElement[bool]] = []
    if wanted.kind is not None:
        asked.append(Activity.kind == wanted.kind)
    if wanted.count is not None:
        asked += [
            Activity.kind.in_(COUNTED_KINDS[wanted.count]),
            Activity.organiser.in_(COUNTED_ORGANISERS[wanted.count]),
            Activity.withdrawn_at.is_(None),
        ]
    if wanted.year is not None:
        asked.append(_year(calendar=wanted.calendar) == wanted.year)
    if wanted.section:
        asked.append(Activity.section == wanted.section)
    if text := fold(wanted.text):
        asked.append(Activity.search_key.contains(text, autoescape=True))
    return asked


def _tied(wanted: ActivityFilter) -> list[ColumnElement[bool]]:
    """Narrow by what an activity is tied to."""
    asked: list[ColumnElement[bool]] = []
    if wanted.partner:
        asked.append(Activity.partners.any(Partner.slug == wanted.partner))
    if wanted.measure:
        asked.append(Activity.measures.any(Measure.slug == wanted.measure))
    if wanted.project:
        asked.append(Activity.projects.any(LeadingProject.slug == wanted.project))
    return asked
