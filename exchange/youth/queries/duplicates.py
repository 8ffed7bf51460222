"""Pupils who may be one child: found by match key across schools and years."""

from collections.abc import Collection, Mapping, Sequence
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, aliased, joinedload, selectinload

from exchange.core.database import Order, Page, paginate
from exchange.core.errors import NotFoundError
from exchange.youth.enums import DuplicateState, EditionState, RegistrationState
from exchange.youth.models import Duplicate, Edition, Pupil, Registration
from exchange.youth.rules.duplicates import NO_CLAIM

#: As many values as one statement may carry on every database.
_PORTION: Final = 5_000
_BOTH: Final = (
    joinedload(Duplicate.first).joinedload(Pupil.school),
    joinedload(Duplicate.second).joinedload(Pupil.school),
)


def known_elsewhere(
    session: Session, school_id: UUID, match_keys: Collection[str]
) -> frozenset[str]:
    """Return which match keys are pupils of another school: the keys alone, nothing of whom.

    One statement for each 5,000 keys.
    """
    wanted = sorted(set(match_keys))
    found: set[str] = set()
    for start in range(0, len(wanted), _PORTION):
        portion = wanted[start : start + _PORTION]
        statement = select(Pupil.match_key).where(
            Pupil.match_key.in_(portion), Pupil.school_id != school_id
        )
        found.update(session.scalars(statement.distinct()))
    return frozenset(found)


def pupils_alike(session: Session, match_keys: Collection[str]) -> Sequence[Pupil]:
    """Return every pupil of any school under one of some match keys, known first first."""
    statement = (
        select(Pupil)
        .where(Pupil.match_key.in_(sorted(set(match_keys))))
        .order_by(Pupil.created_at, Pupil.id)
    )
    return session.scalars(statement).all()


def known_pairs(session: Session, pupil_ids: Collection[UUID]) -> frozenset[frozenset[UUID]]:
    """Return the pairs among some pupils about which the division has been asked."""
    rows = session.execute(
        select(Duplicate.first_id, Duplicate.second_id).where(
            Duplicate.first_id.in_(pupil_ids), Duplicate.second_id.in_(pupil_ids)
        )
    )
    return frozenset(frozenset((first, second)) for first, second in rows)


def doubtful_pupils(session: Session, pupil_ids: Collection[UUID]) -> frozenset[UUID]:
    """Return which pupils' school has to contact the division about them."""
    statement = select(Duplicate.second_id).where(
        Duplicate.second_id.in_(pupil_ids), Duplicate.state == DuplicateState.OPEN
    )
    return frozenset(session.scalars(statement.distinct()))


def pairs_with(session: Session, pupil_id: UUID) -> Sequence[Duplicate]:
    """Return the pairs a pupil is in, newest first."""
    statement = select(Duplicate).where(
        or_(Duplicate.first_id == pupil_id, Duplicate.second_id == pupil_id)
    )
    newest = statement.order_by(Duplicate.created_at.desc(), Duplicate.id.desc())
    return session.scalars(newest).all()


def duplicates_page(
    session: Session, *, state: DuplicateState | None = None, cursor: str | None = None
) -> Page[Duplicate]:
    """Return a page of the pairs with both pupils and schools, newest first."""
    statement = select(Duplicate).options(*_BOTH)
    if state is not None:
        statement = statement.where(Duplicate.state == state)
    order = Order(Duplicate.created_at, Duplicate.id, descending=True)
    return paginate(session, statement, order, cursor=cursor)


def duplicate_counts(session: Session) -> Mapping[DuplicateState, int]:
    """Return how many pairs are in each state."""
    counted = session.execute(select(Duplicate.state, func.count()).group_by(Duplicate.state))
    return {state: count for state, count in counted}


def duplicate_by_id(session: Session, key: UUID) -> Duplicate:
    """Return a pair with pupils, schools and decisions, read anew; raises NotFoundError."""
    return _found(session, _whole(key))


