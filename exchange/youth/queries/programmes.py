"""Programmes and editions; a section officer sees those of the own section only."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, true
from sqlalchemy.orm import Session, contains_eager, joinedload

from exchange.core.database import Order, Page, paginate
from exchange.core.errors import NotFoundError
from exchange.core.languages import OFFICE_ZONE
from exchange.core.permissions import Actor, Role
from exchange.core.text import fold
from exchange.delegations.models import Visit
from exchange.partners.models import Partner
from exchange.youth.enums import EditionState, RegistrationState
from exchange.youth.models import Edition, Programme, Registration
from exchange.youth.rules.editions import JOURNEY_MARGIN, LAST_MINUTE

Row = TypeVar("Row")


def programmes_page(
    session: Session, actor: Actor, *, cursor: str | None = None
) -> Page[Programme]:
    """Return a page of the programmes the actor works with, by name."""
    statement = select(Programme).where(_own(actor)).options(joinedload(Programme.partner))
    return paginate(session, statement, Order(Programme.sort_key, Programme.id), cursor=cursor)


def partner_choices(session: Session) -> Sequence[Partner]:
    """Return the partners a programme can be with, in the order of the printed list."""
    return session.scalars(select(Partner).order_by(Partner.number)).all()


def programme_for(session: Session, actor: Actor, key: UUID) -> Programme:
    """Return one programme the actor works with, and its partner; raises NotFoundError."""
    statement = select(Programme).where(Programme.id == key, _own(actor))
    return _found(session.scalar(statement.options(joinedload(Programme.partner))))


def locked_programme(session: Session, actor: Actor, key: UUID) -> Programme:
    """Lock and return a programme the actor works with, read anew; raises NotFoundError."""
    statement = (
        select(Programme)
        .where(Programme.id == key, _own(actor))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return _found(session.scalar(statement))


def editions_page(
    session: Session,
    actor: Actor,
    *,
    state: EditionState | None = None,
    programme_id: UUID | None = None,
    cursor: str | None = None,
) -> Page[Edition]:
    """Return a page of the editions the actor works with, newest first."""
    statement = _editions().where(_own(actor))
    if state is not None:
        statement = statement.where(Edition.state == state)
    if programme_id is not None:
        statement = statement.where(Edition.programme_id == programme_id)
    order = Order(Edition.starts, Edition.id, descending=True)
    return paginate(session, statement, order, cursor=cursor)


def edition_for(session: Session, actor: Actor, key: UUID) -> Edition:
    """Return one edition the actor works with, its programme and partner; NotFoundError."""
    return _found(own_edition(session, actor, key))


def own_edition(session: Session, actor: Actor, key: UUID) -> Edition | None:
    """Return the same; None for one of another section, which the actor reads as anyone does."""
    served = joinedload(Edition.measures), joinedload(Edition.projects)
    statement = _editions().where(Edition.id == key, _own(actor)).options(*served)
    return session.scalars(statement).unique().one_or_none()


def locked_edition(session: Session, actor: Actor, key: UUID) -> Edition:
    """Lock and return an edition the actor works with, read anew; raises NotFoundError.

    A school works with every announced edition; which pupils it may touch is asked elsewhere.
    """
    statement = (
        select(Edition)
        .join(Edition.programme)
        .where(Edition.id == key, _own(actor))
        .options(contains_eager(Edition.programme))
        .with_for_update(of=Edition)
        .execution_options(populate_existing=True)
    )
    return _found(session.scalar(statement))


def announced_edition(session: Session, key: UUID) -> Edition:
    """Return an edition that was announced, whatever became of it; raises NotFoundError."""
    found = _editions().where(Edition.id == key, Edition.announced_at.is_not(None))
    return _found(session.scalar(found))


def edition_of_visit(session: Session, actor: Actor, visit_id: UUID) -> Edition | None:
    """Return the edition whose journey a visit is; None without one the actor works with."""
    journey = _editions().join(Visit, Visit.edition_id == Edition.id)
    return session.scalar(journey.where(Visit.id == visit_id, _own(actor)))


def editions_for_visit(session: Session, actor: Actor, visit: Visit) -> Sequence[Edition]:
    """Return the editions near a visit's days that are not cancelled, and the one it has."""
    near = and_(
        Edition.starts <= visit.ends + JOURNEY_MARGIN,
        Edition.ends >= visit.starts - JOURNEY_MARGIN,
        Edition.state != EditionState.CANCELLED,
    )
    statement = _editions().where(_own(actor), or_(near, Edition.id == visit.edition_id))
    return session.scalars(statement.order_by(Edition.starts, Edition.id)).all()


