"""Inquiries; a section officer sees those of the own section alone."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session, aliased, joinedload
from sqlalchemy.orm.strategy_options import _AbstractLoad

from exchange.accounts.models import User
from exchange.core.database import Order, Page, paginate
from exchange.core.errors import NotFoundError
from exchange.core.links import Link
from exchange.core.permissions import Actor, Role
from exchange.indicators.enums import Method, ValueStep
from exchange.indicators.models import Indicator, IndicatorValue
from exchange.indicators.queries.values import values_of
from exchange.inquiries.enums import LIVE, OPEN, InquiryState, Way
from exchange.inquiries.models import Inquiry
from exchange.inquiries.rules import REMINDED
from exchange.youth.ledger import closed_years
from exchange.youth.models import ClosedYear

_ORDER: Final = Order(Inquiry.due, Inquiry.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class InquiryFilter:
    """Which inquiries a list shows; what is None or empty does not narrow it."""

    states: frozenset[InquiryState] = frozenset()
    section: str = ""
    #: Only those that should have been answered before this day.
    before: date | None = None


def inquiries_page(
    session: Session, actor: Actor, wanted: InquiryFilter, *, cursor: str | None = None
) -> Page[Inquiry]:
    """Return a page of inquiries, the most pressing first."""
    statement = _seen_by(actor).options(*_WHOLE)
    if wanted.states:
        statement = statement.where(Inquiry.state.in_(wanted.states))
    if wanted.section:
        statement = statement.where(Inquiry.section == wanted.section)
    if wanted.before is not None:
        statement = statement.where(Inquiry.due < wanted.before, Inquiry.state.in_(OPEN))
    return paginate(session, statement, _ORDER, cursor=cursor)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many inquiries wait for sections, how many of those too long, how many for us."""

    open: int
    overdue: int
    answered: int


def counts_of(session: Session, actor: Actor, *, today: date) -> Counts:
    """Return what waits of the inquiries the actor may see, in one statement."""
    live = _seen_by(actor).where(Inquiry.state.in_(LIVE))
    rows = session.execute(live.with_only_columns(Inquiry.state, Inquiry.due)).all()
    due = [day for state, day in rows if state in OPEN]
    overdue = sum(day < today for day in due)
    return Counts(open=len(due), overdue=overdue, answered=len(rows) - len(due))


def inquiry_for(session: Session, actor: Actor, key: UUID) -> Inquiry:
    """Return an inquiry the actor may see; raises NotFoundError."""
    return _one(session, _seen_by(actor).where(Inquiry.id == key).options(*_WHOLE))


def locked_inquiry(session: Session, actor: Actor, key: UUID) -> Inquiry:
    """Return an inquiry the actor may see, locked; raises NotFoundError."""
    statement = _seen_by(actor).where(Inquiry.id == key).options(*_WHOLE)
    locked = statement.with_for_update(of=Inquiry).execution_options(populate_existing=True)
    return _one(session, locked)


def live_inquiries(session: Session, keys: Collection[UUID]) -> Sequence[Inquiry]:
    """Return those of some inquiries that are not settled, by key."""
    statement = select(Inquiry).where(Inquiry.id.in_(keys), Inquiry.state.in_(LIVE))
    return session.scalars(statement.options(*_WHOLE).order_by(Inquiry.id)).all()


def inquiry_of_link(session: Session, link: Link) -> Inquiry:
    """Return the inquiry a link was made for; raises NotFoundError once that is settled."""
    statement = select(Inquiry).where(Inquiry.link_id == link.id, Inquiry.state.in_(LIVE))
    return _one(session, statement.options(*_WHOLE))


def inquiries_to_remind_of(session: Session, today: date) -> Sequence[Inquiry]:
    """Return the open inquiries of which a section may be reminded, the oldest first."""
    return session.scalars(
        select(Inquiry)
        .where(
            Inquiry.state.in_(OPEN), Inquiry.due <= today - REMINDED[0], Inquiry.way != Way.PAPER
        )
        .options(*_WHOLE)
        .order_by(Inquiry.due, Inquiry.id)
    ).all()


