"""Registrations: a school's own, an edition's, one with its steps."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import partial
from typing import Final
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    Tuple,
    and_,
    func,
    literal,
    select,
    true,
    tuple_,
)
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from exchange.core.database import Order, Page, paginate
from exchange.core.database.pager import PAGE_SIZE
from exchange.core.errors import NotFoundError
from exchange.core.permissions import Actor, Role
from exchange.core.text import fold
from exchange.youth.enums import EditionState, RegistrationState
from exchange.youth.models import Edition, Programme, Pupil, Registration, School

#: The order of an edition's lists: by school, then by name.
BY_SCHOOL: Final = Order(
    School.sort_key,
    Registration.id,
    then=(School.id, Pupil.sort_key),
    places=select(Registration.id).join(Registration.pupil).join(Registration.school),
)


def registration_for(session: Session, actor: Actor, key: UUID) -> Registration:
    """Return a registration the actor may see, read anew, with all its parts; NotFoundError."""
    statement = (
        own_registrations(actor)
        .where(Registration.id == key)
        .options(
            joinedload(Registration.pupil),
            joinedload(Registration.school),
            selectinload(Registration.steps),
        )
        .execution_options(populate_existing=True)
    )
    found = session.scalar(statement)
    if found is None:
        raise NotFoundError
    return found


def edition_id_of(session: Session, actor: Actor, key: UUID) -> UUID:
    """Return the edition of a registration the actor may see: it is locked first; NotFoundError."""
    found = session.scalar(
        select(Registration.edition_id)
        .join(Registration.edition)
        .join(Edition.programme)
        .where(Registration.id == key, _own(actor))
    )
    if found is None:
        raise NotFoundError
    return found


def registrations_of_edition(
    session: Session,
    edition: Edition,
    *,
    state: RegistrationState | None = None,
    cursor: str | None = None,
    count: int | None = None,
) -> Page[Registration]:
    """Return a page of an edition's registrations by school and name; `count`: if it is known."""
    wanted = [Registration.edition_id == edition.id]
    if state is not None:
        wanted.append(Registration.state == state)
    statement = (
        select(Registration)
        .join(Registration.pupil)
        .join(Registration.school)
        .where(*wanted)
        .options(contains_eager(Registration.pupil), contains_eager(Registration.school))
    )
    near = partial(_near, wanted)
    return paginate(session, statement, BY_SCHOOL, cursor=cursor, count=count, near=near)


def _near(
    wanted: Sequence[ColumnElement[bool]], place: Tuple | None, descending: bool
) -> ColumnElement[bool]:
    """Narrow registrations to the schools that a page in their order reaches.

    An index counts the registrations of each school; names are compared of those schools alone.
    """
    counted = (
        select(Registration.school_id, func.count().label("number"))
        .where(*wanted)
        .group_by(Registration.school_id)
        .subquery()
    )
    columns = (School.sort_key, School.id)
    ordered = [column.desc() if descending else column.asc() for column in columns]
    statement = select(
        School.id,
        (func.sum(counted.c.number).over(order_by=ordered) - counted.c.number).label("before"),
        func.first_value(counted.c.number).over(order_by=ordered).label("first"),
    ).join(counted, counted.c.school_id == School.id)
    begun: ColumnElement[int] = literal(0)
    if place is not None:
        here, there = tuple_(*columns), tuple_(*list(place.clauses)[:2])
        statement = statement.where(here <= there if descending else here >= there)
    reached = statement.subquery()
    if place is not None:
        begun = reached.c.first  # of the first school, part is on earlier pages
    within = reached.c.before <= PAGE_SIZE + begun
    return Registration.school_id.in_(select(reached.c.id).where(within))


def keys_in_states(
    session: Session, edition_id: UUID, states: Collection[RegistrationState]
) -> Sequence[UUID]:
    """Return the keys of every registration of an edition that is in one of some states."""
    statement = select(Registration.id).where(
        Registration.edition_id == edition_id, Registration.state.in_(states)
    )
    return session.scalars(statement.order_by(Registration.id)).all()