def open_editions(session: Session, now: datetime) -> Sequence[Edition]:
    """Return announced editions whose window has not ended, the next to close first."""
    statement = _editions().where(
        Edition.state == EditionState.ANNOUNCED, Edition.closes_at > now - LAST_MINUTE
    )
    return session.scalars(statement.order_by(Edition.closes_at, Edition.id)).all()


def running_editions(session: Session, actor: Actor, today: date) -> Sequence[Edition]:
    """Return the actor's announced editions that are not over, the next to begin first."""
    statement = _editions().where(
        Edition.state == EditionState.ANNOUNCED, Edition.ends >= today, _own(actor)
    )
    return session.scalars(statement.order_by(Edition.starts, Edition.id)).all()


def editions_between(
    session: Session, first: date, last: date, actor: Actor | None
) -> Sequence[Edition]:
    """Return readable editions from whose opening to whose end a day of first to last lies."""
    day_after = datetime.combine(last + timedelta(days=1), time(), OFFICE_ZONE)
    statement = _editions().where(
        Edition.opens_at < day_after, Edition.ends >= first, _readable(actor)
    )
    return session.scalars(statement.order_by(Edition.starts, Edition.id)).all()


def editions_of_partner(
    session: Session, partner_id: UUID, actor: Actor | None, *, limit: int
) -> Sequence[Edition]:
    """Return the newest editions with a partner that the actor works with; to others, announced."""
    statement = _editions().where(Programme.partner_id == partner_id, _readable(actor))
    newest = statement.order_by(Edition.starts.desc(), Edition.id.desc()).limit(limit)
    return session.scalars(newest).all()


def submitted_counts(session: Session, actor: Actor) -> Sequence[tuple[Edition, int, datetime]]:
    """Return the actor's announced editions with how many registrations are submitted, since when.

    A registration counts since its last change: one that was sent back and corrected is new.
    """
    waiting = (
        select(
            Registration.edition_id,
            func.count().label("number"),
            func.min(Registration.updated_at).label("since"),
        )
        .where(Registration.state == RegistrationState.SUBMITTED)
        .group_by(Registration.edition_id)
        .subquery()
    )
    statement = (
        _editions()
        .add_columns(waiting.c.number, waiting.c.since)
        .join(waiting, waiting.c.edition_id == Edition.id)
        .where(Edition.state == EditionState.ANNOUNCED, _own(actor))
        .order_by(Edition.closes_at, Edition.id)
    )
    return [(row[0], row[1], row[2]) for row in session.execute(statement)]


def editions_matching(
    session: Session, text: str, actor: Actor, *, limit: int
) -> Sequence[Edition]:
    """Return editions whose title, or programme's name, holds `text`, newest first."""
    wanted = fold(text)
    if not wanted:
        return ()
    found = or_(
        Edition.search_key.contains(wanted, autoescape=True),
        Programme.search_key.contains(wanted, autoescape=True),
    )
    statement = _editions().where(found, _readable(actor))
    newest = statement.order_by(Edition.starts.desc(), Edition.id.desc()).limit(limit)
    return session.scalars(newest).all()


def readable_editions(actor: Actor | None) -> Select[UUID]:
    """Select the keys of the editions a person may read: own ones, or those announced."""
    return select(Edition.id).join(Edition.programme).where(_readable(actor))


def _readable(actor: Actor | None) -> ColumnElement[bool]:
    if actor is None or not actor.may("editions:read"):
        return Edition.announced_at.is_not(None)
    return _own(actor)


@cache
def _editions() -> Select[Edition]:
    return (
        select(Edition)
        .join(Edition.programme)
        .options(contains_eager(Edition.programme).joinedload(Programme.partner))
    )


def _own(actor: Actor) -> ColumnElement[bool]:
    if actor.role is not Role.SECTION:
        return true()
    return Programme.section == (actor.section or "")


def _found(row: Row | None) -> Row:
    if row is None:
        raise NotFoundError
    return row