def locked_duplicate(session: Session, key: UUID) -> Duplicate:
    """Lock and return a pair, and its pupils' rows, read anew; raises NotFoundError."""
    found = _found(session, _whole(key).with_for_update(of=Duplicate))
    session.scalars(
        select(Pupil)
        .where(Pupil.id.in_([found.first_id, found.second_id]))
        .order_by(Pupil.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    return found


def lock_running_editions(session: Session) -> None:
    """Lock every edition for which pupils can be registered, in the order of their keys."""
    running = select(Edition.id).where(Edition.state == EditionState.ANNOUNCED)
    session.scalars(running.order_by(Edition.id).with_for_update()).all()


def locked_person(session: Session, pupil: Pupil) -> Sequence[Pupil]:
    """Lock and return every row of the person a pupil is, who is kept first."""
    kept = pupil.person_id
    statement = (
        select(Pupil)
        .where(or_(Pupil.id == kept, Pupil.merged_into_id == kept))
        .order_by(Pupil.merged_into_id.is_not(None), Pupil.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return session.scalars(statement).all()


def evidence_of(session: Session, pupil_ids: Collection[UUID]) -> Sequence[Registration]:
    """Return all registrations of some pupils, with edition, school and steps, newest first."""
    statement = (
        select(Registration)
        .where(Registration.pupil_id.in_(pupil_ids))
        .options(
            joinedload(Registration.edition).joinedload(Edition.programme),
            joinedload(Registration.school),
            selectinload(Registration.steps),
        )
        .order_by(Registration.created_at.desc(), Registration.id.desc())
    )
    return session.scalars(statement).all()


def shared_editions(
    session: Session, first: Collection[UUID], second: Collection[UUID]
) -> Sequence[Edition]:
    """Return the running editions in which pupils of both sides are handed in, by first day."""

    def within(pupil_ids: Collection[UUID]) -> ColumnElement[bool]:
        return Edition.id.in_(
            select(Registration.edition_id).where(
                Registration.pupil_id.in_(pupil_ids), Registration.state.not_in(NO_CLAIM)
            )
        )

    statement = select(Edition).where(
        Edition.state == EditionState.ANNOUNCED, within(first), within(second)
    )
    return session.scalars(statement.order_by(Edition.starts, Edition.id)).all()


def states_elsewhere(
    session: Session, edition: Edition, pupil: Pupil
) -> frozenset[RegistrationState]:
    """Return the states in which other rows of a pupil's person are registered for an edition."""
    kept = pupil.person_id
    statement = (
        select(Registration.state)
        .join(Registration.pupil)
        .where(
            Registration.edition_id == edition.id,
            Pupil.id != pupil.id,
            or_(Pupil.id == kept, Pupil.merged_into_id == kept),
        )
    )
    return frozenset(session.scalars(statement))


def registration_elsewhere(session: Session, edition: Edition, pupil: Pupil) -> Registration | None:
    """Return the registration by which another row of a pupil's person is in an edition."""
    kept = pupil.person_id
    statement = (
        select(Registration)
        .join(Registration.pupil)
        .where(
            Registration.edition_id == edition.id,
            Registration.state.not_in(NO_CLAIM),
            Pupil.id != pupil.id,
            or_(Pupil.id == kept, Pupil.merged_into_id == kept),
        )
    )
    return session.scalar(statement.order_by(Registration.id).limit(1))


def registered_elsewhere(
    session: Session, edition: Edition, school_id: UUID, match_keys: Collection[str]
) -> frozenset[str]:
    """Return the match keys of a school's pupils whom another row of their person is handed in as.

    One statement for each 5,000 keys.
    """
    other = aliased(Pupil)
    own_person = func.coalesce(Pupil.merged_into_id, Pupil.id)
    same_person = or_(
        other.merged_into_id == own_person,
        and_(other.merged_into_id.is_(None), other.id == own_person),
    )
    # Asked pupil by pupil, by index: joined, every pupil meets everybody of a large edition.
    has_another = (
        select(Registration.id)
        .join(other, Registration.pupil_id == other.id)
        .where(
            same_person,
            other.id != Pupil.id,
            Registration.edition_id == edition.id,
            Registration.state.not_in(NO_CLAIM),
        )
        .exists()
    )
    wanted = sorted(set(match_keys))
    found: set[str] = set()
    for start in range(0, len(wanted), _PORTION):
        statement = select(Pupil.match_key).where(
            Pupil.match_key.in_(wanted[start : start + _PORTION]),
            Pupil.school_id == school_id,
            has_another,
        )
        found.update(session.scalars(statement))
    return frozenset(found)


def _whole(key: UUID) -> Select[Duplicate]:
    return (
        select(Duplicate)
        .where(Duplicate.id == key)
        .options(*_BOTH, selectinload(Duplicate.decisions))
        .execution_options(populate_existing=True)
    )


def _found(session: Session, statement: Select[Duplicate]) -> Duplicate:
    found = session.scalar(statement)
    if found is None:
        raise NotFoundError
    return found
