"""Seats of an edition: how many are left, for whom, and what becomes of one more."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from exchange.core.errors import DomainError
from exchange.core.messages import message
from exchange.youth.enums import SEATED, RegistrationState, Selection
from exchange.youth.enums.waiting import Gender

if TYPE_CHECKING:
    from exchange.youth.models import Edition


@dataclass(frozen=True, slots=True)
class Seats:
    """Seats of an edition: in all, and of one school and one gender where one asks."""

    quota: int
    taken: int
    school_quota: int | None = None
    taken_by_school: int = 0
    gender_quota: int | None = None
    taken_by_gender: int = 0

    @property
    def left(self) -> int:
        """Seats left in all."""
        return max(0, self.quota - self.taken)

    @property
    def left_for_school(self) -> int:
        """Seats the school can still take: never more than are left in all."""
        if self.school_quota is None:
            return self.left
        return min(self.left, max(0, self.school_quota - self.taken_by_school))

    @property
    def left_for_gender(self) -> int:
        """Seats a pupil of the gender can still take, whatever the school."""
        if self.gender_quota is None:
            return self.left
        return min(self.left, max(0, self.gender_quota - self.taken_by_gender))

    @property
    def left_for_pupil(self) -> int:
        """Seats one pupil of the school and the gender can still take."""
        return min(self.left_for_school, self.left_for_gender)


def seats_in(edition: "Edition", states: Mapping[RegistrationState, int]) -> Seats:
    """Return the seats of a whole edition, by how many registrations are in each state."""
    taken = sum(states.get(state, 0) for state in SEATED[edition.selection])
    return Seats(edition.quota, taken)


def ensure_seat(seats: Seats) -> None:
    """Refuse one more than the quota, of the edition or of the school; names what is left."""
    if seats.left == 0:
        raise DomainError(message("youth.error.full", quota=seats.quota, left=seats.left))
    if seats.left_for_school == 0 and seats.school_quota is not None:
        sentence = message(
            "youth.error.school_full", quota=seats.school_quota, left=seats.left_for_school
        )
        raise DomainError(sentence)
    if seats.left_for_gender == 0 and seats.gender_quota is not None:
        raise DomainError(message("youth.error.gender_full", quota=seats.gender_quota))


def ensure_share(seats: Seats) -> None:
    """Refuse one who holds a seat already another school whose share is taken."""
    if seats.school_quota is not None and seats.taken_by_school >= seats.school_quota:
        raise DomainError(message("youth.apply.error.full"), field="school_id")


def ensure_gender_fits(seats: Seats) -> None:
    """Refuse more of a gender than there are seats for it, counted with whoever changed to it."""
    if seats.gender_quota is not None and seats.taken_by_gender > seats.gender_quota:
        sentence = message("youth.error.gender_full", quota=seats.gender_quota)
        raise DomainError(sentence, field="gender")


def gender_quota(edition: "Edition", gender: Gender | None) -> int | None:
    """Return how many seats there are for a gender; None where they are not counted apart."""
    if gender is Gender.FEMALE:
        return edition.female_quota
    return edition.male_quota if gender is Gender.MALE else None


def asks_gender(edition: "Edition") -> bool:
    """Say whether a pupil's gender is asked: where seats are counted by it, and nowhere else."""
    return any(gender_quota(edition, gender) is not None for gender in Gender)


def state_on_registering(
    selection: Selection, seats: Seats, *, waiting: int = 0, limit: int | None = None
) -> RegistrationState:
    """Return the state of a new registration: submitted, or waiting where the first are taken.

    Refused where the waiting list, too, is full.
    """
    if selection is not Selection.FIRST_COME or seats.left_for_pupil:
        return RegistrationState.SUBMITTED
    if limit is not None and waiting >= limit:
        ensure_seat(seats)
    return RegistrationState.WAITLISTED
