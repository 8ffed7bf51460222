"""What the database knows beside a roster: pupils, their registrations, and the seats left."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from exchange.core.database import Name
from exchange.core.errors import DomainError
from exchange.core.messages import Message, label, message
from exchange.youth.enums import SEATED, RegistrationState, Selection
from exchange.youth.enums.waiting import Gender
from exchange.youth.rules.seats import Seats, state_on_registering

#: Seats and how many are taken, of each gender that has seats of its own.
Genders = Mapping[Gender, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class KnownRegistration:
    """A pupil's registration for the edition, as it stands."""

    id: UUID
    state: RegistrationState
    #: Of the day it was made.
    school_id: UUID
    #: By column.
    values: Mapping[str, object]
    #: A guardian sent it, and the school has yet to take it over.
    waits_for_school: bool = False


@dataclass(frozen=True, slots=True)
class KnownPupil:
    """A pupil the school knows already."""

    id: UUID
    name: Name
    birth_date: date
    registration: KnownRegistration | None
    gender: Gender | None
    #: The person the pupil is: one child may be known as several pupils.
    person_id: UUID
    #: Of all registrations of the pupil, whatever the edition.
    states: Collection[RegistrationState] = ()
    #: Other editions with seats counted by gender, in which the pupil holds one.
    seated_in: Collection[UUID] = ()


@dataclass(frozen=True, slots=True)
class Places:
    """The seats of an edition for one school, and its waiting list."""

    selection: Selection
    seats: Seats
    waiting: int = 0
    limit: int | None = None
    #: The last place on the waiting list.
    last_rank: int = 0
    #: Seats and how many are taken, of each gender that has seats of its own.
    genders: Genders = field(default_factory=dict)
    #: The same of other editions, in which pupils of the roster hold seats.
    elsewhere: Mapping[UUID, Genders] = field(default_factory=dict)

    def state_for(self, gender: Gender | None) -> RegistrationState:
        """What becomes of one more registration; raises DomainError where there is no place."""
        seats = self.seats
        if gender is not None and gender in self.genders:
            quota, taken = self.genders[gender]
            seats = replace(seats, gender_quota=quota, taken_by_gender=taken)
        return state_on_registering(self.selection, seats, waiting=self.waiting, limit=self.limit)

    @property
    def left(self) -> int | None:
        """Seats the school can still take; None where they are not given to the first to come."""
        first = self.selection is Selection.FIRST_COME
        return self.seats.left_for_school if first else None

    def rank_for(self, gender: Gender | None) -> int | None:
        """Return the place of one more on the waiting list, None where a seat is left.

        Raises DomainError where there is no place either.
        """
        waits = self.state_for(gender) is RegistrationState.WAITLISTED
        return self.last_rank + 1 if waits else None

    @property
    def told(self) -> Sequence[Message]:
        """What becomes of a pupil registered now who gets no seat; nothing where all get one.

        Raises DomainError where there is no place for anybody.
        """
        if rank := self.rank_for(None):
            return [message("youth.register.waits", rank=rank)]
        return [told for gender in self.genders if (told := self._told_of(gender))]

    def _told_of(self, gender: Gender) -> Message | None:
        try:
            rank = self.rank_for(gender)
        except DomainError as error:
            return error.sentence
        if rank is None:
            return None
        return message("youth.register.waits_gender", gender=label(gender), rank=rank)

    def may_change_to(self, gender: Gender | None) -> bool:
        """Say whether a pupil who holds a seat may be counted under a gender from now on."""
        return _has_seat(self.genders, gender)

    def may_change_elsewhere(self, known: KnownPupil, gender: Gender | None) -> bool:
        """Say whether a pupil may change to a gender by the other editions that seat the pupil."""
        return all(_has_seat(self.elsewhere[key], gender) for key in known.seated_in)

    def with_gender_changed_elsewhere(self, known: KnownPupil, after: Gender | None) -> "Places":
        """Return the places once a pupil counts under another gender in the other editions."""
        changed = {
            key: _with_changed(self.elsewhere[key], known.gender, after) for key in known.seated_in
        }
        return replace(self, elsewhere={**self.elsewhere, **changed})

    def with_gender_changed(self, before: Gender | None, after: Gender | None) -> "Places":
        """Return the places once a pupil who holds a seat is counted under another gender."""
        return replace(self, genders=_with_changed(self.genders, before, after))

    def with_one_more(self, state: RegistrationState, gender: Gender | None) -> "Places":
        """Return the places once one more is registered."""
        if state is RegistrationState.WAITLISTED:
            return replace(self, waiting=self.waiting + 1, last_rank=self.last_rank + 1)
        if state not in SEATED[self.selection]:
            return self
        seats, genders = self.seats, dict(self.genders)
        if gender is not None and gender in genders:
            quota, taken = genders[gender]
            genders[gender] = (quota, taken + 1)
        by_school = seats.taken_by_school + 1
        seats = replace(seats, taken=seats.taken + 1, taken_by_school=by_school)
        return replace(self, seats=seats, genders=genders)


def _has_seat(genders: Genders, gender: Gender | None) -> bool:
    quota, taken = genders.get(gender, (1, 0)) if gender else (1, 0)
    return taken < quota


def _with_changed(genders: Genders, before: Gender | None, after: Gender | None) -> Genders:
    changed = dict(genders)
    for gender, by in ((before, -1), (after, 1)):
        if gender is not None and gender in changed:
            quota, taken = changed[gender]
            changed[gender] = (quota, taken + by)
    return changed


@dataclass(frozen=True, slots=True)
class Facts:
    """What the database knows: the school's own pupils by match key, and the keys that are pupils
    of other schools, nothing more of those."""

    known: Mapping[str, KnownPupil]
    elsewhere: Collection[str]
    places: Places
    #: Keys of pupils whom the division knows to be one person with one who is in the edition.
    taken_elsewhere: Collection[str] = ()
    #: The head of the school confirms what is taken over; a command declares nothing.
    declares: bool = True

    def known_of(self, key: str) -> KnownPupil | None:
        """Return the school's own pupil; where nothing is declared, nothing is taken over."""
        known = self.known.get(key)
        if self.declares or known is None or known.registration is None:
            return known
        return replace(known, registration=replace(known.registration, waits_for_school=False))