def chosen_registrations(
    session: Session, edition: Edition, keys: Sequence[UUID]
) -> Sequence[Registration]:
    """Return registrations of an edition by key, read anew under the edition's lock."""
    statement = (
        select(Registration)
        .where(Registration.edition_id == edition.id, Registration.id.in_(keys))
        .options(joinedload(Registration.pupil))
        .order_by(Registration.id)
        .execution_options(populate_existing=True)
    )
    found = session.scalars(statement).all()
    if len(found) != len(set(keys)):
        raise NotFoundError
    return found


def registration_of_pupil(session: Session, edition: Edition, pupil: Pupil) -> Registration | None:
    """Return a pupil's registration for an edition."""
    return session.scalar(
        select(Registration).where(
            Registration.edition_id == edition.id, Registration.pupil_id == pupil.id
        )
    )


def any_registration(session: Session, edition: Edition) -> bool:
    """Say whether anybody was ever registered for an edition; a draft is handed in by nobody."""
    statement = select(Registration.id).where(
        Registration.edition_id == edition.id, Registration.state != RegistrationState.DRAFT
    )
    return session.scalar(statement.limit(1)) is not None


def last_rank(session: Session, edition_id: UUID) -> int:
    """Return the last place on an edition's waiting list; 0 while it is empty."""
    statement = select(func.max(Registration.waitlist_rank))
    return session.scalar(statement.where(_waiting(edition_id))) or 0


def waiting_count(session: Session, edition: Edition) -> int:
    """Return how many wait for a seat of an edition."""
    return session.scalar(select(func.count()).where(_waiting(edition.id))) or 0


def _waiting(edition_id: UUID) -> ColumnElement[bool]:
    """Who waits in an edition has a rank, and nobody else; the state has an index."""
    return and_(
        Registration.edition_id == edition_id, Registration.state == RegistrationState.WAITLISTED
    )


def states_of_edition(session: Session, edition: Edition) -> Mapping[RegistrationState, int]:
    """Return how many registrations of an edition are in each state."""
    counted = session.execute(
        select(Registration.state, func.count())
        .where(Registration.edition_id == edition.id)
        .group_by(Registration.state)
    )
    return in_order(counted)


def running_registrations(session: Session, school_id: UUID) -> Sequence[Registration]:
    """Return a school's registrations in editions that are not closed, by first day and name."""
    statement = (
        select(Registration)
        .join(Registration.edition)
        .join(Registration.pupil)
        .where(of_school(school_id), Edition.state == EditionState.ANNOUNCED)
        .options(contains_eager(Registration.edition), contains_eager(Registration.pupil))
        .order_by(Edition.starts, Edition.id, Pupil.sort_key, Pupil.id)
    )
    return session.scalars(statement).all()


def in_order(
    counted: Iterable[Row[RegistrationState, int]],
) -> Mapping[RegistrationState, int]:
    """Return counts in the order in which a registration comes to its states."""
    found = {state: count for state, count in counted}
    return {state: found[state] for state in RegistrationState if state in found}


def registrations_matching(
    session: Session, text: str, actor: Actor, *, limit: int
) -> Sequence[Registration]:
    """Return registrations, within what the actor sees, of pupils whose name holds `text`."""
    wanted = fold(text)
    if not wanted:
        return ()
    statement = (
        own_registrations(actor)
        .join(Registration.pupil)
        .where(Pupil.search_key.contains(wanted, autoescape=True))
        .options(contains_eager(Registration.pupil))
        .order_by(Pupil.sort_key, Registration.id.desc())
        .limit(limit)
    )
    return session.scalars(statement).all()


def of_school(school_id: UUID) -> ColumnElement[bool]:
    """Narrow registrations to pupils who are at a school now, whoever registered them."""
    return Registration.pupil_id.in_(select(Pupil.id).where(Pupil.school_id == school_id))


def own_registrations(actor: Actor) -> Select[Registration]:
    """Select the registrations the actor may see, with edition and programme; no erased pupil's."""
    return (
        select(Registration)
        .join(Registration.edition)
        .join(Edition.programme)
        .where(_own(actor), Registration.pupil.has(Pupil.erased_at.is_(None)))
        .options(contains_eager(Registration.edition).contains_eager(Edition.programme))
    )


def _own(actor: Actor) -> ColumnElement[bool]:
    """A school sees its own registrations, a section those of its programmes, the division all."""
    if actor.school_id is not None:
        return of_school(actor.school_id)
    if actor.role is Role.SECTION:
        return Programme.section == (actor.section or "")
    return true()
