"""A guardian's correction, written into the registration the guardian holds."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from exchange.audit.services import record
from exchange.core.database import flush, restate
from exchange.core.languages import Language
from exchange.core.messages import message
from exchange.core.offers import Subject
from exchange.core.translate import translate
from exchange.youth.enums import RegistrationState
from exchange.youth.models import Edition, Pupil, Registration, School
from exchange.youth.queries.applications import is_only_registration
from exchange.youth.queries.changes import changes_of, locked_pupil
from exchange.youth.queries.schools import pupil_by_match
from exchange.youth.rules.applying import ensure_frozen, is_guardians_own
from exchange.youth.rules.changes import differing, identity_of
from exchange.youth.rules.pupils import match_key
from exchange.youth.services.answering import GUARDIAN
from exchange.youth.services.applicants import counts_as, there_of
from exchange.youth.services.changing import ask_change
from exchange.youth.services.leaving import withdraw
from exchange.youth.services.pupils import PupilEntry, answer_gender, correct_pupil, make_pupil
from exchange.youth.services.steps import take_step


@dataclass(frozen=True, slots=True)
class Amended:
    """What a correction makes of a registration: None where the child has another one."""

    registration: Registration | None
    beside: Registration | None = None


@dataclass(frozen=True, slots=True)
class Amendment:
    """The registration as it is, with what the guardian corrects."""

    entry: PupilEntry
    school: School
    #: The window is open.
    is_open: bool


def amend_registration(
    session: Session, *, edition: Edition, registration: Registration, amendment: Amendment
) -> Amended:
    """Write a correction; the edition's and the school's locks are held.

    After selection, or once the school has taken it over, school and grade stay and the division
    is asked about name and birth date. Before, they are the guardian's to put right; where that
    makes the child one whom the school knows, the registration becomes that pupil's, or ends if
    the pupil is registered already: then the application stands alone.
    """
    entry, school = amendment.entry, amendment.school
    _write_details(session, registration, entry)
    pupil = locked_pupil(session, registration.pupil_id)
    if not is_guardians_own(registration, is_open=amendment.is_open):
        ensure_frozen(is_same=school.id == registration.school_id, field="school_id")
        ensure_frozen(is_same=entry.grade == registration.grade, field="grade")
        _ask(session, registration, pupil, entry)
        return Amended(registration)
    _write_grade(session, registration, entry)
    found = pupil_by_match(session, school.id, match_key(entry.name, entry.birth_date))
    is_alone = is_only_registration(session, registration)
    if found is not None and found.id != pupil.id:
        return _become(session, edition, registration, found)
    if is_alone:
        _move(session, registration, pupil, school)
        correct_pupil(session, actor=GUARDIAN, pupil=pupil, entry=entry)
    elif school.id != registration.school_id:
        made = make_pupil(
            session, actor=GUARDIAN, school=school, entry=entry, is_demo=registration.is_demo
        )
        return _become(session, edition, registration, made)
    else:
        _ask(session, registration, pupil, entry)
    _submit_again(session, registration)
    return Amended(registration)


def _become(
    session: Session, edition: Edition, registration: Registration, pupil: Pupil
) -> Amended:
    """Let a registration be of another pupil, its place kept; or end it beside the pupil's own.

    It ends, too, where its seat would be one of another gender.
    """
    there, gender = there_of(session, edition, pupil), registration.pupil.gender
    if there is not None or pupil.needs_care or not counts_as(session, edition, pupil, gender):
        reason = translate(message("youth.apply.same_child"), Language.JA)
        withdraw(session, actor=GUARDIAN, registration_id=registration.id, reason=reason)
        return Amended(None, beside=there)
    answer_gender(session, actor=GUARDIAN, pupil=pupil, gender=gender)
    values = {"pupil_id": pupil.id, "school_id": pupil.school_id}
    _restate(session, registration, values)
    _submit_again(session, registration)
    return Amended(registration)


def _ask(session: Session, registration: Registration, pupil: Pupil, entry: PupilEntry) -> None:
    """Ask the division about a name or birth date; a request that waits already is enough."""
    before, after = differing(
        identity_of(pupil.name, pupil.birth_date),
        identity_of(entry.name.cleaned(), entry.birth_date),
    )
    waiting = [each for each in changes_of(session, pupil.id) if each.answered_at is None]
    if after and not waiting:
        reason = translate(message("youth.apply.change_reason"), Language.JA)
        ask_change(session, GUARDIAN, registration, (before, after, reason))


def _move(session: Session, registration: Registration, pupil: Pupil, school: School) -> None:
    """Let the pupil, whom nobody else has registered, be of the school that was meant."""
    old = pupil.school_id
    if old == school.id:
        return
    pupil.school_id = school.id
    _restate(session, registration, {"school_id": school.id})
    record(
        session,
        actor=GUARDIAN,
        act="pupils.move",
        subject=Subject("pupil", pupil.id),
        changes={"school_id": (old, school.id)},
    )


def _write_details(session: Session, registration: Registration, entry: PupilEntry) -> None:
    _restate(
        session,
        registration,
        {
            "school_class": entry.school_class,
            "guardian_name": entry.guardian_name,
            "guardian_relationship": entry.guardian_relationship,
            "guardian_phone": entry.guardian_phone,
        },
    )


def _write_grade(session: Session, registration: Registration, entry: PupilEntry) -> None:
    _restate(session, registration, {"grade": entry.grade})


def _restate(session: Session, registration: Registration, values: Mapping[str, object]) -> None:
    if changes := restate(registration, values):
        flush(session)
        record(
            session,
            actor=GUARDIAN,
            act="registrations.change",
            subject=Subject("registration", registration.id),
            changes=changes,
        )


def _submit_again(session: Session, registration: Registration) -> None:
    """Submit what was sent back, now that it is put right."""
    if registration.state is RegistrationState.RETURNED:
        submitted = RegistrationState.SUBMITTED
        take_step(session, actor=GUARDIAN, registration=registration, target=submitted)
        flush(session)
