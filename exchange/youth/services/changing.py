"""Change a registration: small things at once, and by request what identifies who is chosen."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.audit.services import created, record
from exchange.core import clock
from exchange.core.database import Name, flush, present_values, restate, uuid7
from exchange.core.dates import FiscalYear
from exchange.core.errors import DomainError, StaleRowError
from exchange.core.messages import label, message
from exchange.core.offers import Subject
from exchange.core.permissions import Actor
from exchange.youth.enums import Relationship
from exchange.youth.enums.changes import RequestState
from exchange.youth.enums.eligibility import Requirement
from exchange.youth.models import ChangeRequest, Pupil, Registration
from exchange.youth.models.changes import Asked
from exchange.youth.queries.changes import (
    change_by_id,
    changes_of,
    locked_change,
    locked_pupil,
    states_of_pupil,
)
from exchange.youth.queries.eligibility import check_of
from exchange.youth.queries.schools import pupil_by_match, school_by_id
from exchange.youth.rules.changes import (
    GRADE,
    differing,
    ensure_answerable,
    ensure_none_waiting,
    ensure_reason,
    grade_needs_yes,
    identity_of,
    needs_yes,
)
from exchange.youth.rules.pupils import ensure_age, ensure_grade, match_key
from exchange.youth.rules.registrations import ensure_correctable
from exchange.youth.services.duplicates import note_duplicates
from exchange.youth.services.eligibility import forget_check
from exchange.youth.services.steps import expect_seen, locked_registration
from exchange.youth.services.telling import tell_school


@dataclass(frozen=True, slots=True)
class Details:
    """What a school may change of a registration and its pupil."""

    name: Name
    birth_date: date
    guardian_name: str
    guardian_relationship: Relationship | None
    guardian_mail: str | None = None
    guardian_phone: str | None = None
    school_class: str | None = None
    #: None where it stays as it is.
    grade: int | None = None
    #: Why a name, birth date or grade changes after selection.
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """Yes or no to a request, why, and the version of the page it was given on."""

    state: RequestState
    reason: str = ""
    version: int | None = None


def change_registration(
    session: Session,
    *,
    actor: Actor,
    registration_id: UUID,
    details: Details,
    version: int | None = None,
) -> ChangeRequest | None:
    """Change what a school may change; return the request where the division has to agree."""
    registration = locked_registration(session, actor, registration_id)
    ensure_correctable(registration.edition.state, registration.state)
    pupil = locked_pupil(session, registration.pupil_id)
    expect_seen(registration, version, also=present_values(pupil))
    identity = differing(identity_of(pupil.name, pupil.birth_date), _wanted(details))
    grade = _other_grade(registration, details)
    before, after = _to_ask(session, registration, identity, grade)
    if after:
        ensure_reason(details.reason)
        waiting = [each for each in changes_of(session, pupil.id) if each.answered_at is None]
        ensure_none_waiting(len(waiting))
    _change_small(session, actor, registration, details)
    _rename(session, actor, pupil, details)
    if directly := {name: new for name, new in identity[1].items() if name not in after}:
        _identify(session, actor, registration, directly)
    if grade and GRADE not in after:
        _regrade(session, actor, registration, grade)
    if after:
        return ask_change(session, actor, registration, (before, after, details.reason))
    return None


def answer_change(
    session: Session, *, actor: Actor, request_id: UUID, answer: Answer
) -> ChangeRequest:
    """Say yes or no to a request; refused when the pupil changed meanwhile.

    A name and a birth date are the pupil's and go on; a grade is the registration's, and is not
    written once that has ended.
    """
    asked = change_by_id(session, request_id)
    if answer.state is RequestState.ACCEPTED and GRADE in asked.after:
        held = locked_registration(session, actor, asked.registration_id)
        ensure_correctable(held.edition.state, held.state)
    request = locked_change(session, request_id)
    pupil = locked_pupil(session, request.pupil_id)
    ensure_answerable(request.state, answer.state, answer.reason)
    expect_seen(request, answer.version)
    if answer.state is RequestState.ACCEPTED:
        registration = request.registration
        present = identity_of(pupil.name, pupil.birth_date) | {GRADE: str(registration.grade)}
        if any(present[name] != old for name, old in request.before.items()):
            raise StaleRowError(theirs=present, version=request.version)
        if request.after.keys() - {GRADE}:
            _identify(session, actor, registration, request.after)
        if GRADE in request.after:
            _regrade(session, actor, registration, int(request.after[GRADE]))
    settle(request, actor, answer)
    flush(session)
    record(
        session,
        actor=actor,
        act="changes.answer",
        subject=Subject("registration", request.registration_id),
        changes={"state": (RequestState.WAITING, answer.state)},
    )
    body = message("youth.change.mail.body", state=label(answer.state), reason=answer.reason or "—")
    tell_school(session, pupil.school_id, message("youth.change.mail.subject"), body)
    return request


def settle(request: Asked, actor: Actor, answer: Answer) -> None:
    """Write an answer down."""
    request.state, request.answer = answer.state, answer.reason
    request.answered_at, request.answered_by = clock.now(), actor.name


def ask_change(
    session: Session,
    actor: Actor,
    registration: Registration,
    asked: tuple[dict[str, str], dict[str, str], str],
) -> ChangeRequest:
    """Ask the division for changed values; `asked` are the old, the new and why."""
    before, after, reason = asked
    request = ChangeRequest(
        id=uuid7(),
        registration_id=registration.id,
        pupil_id=registration.pupil_id,
        before=before,
        after=after,
        asked_by=actor.name,
        reason=reason,
        is_demo=registration.is_demo,
    )
    session.add(request)
    flush(session)
    record(
        session,
        actor=actor,
        act="changes.ask",
        subject=Subject("registration", registration.id),
        changes=created({"request": request.id, "fields": sorted(after)}),
    )
    return request


def _change_small(
    session: Session, actor: Actor, registration: Registration, details: Details
) -> None:
    values = {
        "guardian_name": details.guardian_name,
        "guardian_relationship": details.guardian_relationship,
        "guardian_mail": details.guardian_mail or None,
        "guardian_phone": details.guardian_phone or None,
        "school_class": details.school_class or None,
    }
    if changes := restate(registration, values):
        flush(session)
        subject = Subject("registration", registration.id)
        record(session, actor=actor, act="registrations.change", subject=subject, changes=changes)


def _other_grade(registration: Registration, details: Details) -> int | None:
    """Return another grade than the registration's, if its school has it; None where it stays."""
    if details.grade is None or details.grade == registration.grade:
        return None
    ensure_grade(registration.school.level, details.grade)
    return details.grade


