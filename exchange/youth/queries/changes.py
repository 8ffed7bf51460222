"""Requests of schools: changed names and birth dates, pupils who moved."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Final, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session, joinedload

from exchange.core.database import Order, Page, paginate
from exchange.core.errors import NotFoundError
from exchange.core.permissions import Actor
from exchange.youth.enums import EditionState, RegistrationState
from exchange.youth.enums.changes import RequestState
from exchange.youth.models import ChangeRequest, Edition, Pupil, Registration, SchoolMove

Row = TypeVar("Row")

_PARTS: Final = (
    joinedload(ChangeRequest.pupil),
    joinedload(ChangeRequest.registration).joinedload(Registration.edition),
    joinedload(ChangeRequest.registration).joinedload(Registration.school),
)
_SCHOOLS: Final = (joinedload(SchoolMove.from_school), joinedload(SchoolMove.to_school))


def changes_page(
    session: Session, *, state: RequestState, cursor: str | None = None
) -> Page[ChangeRequest]:
    """Return a page of the requests to change a pupil, newest first."""
    statement = select(ChangeRequest).where(ChangeRequest.state == state).options(*_PARTS)
    order = Order(ChangeRequest.created_at, ChangeRequest.id, descending=True)
    return paginate(session, statement, order, cursor=cursor)


def change_by_id(session: Session, key: UUID) -> ChangeRequest:
    """Return a request with pupil, registration, edition and school; NotFoundError."""
    return _found(session.scalar(_change(key)))


def locked_change(session: Session, key: UUID) -> ChangeRequest:
    """Lock and return a request, read anew, with the same parts; NotFoundError."""
    return _found(session.scalar(_change(key).with_for_update(of=ChangeRequest)))


def changes_of(session: Session, pupil_id: UUID) -> Sequence[ChangeRequest]:
    """Return the requests about a pupil, newest first."""
    statement = select(ChangeRequest).where(ChangeRequest.pupil_id == pupil_id)
    newest = statement.order_by(ChangeRequest.created_at.desc(), ChangeRequest.id.desc())
    return session.scalars(newest).all()


def states_of_pupil(session: Session, pupil_id: UUID) -> frozenset[RegistrationState]:
    """Return the states of a pupil's registrations in editions that are not closed."""
    return states_of_pupils(session, [pupil_id]).get(pupil_id, frozenset())


def states_of_pupils(
    session: Session, pupil_ids: Collection[UUID]
) -> Mapping[UUID, frozenset[RegistrationState]]:
    """Return the same of several pupils; one who is registered nowhere is left out."""
    statement = (
        select(Registration.pupil_id, Registration.state)
        .join(Registration.edition)
        .where(Registration.pupil_id.in_(pupil_ids), Edition.state == EditionState.ANNOUNCED)
    )
    found: dict[UUID, frozenset[RegistrationState]] = defaultdict(frozenset)
    for pupil_id, state in session.execute(statement.distinct()):
        found[pupil_id] |= {state}
    return found


def locked_pupil(session: Session, key: UUID) -> Pupil:
    """Lock and return a pupil, read anew."""
    return session.get_one(Pupil, key, with_for_update=True, populate_existing=True)


def hold_pupil(session: Session, key: UUID) -> None:
    """Let nobody change a pupil until the transaction ends; others may hold the same one."""
    session.scalar(select(Pupil.id).where(Pupil.id == key).with_for_update(read=True))


def lock_pupils_of(session: Session, school_id: UUID) -> None:
    """Lock all the pupils of a school, in the order of their keys."""
    own = select(Pupil.id).where(Pupil.school_id == school_id)
    session.scalars(own.order_by(Pupil.id).with_for_update()).all()


def waiting_changes(session: Session) -> int:
    """Return how many requests of schools wait for the division: changes and moves."""
    return sum(
        session.scalar(select(func.count()).where(asked.state == RequestState.WAITING)) or 0
        for asked in (ChangeRequest, SchoolMove)
    )


def moves_page(
    session: Session, actor: Actor, *, state: RequestState | None = None, cursor: str | None = None
) -> Page[SchoolMove]:
    """Return a page of the moves the actor may see, newest first."""
    statement = select(SchoolMove).where(_own(actor)).options(*_SCHOOLS)
    if state is not None:
        statement = statement.where(SchoolMove.state == state)
    order = Order(SchoolMove.created_at, SchoolMove.id, descending=True)
    return paginate(session, statement, order, cursor=cursor)


def move_for(session: Session, actor: Actor, key: UUID) -> SchoolMove:
    """Return a move the actor may answer: the division, or the old school; NotFoundError."""
    return _found(session.scalar(_answerable(actor, key)))


def locked_move(session: Session, actor: Actor, key: UUID) -> SchoolMove:
    """Lock and return a move the actor may answer, read anew; NotFoundError."""
    return _found(session.scalar(_answerable(actor, key).with_for_update(of=SchoolMove)))


def moves_of(session: Session, pupil_id: UUID) -> Sequence[SchoolMove]:
    """Return the moves a pupil has made, in order."""
    statement = _moves().where(
        SchoolMove.pupil_id == pupil_id, SchoolMove.state == RequestState.ACCEPTED
    )
    return session.scalars(statement.order_by(SchoolMove.answered_at, SchoolMove.id)).all()


def _change(key: UUID) -> Select[ChangeRequest]:
    statement = select(ChangeRequest).where(ChangeRequest.id == key).options(*_PARTS)
    return statement.execution_options(populate_existing=True)


def _answerable(actor: Actor, key: UUID) -> Select[SchoolMove]:
    statement = _moves().where(SchoolMove.id == key)
    if actor.school_id is None:
        return statement
    return statement.where(SchoolMove.from_school_id == actor.school_id)


def _found(row: Row | None) -> Row:
    if row is None:
        raise NotFoundError
    return row


def _moves() -> Select[SchoolMove]:
    return select(SchoolMove).options(*_SCHOOLS).execution_options(populate_existing=True)


def _own(actor: Actor) -> ColumnElement[bool]:
    """A school sees the moves from it and to it, the division all."""
    if actor.school_id is None:
        return SchoolMove.id.is_not(None)
    return or_(
        SchoolMove.from_school_id == actor.school_id, SchoolMove.to_school_id == actor.school_id
    )