def inquiries_due(session: Session, actor: Actor, first: date, last: date) -> Sequence[Inquiry]:
    """Return what the actor may see of the inquiries that should be answered within these days."""
    awaited = _seen_by(actor).where(Inquiry.state.in_(OPEN), Inquiry.due.between(first, last))
    return session.scalars(awaited.options(*_WHOLE).order_by(Inquiry.due, Inquiry.id)).all()


def live_inquiry(session: Session, slug: str, year: int) -> Inquiry | None:
    """Return the inquiry that asks for an indicator's value of a year and is not settled yet."""
    return session.scalar(
        select(Inquiry)
        .join(Inquiry.indicator)
        .where(Indicator.slug == slug, Inquiry.year == year, Inquiry.state.in_(LIVE))
    )


def entries_seen(session: Session, actor: Actor, inquiry: Inquiry) -> Sequence[IndicatorValue]:
    """Return what was entered for the year asked for; a section officer sees the own section's."""
    own = inquiry.section if actor.role is Role.SECTION else None
    return values_of(session, inquiry.indicator_id, inquiry.year, section=own)


def waiting_corrections(session: Session) -> Sequence[tuple[IndicatorValue, Indicator]]:
    """Return what was entered for closed years beside any inquiry and waits to be approved."""
    later = aliased(IndicatorValue)
    same = later.indicator_id == IndicatorValue.indicator_id, later.year == IndicatorValue.year
    asked = Inquiry.indicator_id == IndicatorValue.indicator_id, Inquiry.year == IndicatorValue.year
    rows = session.execute(
        select(IndicatorValue, Indicator)
        .join(Indicator, IndicatorValue.indicator_id == Indicator.id)
        .join(ClosedYear, ClosedYear.fiscal_year == IndicatorValue.year)
        .where(
            IndicatorValue.step == ValueStep.ENTERED,
            ~exists().where(*same, later.number > IndicatorValue.number),
            ~exists().where(*asked, Inquiry.state.in_(LIVE)),
        )
        .order_by(IndicatorValue.year, Indicator.position)
    )
    return [(entry, indicator) for entry, indicator in rows]


def officers_of(session: Session, section: str) -> Sequence[User]:
    """Return the active officers of a section, by name."""
    return session.scalars(
        select(User)
        .where(User.active.is_(True), User.role == Role.SECTION, User.section == section)
        .order_by(User.name, User.id)
    ).all()


def is_reached(session: Session, inquiry: Inquiry) -> bool:
    """Say whether there is anybody who reads what is written to the section."""
    return inquiry.way is not Way.ACCOUNT or bool(officers_of(session, inquiry.section))


def sections_known(session: Session) -> Sequence[str]:
    """Return the sections that have officers, in the order they are written."""
    found = session.scalars(
        select(User.section)
        .where(User.active.is_(True), User.role == Role.SECTION)
        .distinct()
        .order_by(User.section)
    )
    return [section for section in found if section]


def indicators_to_ask(session: Session) -> Sequence[Indicator]:
    """Return the indicators whose values sections report, in the strategy's order."""
    return session.scalars(
        select(Indicator).where(Indicator.method == Method.REPORTED).order_by(Indicator.position)
    ).all()


def indicators_to_record(session: Session) -> Sequence[Indicator]:
    """Return those, and once a year is closed the counted ones, which are corrected by hand."""
    if not closed_years(session):
        return indicators_to_ask(session)
    return session.scalars(
        select(Indicator)
        .where(Indicator.method != Method.YOUTH_PARTICIPATION)
        .order_by(Indicator.position)
    ).all()


_WHOLE: Final[tuple[_AbstractLoad, ...]] = (
    joinedload(Inquiry.indicator),
    joinedload(Inquiry.link),
)


def _seen_by(actor: Actor) -> Select[Inquiry]:
    statement = select(Inquiry)
    if actor.role is Role.SECTION:
        return statement.where(Inquiry.section == (actor.section or ""))
    return statement


def _one(session: Session, statement: Select[Inquiry]) -> Inquiry:
    found = session.scalar(statement)
    if found is None:
        raise NotFoundError
    return found
