"""Seats of editions that are taken: in all, by one school, by one gender."""

from collections.abc import Mapping, Sequence
from functools import cache
from uuid import UUID

from sqlalchemy import (
    Case,
    ColumnElement,
    Select,
    and_,
    bindparam,
    case,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.orm import Session

from exchange.youth.enums import SEATED, EditionState, RegistrationState
from exchange.youth.enums.waiting import Gender
from exchange.youth.models import Edition, Pupil, Registration
from exchange.youth.rules.seats import Seats, gender_quota


def seats_of(
    session: Session,
    editions: Sequence[Edition],
    *,
    school_id: UUID | None = None,
    gender: Gender | None = None,
    answered: bool = False,
) -> Mapping[UUID, Seats]:
    """Return the seats of editions, for one school and gender where named, in one statement.

    `answered` leaves out the seats that are only offered.
    """
    apart = any(gender_quota(each, gender) is not None for each in editions)
    counted = session.execute(
        _counting(school_id is not None, apart, answered),
        {"keys": [each.id for each in editions], "school_id": school_id, "gender": gender},
    )
    taken = {key: numbers for key, *numbers in counted}
    seats: dict[UUID, Seats] = {}
    for edition in editions:
        in_all, of_school, of_gender = taken[edition.id]
        seats[edition.id] = Seats(
            edition.quota,
            in_all,
            edition.school_quota if school_id else None,
            of_school,
            gender_quota(edition, gender),
            of_gender,
        )
    return seats


@cache
def _counting(of_school: bool, of_gender: bool, answered: bool) -> Select[UUID, int, int, int]:
    """Build once what counts the seats taken: in all, it reads nothing but an index."""
    school = Registration.school_id == bindparam("school_id")
    gender = Registration.pupil.has(Pupil.gender == bindparam("gender"))
    return select(
        Edition.id,
        _taken(answered),
        _taken(answered, school) if of_school else literal(0),
        _taken(answered, gender) if of_gender else literal(0),
    ).where(Edition.id.in_(bindparam("keys", expanding=True)))


def _taken(answered: bool, *whose: ColumnElement[bool]) -> Case[int]:
    waits = {RegistrationState.OFFERED} if answered else set()
    held = select(func.count()).select_from(Registration).correlate(Edition)
    in_edition = held.where(Registration.edition_id == Edition.id, *whose)
    counts = {
        selection: in_edition.where(Registration.state.in_(states - waits)).scalar_subquery()
        for selection, states in SEATED.items()
    }
    return case(counts, value=Edition.selection)


def seated_in(session: Session, pupil_id: UUID) -> Sequence[Edition]:
    """Return the announced editions in which a pupil holds a seat."""
    statement = select(Edition).join(Registration, Registration.edition_id == Edition.id)
    held = (Registration.pupil_id == pupil_id, Edition.state == EditionState.ANNOUNCED)
    return session.scalars(statement.where(*held, _seated()).order_by(Edition.id)).all()


def seats_by_gender() -> Select[UUID, UUID]:
    """Select who holds a seat in which announced edition whose seats are counted by gender."""
    counted = or_(Edition.female_quota.is_not(None), Edition.male_quota.is_not(None))
    return (
        select(Registration.pupil_id, Edition.id)
        .join(Registration.edition)
        .where(Edition.state == EditionState.ANNOUNCED, counted, _seated())
    )


def _seated() -> ColumnElement[bool]:
    """A registration holds a seat, by its edition's way of selecting."""
    return or_(
        *(
            and_(Edition.selection == selection, Registration.state.in_(states))
            for selection, states in SEATED.items()
        )
    )
