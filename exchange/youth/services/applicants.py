"""Make the registration a guardian applies for, or leave one that is there alone."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.core.errors import DomainError
from exchange.core.messages import label, message
from exchange.core.permissions import Actor
from exchange.youth.enums import RegistrationState, Selection
from exchange.youth.enums.waiting import Gender
from exchange.youth.models import Edition, Pupil, Registration, School
from exchange.youth.queries.duplicates import registration_elsewhere
from exchange.youth.queries.registrations import registration_of_pupil
from exchange.youth.queries.schools import pupil_by_match
from exchange.youth.queries.seats import seated_in, seats_of
from exchange.youth.rules.applying import has_gender_left, is_same_count
from exchange.youth.rules.pupils import match_key
from exchange.youth.rules.registrations import ANEW
from exchange.youth.rules.seats import ensure_share
from exchange.youth.services.pupils import PupilEntry, answer_gender, make_pupil
from exchange.youth.services.registering import (
    ensure_fits,
    made_registration,
    state_for_new,
    submit_again,
    submit_first,
)


@dataclass(frozen=True, slots=True)
class Applied:
    """What became of an application: its registration, or the one it may be of."""

    #: As it stands, or would have stood: the guardian is told the same either way.
    state: RegistrationState
    registration: Registration | None = None
    beside: Registration | None = None


def register_applicant(
    session: Session, *, actor: Actor, edition: Edition, school: School, entry: PupilEntry
) -> Applied:
    """Register a child for a guardian by the school's rules; edition and school are locked.

    A pupil the school knows stays as the school wrote it. One that is registered already is left
    alone, and neither refused: a refusal would tell a stranger who is registered. Only the
    guardian whose address the registration names gets hold of it; nobody does of a pupil who is
    handled with care. What the guardian is told follows from what was typed alone: where the
    school says another gender, by which seats are counted, the division has to look.
    """
    ensure_fits(entry, school, edition)
    pupil = pupil_by_match(session, school.id, match_key(entry.name, entry.birth_date))
    state = state_for_new(session, edition, school, entry.gender)
    there = there_of(session, edition, pupil)
    if (pupil is not None and pupil.needs_care) or not _is_named(there, entry):
        return Applied(state, beside=there)
    if there is not None and there.state not in ANEW:
        return Applied(state, registration=there)
    if pupil is not None and not counts_as(session, edition, pupil, entry.gender):
        return Applied(state, beside=there)
    row = write_registration(
        session, actor=actor, places=(edition, school), found=(pupil, there), entry=entry
    )
    return Applied(row.state, registration=row)


def admit_applicant(
    session: Session,
    *,
    actor: Actor,
    places: tuple[Edition, School],
    entry: PupilEntry,
    key: UUID | None = None,
) -> Registration:
    """Register a child for the division, which may know who is registered; both are locked."""
    edition, school = places
    ensure_fits(entry, school, edition)
    pupil = pupil_by_match(session, school.id, match_key(entry.name, entry.birth_date))
    there = there_of(session, edition, pupil)
    if there is not None and there.state not in ANEW:
        raise DomainError(message("youth.error.already_registered_as", state=label(there.state)))
    return write_registration(
        session, actor=actor, places=places, found=(pupil, there), entry=entry, key=key
    )


def write_registration(
    session: Session,
    *,
    actor: Actor,
    places: tuple[Edition, School],
    found: tuple[Pupil | None, Registration | None],
    entry: PupilEntry,
    key: UUID | None = None,
) -> Registration:
    """Write the registration of a pupil, if known, over what was taken out before, or a new one."""
    edition, school = places
    pupil, former = found
    state = state_for_new(session, edition, school, _gender(entry, pupil))
    pupil = pupil or make_pupil(
        session, actor=actor, school=school, entry=entry, is_demo=edition.is_demo
    )
    answer_gender(session, actor=actor, pupil=pupil, gender=entry.gender)
    if former is not None:
        return submit_again(session, actor, former, entry, school_id=school.id, state=state)
    made = made_registration(edition, pupil, entry, state=state, key=key)
    return submit_first(session, actor, made, entry)


def there_of(session: Session, edition: Edition, pupil: Pupil | None) -> Registration | None:
    """Return the registration of a pupil for an edition, or of the same person elsewhere."""
    if pupil is None:
        return None
    return registration_elsewhere(session, edition, pupil) or registration_of_pupil(
        session, edition, pupil
    )


def ensure_school_share(
    session: Session, edition: Edition, school_id: UUID, state: RegistrationState | None
) -> None:
    """Refuse another school whose share of the seats is taken, to one that came with a seat."""
    if edition.selection is Selection.FIRST_COME and state is RegistrationState.SUBMITTED:
        ensure_share(seats_of(session, [edition], school_id=school_id)[edition.id])


def counts_as(session: Session, edition: Edition, pupil: Pupil, gender: Gender | None) -> bool:
    """Say whether a pupil the school knows takes a seat of the gender that was typed, and no other.

    In this edition as the school says; and in any other where the pupil has a seat already.
    """
    if pupil.gender is not None or gender is None:
        return is_same_count(edition, pupil.gender, gender)
    seats = seats_of(session, seated_in(session, pupil.id), gender=gender)
    return all(map(has_gender_left, seats.values()))


def _is_named(there: Registration | None, entry: PupilEntry) -> bool:
    """Say whether nobody is registered, or the registration names the guardian's address."""
    return there is None or (there.guardian_mail or "").lower() == entry.guardian_mail


def _gender(entry: PupilEntry, pupil: Pupil | None) -> Gender | None:
    """Return what the school said of the pupil, or else what the guardian typed."""
    return pupil.gender if pupil and pupil.gender else entry.gender
