"""Register a pupil, correct a returned registration."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.audit.services import created, record
from exchange.core import clock
from exchange.core.database import flush, present_values, uuid7
from exchange.core.dates import FiscalYear
from exchange.core.errors import DomainError, NotFoundError
from exchange.core.messages import label, message
from exchange.core.offers import Subject
from exchange.core.permissions import Actor
from exchange.youth.enums import RegistrationState
from exchange.youth.enums.waiting import Gender
from exchange.youth.models import Edition, Pupil, Registration, School
from exchange.youth.queries.programmes import locked_edition
from exchange.youth.queries.registrations import (
    last_rank,
    registration_of_pupil,
    waiting_count,
)
from exchange.youth.queries.schools import locked_school, pupil_by_match
from exchange.youth.queries.seats import seats_of
from exchange.youth.rules.applying import ensure_by_school
from exchange.youth.rules.editions import ensure_window
from exchange.youth.rules.pupils import ensure_age, ensure_grade, match_key
from exchange.youth.rules.registrations import ANEW, ensure_returned
from exchange.youth.rules.seats import state_on_registering
from exchange.youth.services.duplicates import ensure_not_elsewhere
from exchange.youth.services.pupils import (
    PupilEntry,
    correct_pupil,
    make_pupil,
    respell_pupil,
)
from exchange.youth.services.steps import expect_seen, locked_registration, take_step, trace


def register_pupil(
    session: Session,
    *,
    actor: Actor,
    edition_id: UUID,
    entry: PupilEntry,
    school_id: UUID | None = None,
    key: UUID | None = None,
) -> Registration:
    """Register a pupil of the actor's school, or of `school_id` where staff or a command acts.

    Refused outside the window and for a pupil already registered; the same `key` again returns
    what it made the first time. Taken out before, or a draft, a pupil is registered anew, from
    the school of now; where no seat is left for the first to come, the pupil waits at the end.
    """
    edition = locked_edition(session, actor, edition_id)
    school = locked_school(session, _school_id(actor, school_id))
    if key is not None and (known := session.get(Registration, key)):
        return _made_before(known, edition, school)
    if actor.school_id is not None:
        ensure_by_school(edition)
    ensure_window(edition, clock.now())
    ensure_fits(entry, school, edition)
    pupil = pupil_by_match(session, school.id, match_key(entry.name, entry.birth_date))
    former = _former(session, edition, pupil)
    ensure_not_elsewhere(session, edition=edition, pupil=pupil)
    state = state_for_new(session, edition, school, _gender(entry, pupil))
    pupil = respell_pupil(session, actor=actor, pupil=pupil, entry=entry) or make_pupil(
        session, actor=actor, school=school, entry=entry, is_demo=edition.is_demo
    )
    if former is not None:
        return submit_again(session, actor, former, entry, school_id=school.id, state=state)
    registration = made_registration(edition, pupil, entry, state=state, key=key)
    return submit_first(session, actor, registration, entry)


def correct_registration(
    session: Session,
    *,
    actor: Actor,
    registration_id: UUID,
    entry: PupilEntry,
    version: int | None = None,
) -> Registration:
    """Write a returned registration anew and submit it again, also after the window's end.

    A school is refused where guardians alone register: it stays theirs.
    """
    registration = locked_registration(session, actor, registration_id)
    if actor.school_id is not None:
        ensure_by_school(registration.edition)
    ensure_returned(registration.state)
    pupil, school = registration.pupil, registration.school
    expect_seen(registration, version, also=present_values(pupil))
    ensure_fits(entry, school, registration.edition)
    correct_pupil(session, actor=actor, pupil=pupil, entry=entry)
    return submit_again(session, actor, registration, entry, school_id=school.id)


def _school_id(actor: Actor, school_id: UUID | None) -> UUID | None:
    if actor.school_id is not None and school_id not in {None, actor.school_id}:
        raise NotFoundError
    return actor.school_id or school_id


def ensure_fits(entry: PupilEntry, school: School, edition: Edition) -> None:
    """Refuse a grade or an age that no pupil of the school can have."""
    ensure_grade(school.level, entry.grade)
    ensure_age(school.level, entry.birth_date, FiscalYear(edition.fiscal_year))


def made_registration(
    edition: Edition,
    pupil: Pupil,
    entry: PupilEntry,
    *,
    state: RegistrationState,
    key: UUID | None = None,
) -> Registration:
    """Make a registration from the pupil's school of now; it is not yet submitted."""
    return Registration(
        id=key or uuid7(),
        edition_id=edition.id,
        pupil_id=pupil.id,
        school_id=pupil.school_id,
        state=state,
        is_demo=edition.is_demo or pupil.is_demo,
        **_columns(entry),
    )