def _to_ask(
    session: Session,
    registration: Registration,
    identity: tuple[dict[str, str], dict[str, str]],
    grade: int | None,
) -> tuple[dict[str, str], dict[str, str]]:
    """Return the old and the new values that the division has to agree to; empty where none."""
    asks = needs_yes(states_of_pupil(session, registration.pupil_id))
    before, after = identity if asks else ({}, {})
    found = check_of(session, registration.id, Requirement.GRADE) is not None
    if grade and grade_needs_yes(registration.state, found=found):
        return {**before, GRADE: str(registration.grade)}, {**after, GRADE: str(grade)}
    return before, after


def _regrade(session: Session, actor: Actor, registration: Registration, grade: int) -> None:
    """Write another grade; its place stays, and the rules of the edition are answered anew."""
    changes = restate(registration, {"grade": grade})
    flush(session)
    subject = Subject("registration", registration.id)
    record(session, actor=actor, act="registrations.change", subject=subject, changes=changes)
    forget_check(session, actor=actor, registration=registration, kind=Requirement.GRADE)


def _rename(session: Session, actor: Actor, pupil: Pupil, details: Details) -> None:
    """Take over the spelling in Latin letters, and nothing else of the name."""
    latin = replace(
        pupil.name,
        family_romaji=details.name.family_romaji,
        given_romaji=details.name.given_romaji,
    )
    _record_pupil(session, actor, pupil, pupil.rename(latin))


def _identify(
    session: Session, actor: Actor, registration: Registration, after: Mapping[str, str]
) -> None:
    """Write a new name or birth date; refused where it makes one pupil into another."""
    pupil = session.get_one(Pupil, registration.pupil_id)
    name = replace(
        pupil.name,
        family=after.get("family_name", pupil.family_name),
        given=after.get("given_name", pupil.given_name),
        family_kana=after.get("family_kana", pupil.family_kana),
        given_kana=after.get("given_kana", pupil.given_kana),
    )
    born = date.fromisoformat(after.get("birth_date", pupil.birth_date.isoformat()))
    school = school_by_id(session, registration.school_id)
    ensure_age(school.level, born, FiscalYear(registration.edition.fiscal_year))
    matching = match_key(name, born)
    other = pupil_by_match(session, pupil.school_id, matching)
    if other is not None and other.id != pupil.id:
        raise DomainError(message("youth.error.already_registered"), field="family_name")
    changes: dict[str, tuple[object, object]] = dict(pupil.rename(name))
    if pupil.birth_date != born:
        changes["birth_date"] = (pupil.birth_date.isoformat(), born.isoformat())
    pupil.birth_date, pupil.match_key = born, matching
    _record_pupil(session, actor, pupil, changes)
    note_duplicates(session, actor=actor, pupils=[pupil])


def _record_pupil(
    session: Session, actor: Actor, pupil: Pupil, changes: Mapping[str, tuple[object, object]]
) -> None:
    flush(session)
    if changes:
        subject = Subject("pupil", pupil.id)
        record(session, actor=actor, act="pupils.change", subject=subject, changes=changes)


def _wanted(details: Details) -> dict[str, str]:
    return identity_of(details.name.cleaned(), details.birth_date)
