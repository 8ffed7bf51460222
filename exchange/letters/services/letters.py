"""Verbs on letters: log, correct, take off the log; a reply settles what it answers."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.accounts.models import User
from exchange.audit.enums.purposes import Purpose
from exchange.audit.services import created, record
from exchange.core import clock
from exchange.core.database import (
    Localized,
    expect_version,
    flush,
    reference_uuid,
    restate,
    stated,
    uuid7,
)
from exchange.core.errors import DomainError
from exchange.core.messages import message
from exchange.core.offers import Subject
from exchange.core.permissions import Actor
from exchange.delegations.queries import visit_by_id
from exchange.letters.enums import LetterDirection, LetterKind, LetterState
from exchange.letters.models import Letter
from exchange.letters.queries import answers_to, letter_by_id, locked_letter
from exchange.letters.rules import ensure_answers, ensure_dated, sort_day
from exchange.partners.queries import locked_partner
from exchange.people.models import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterPlan:
    """What a person states about a letter."""

    direction: LetterDirection
    kind: LetterKind
    day: date
    title: Localized
    text: Localized | None = None
    number: str = ""
    visit_id: UUID | None = None
    person_id: UUID | None = None
    counterpart: str = ""
    owner_id: UUID | None = None
    answers_id: UUID | None = None
    state: LetterState = LetterState.NO_ANSWER
    due: date | None = None
    note: str = ""


def log_letter(
    session: Session,
    *,
    actor: Actor,
    partner: str,
    plan: LetterPlan,
    key: UUID | None = None,
    is_demo: bool = False,
) -> Letter:
    """Put a letter on the log; what it answers is answered. A form sent twice logs one."""
    partner_id = locked_partner(session, partner).id
    if key is not None and (known := session.get(Letter, key)) is not None:
        return known
    letter = Letter(
        id=key or uuid7(),
        partner_id=partner_id,
        sort_day=sort_day(plan.due),
        is_demo=is_demo,
        **stated(plan),
    )
    _ensure_possible(session, plan, partner_id)
    session.add(letter)
    flush(session)
    values = {name: value for name, value in stated(plan).items() if value not in ("", None)}
    record(
        session,
        actor=actor,
        act="letters.log",
        subject=subject_of(letter),
        changes=created({"partner": partner, **values}),
    )
    _answer(session, actor, letter.answers_id)
    return letter


def correct_letter(
    session: Session, *, actor: Actor, key: UUID, version: int, plan: LetterPlan
) -> Letter:
    """Change what is stated about a letter; raises StaleRowError, DomainError."""
    letter = locked_letter(session, key)
    expect_version(letter, version)
    _ensure_possible(session, plan, letter.partner_id, before=letter)
    before = letter.answers_id
    if changes := restate(letter, stated(plan)):
        letter.sort_day = sort_day(letter.due)
        flush(session)
        subject = subject_of(letter)
        record(session, actor=actor, act="letters.correct", subject=subject, changes=changes)
        if before != letter.answers_id:
            _await_again(session, actor, before)
            _answer(session, actor, letter.answers_id)
    return letter


def tie_to_visit(session: Session, *, actor: Actor, key: UUID, visit_id: UUID) -> None:
    """Tie a letter to the visit made from it, for those who may edit letters.

    A letter that has a visit, or is off the log, stays as it is. Raises DomainError for a visit
    to others.
    """
    letter = locked_letter(session, key)
    if not actor.may("letters:edit") or letter.visit_id is not None or letter.ended_at is not None:
        return
    _ensure_of_partner(session, letter.partner_id, visit_id, field="partner")
    changes = restate(letter, {"visit_id": visit_id})
    flush(session)
    record(session, actor=actor, act="letters.correct", subject=subject_of(letter), changes=changes)


def end_letter(session: Session, *, actor: Actor, key: UUID, version: int) -> Letter:
    """Take a letter that never was off the log; what it answered is awaited again."""
    letter = locked_letter(session, key)
    expect_version(letter, version)
    letter.ended_at = clock.now()
    changes = {"ended_at": (None, letter.ended_at)}
    record(session, actor=actor, act="letters.end", subject=subject_of(letter), changes=changes)
    flush(session)
    _await_again(session, actor, letter.answers_id)
    return letter


def note_log_taken(session: Session, *, actor: Actor, count: int) -> None:
    """Note that somebody took the log as a file, and how many letters of it."""
    subject = Subject("letter_log", reference_uuid("register", "letters"))
    changes = {"count": (None, count)}
    record(
        session,
        actor=actor,
        act="letters.export",
        subject=subject,
        changes=changes,
        purpose=Purpose.CONTACT,
    )


def subject_of(letter: Letter) -> Subject:
    """Name a letter to the audit and to its scans."""
    return Subject("letter", letter.id)


def _ensure_possible(
    session: Session, plan: LetterPlan, partner_id: UUID, *, before: Letter | None = None
) -> None:
    """Raise DomainError for what cannot be logged, on the field it belongs to."""
    ensure_dated(plan.day, plan.due, plan.state, clock.today())
    if plan.person_id is None and not plan.counterpart:
        raise DomainError(message("letters.error.nobody"), field="counterpart")
    if plan.person_id is not None and session.get(Person, plan.person_id) is None:
        raise DomainError(message("letters.error.person"), field="person_id")
    if plan.owner_id is not None and (before is None or before.owner_id != plan.owner_id):
        user = session.get(User, plan.owner_id)
        if user is None or not user.can_own("letters:read"):
            raise DomainError(message("letters.error.owner"), field="owner_id")
    if plan.visit_id is not None:
        _ensure_of_partner(session, partner_id, plan.visit_id, field="visit_id")
    if plan.answers_id is not None:
        # What it has answered all along may have been taken off the log since.
        known = before is not None and before.answers_id == plan.answers_id
        answered = (letter_by_id if known else locked_letter)(session, plan.answers_id)
        ensure_answers(answered, partner_id, plan.direction, plan.day)


def _ensure_of_partner(session: Session, partner_id: UUID, visit_id: UUID, *, field: str) -> None:
    partners = {each.id for each in visit_by_id(session, visit_id).partners}
    if partner_id not in partners:
        raise DomainError(message("letters.error.other_visit"), field=field)


def _answer(session: Session, actor: Actor, key: UUID | None) -> None:
    """Let a letter that was awaiting its reply be answered."""
    if key is not None:
        _bring(session, actor, key, before=LetterState.OPEN, state=LetterState.ANSWERED)


def _await_again(session: Session, actor: Actor, key: UUID | None) -> None:
    """Let a letter that lost its only reply await one again; one off the log awaits nothing."""
    if key is None or answers_to(session, key):
        return
    if letter_by_id(session, key).ended_at is None:
        _bring(session, actor, key, before=LetterState.ANSWERED, state=LetterState.OPEN)


def _bring(
    session: Session, actor: Actor, key: UUID, *, before: LetterState, state: LetterState
) -> None:
    """Bring a letter from one state to another; one that never awaited a reply stays as it is."""
    letter = locked_letter(session, key)
    if letter.state is before:
        changes = restate(letter, {"state": state})
        flush(session)
        subject = subject_of(letter)
        record(session, actor=actor, act="letters.settle", subject=subject, changes=changes)