def submit_first(
    session: Session, actor: Actor, registration: Registration, entry: PupilEntry
) -> Registration:
    """Submit a new registration, or let it wait, with its first step and audit line."""
    waits = registration.state is RegistrationState.WAITLISTED
    registration.waitlist_rank = _next_rank(session, registration, registration.state)
    session.add(registration)
    flush(session)
    trace(session, actor=actor, registration=registration, previous=None)
    ids = {"pupil_id": registration.pupil_id, "school_id": registration.school_id}
    said = {name: value for name, value in _columns(entry).items() if value is not False}
    record(
        session,
        actor=actor,
        act="registrations.waitlisted" if waits else "registrations.submitted",
        subject=Subject("registration", registration.id),
        changes=created({**said, **ids}),
    )
    return registration


def submit_again(
    session: Session,
    actor: Actor,
    registration: Registration,
    entry: PupilEntry,
    *,
    school_id: UUID,
    state: RegistrationState = RegistrationState.SUBMITTED,
) -> Registration:
    """Write a registration that is there anew and submit it, or let it wait."""
    _write_entry(session, actor, registration, {**_columns(entry), "school_id": school_id})
    rank = _next_rank(session, registration, state)
    take_step(session, actor=actor, registration=registration, target=state, rank=rank)
    flush(session)
    return registration


def state_for_new(
    session: Session, edition: Edition, school: School, gender: Gender | None
) -> RegistrationState:
    """Return the state of a new registration of a school; refused where all is full."""
    seats = seats_of(session, [edition], school_id=school.id, gender=gender)[edition.id]
    waiting = waiting_count(session, edition)
    return state_on_registering(
        edition.selection, seats, waiting=waiting, limit=edition.waitlist_limit
    )


def _gender(entry: PupilEntry, pupil: Pupil | None) -> Gender | None:
    """Return what was typed, or else what the school said of the pupil before."""
    return entry.gender or (pupil.gender if pupil else None)


def _next_rank(
    session: Session, registration: Registration, state: RegistrationState
) -> int | None:
    if state is not RegistrationState.WAITLISTED:
        return None
    return last_rank(session, registration.edition_id) + 1


def _made_before(known: Registration, edition: Edition, school: School) -> Registration:
    if (known.edition_id, known.school_id) != (edition.id, school.id):
        raise NotFoundError
    return known


def _former(session: Session, edition: Edition, pupil: Pupil | None) -> Registration | None:
    """Return the draft of a pupil, or what was taken out before; any other is refused."""
    former = registration_of_pupil(session, edition, pupil) if pupil else None
    if former is not None and former.state not in ANEW:
        sentence = message("youth.error.already_registered_as", state=label(former.state))
        raise DomainError(sentence, field="family_name")
    return former


def _write_entry(
    session: Session, actor: Actor, registration: Registration, values: Mapping[str, object]
) -> None:
    """Write school, grade and guardian anew; only what changed is recorded."""
    changes = {
        name: (getattr(registration, name), value)
        for name, value in values.items()
        if getattr(registration, name) != value
    }
    for name, (_, value) in changes.items():
        setattr(registration, name, value)
    if changes:
        subject = Subject("registration", registration.id)
        record(session, actor=actor, act="registrations.change", subject=subject, changes=changes)


def _columns(entry: PupilEntry) -> dict[str, object]:
    return {
        "kind": entry.kind,
        "grade": entry.grade,
        "school_class": entry.school_class or None,
        "principal_confirmed_on": entry.declared.principal_confirmed_on,
        "purpose_explained": entry.declared.purpose_explained,
        "by_guardian": entry.by_guardian,
        "paper_received_on": entry.paper_received_on,
        "guardian_name": entry.guardian_name,
        "guardian_relationship": entry.guardian_relationship,
        "guardian_mail": entry.guardian_mail or None,
        "guardian_phone": entry.guardian_phone or None,
    }
