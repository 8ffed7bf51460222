"""Pairs of editions: receive one year, send the next."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final
from uuid import UUID

from exchange.core.errors import DomainError
from exchange.core.messages import message
from exchange.youth.enums import (
    EditionState,
    ProgrammePattern,
    RegistrationState,
    YouthDirection,
)
from exchange.youth.enums.journeys import CarryFate
from exchange.youth.rules.editions import is_over
from exchange.youth.rules.known import grade_in
from exchange.youth.rules.pupils import GRADES

if TYPE_CHECKING:
    from exchange.youth.models import Edition, Registration


_P, _D = ProgrammePattern, YouthDirection

_ONE_WAY: Final = {
    _P.SEND_ONLY: _D.SEND,
    _P.RECEIVE_ONLY: _D.RECEIVE,
    _P.ONLINE: _D.ONLINE,
    _P.CONFERENCE: _D.CONFERENCE,
}
_PAIRS: Final = {
    _P.RECEIVE_THEN_SEND: (_D.RECEIVE, _D.SEND),
    _P.SEND_THEN_RECEIVE: (_D.SEND, _D.RECEIVE),
}


@dataclass(frozen=True, slots=True)
class Carried:
    """A registration of the first half, and what becomes of its pupil in the second."""

    registration: "Registration"
    #: In the fiscal year of the second half.
    grade: int
    fate: CarryFate


def ensure_pair(edition: "Edition", earlier: "Edition") -> None:
    """Refuse a pair of two programmes, of one direction, or in the wrong order."""
    fits = (
        edition.programme_id == earlier.programme_id
        and edition.direction is not earlier.direction
        and earlier.starts < edition.starts
    )
    if not fits:
        raise DomainError(message("youth.pair.error"), field="follows_id")


def next_direction(pattern: ProgrammePattern, last: YouthDirection | None) -> YouthDirection | None:
    """Return which way a programme's next edition goes; None where its pattern leaves it open.

    `last` is the direction of the newest edition, None of a programme without one.
    """
    if pattern in _ONE_WAY:
        return _ONE_WAY[pattern]
    if pattern not in _PAIRS:
        return None
    first, second = _PAIRS[pattern]
    return second if last is first else first


def ensure_carries(edition: "Edition", now: datetime) -> None:
    """Refuse to offer drafts where there is no first half, or no school could submit them."""
    if edition.follows_id is None:
        raise DomainError(message("youth.carry.error.no_pair"))
    if edition.state is not EditionState.ANNOUNCED:
        raise DomainError(message("youth.error.not_announced"))
    if is_over(edition, now):
        raise DomainError(message("youth.error.after_window", moment=edition.closes_at))


def carried(
    registrations: Iterable["Registration"], there: Mapping[UUID, RegistrationState], *, year: int
) -> Sequence[Carried]:
    """Say of the first half's registrations whose pupils are offered again, each person once.

    `there` are the persons who are in the second half already, and what has become of them.
    """
    seen, found = dict(there), list[Carried]()
    for row in registrations:
        grade = grade_in(row.grade, last_year=row.edition.fiscal_year, year=year)
        person = row.pupil.person_id
        if person in seen:
            drafted = seen[person] is RegistrationState.DRAFT
            fate = CarryFate.DRAFTED if drafted else CarryFate.THERE
        elif _has_left(row, grade):
            fate = CarryFate.LEFT_SCHOOL
        else:
            fate = CarryFate.OFFERED
            seen[person] = RegistrationState.DRAFT
        found.append(Carried(row, grade, fate))
    return found


def _has_left(row: "Registration", grade: int) -> bool:
    """Say whether no school can submit the pupil: by age, by another kind of school, or closed."""
    school = row.pupil.school
    moved_on = school.level is not row.school.level
    return moved_on or not school.active or grade > GRADES[school.level]
