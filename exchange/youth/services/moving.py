"""A pupil moves from one school to another."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from exchange.audit.services import created, record
from exchange.core.database import Name, add_once, flush, uuid7
from exchange.core.errors import DomainError
from exchange.core.messages import message
from exchange.core.offers import Subject
from exchange.core.permissions import Actor
from exchange.youth.enums.changes import RequestState
from exchange.youth.models import Pupil, School, SchoolMove
from exchange.youth.queries.changes import locked_move, locked_pupil
from exchange.youth.queries.registrations import registration_for
from exchange.youth.queries.schools import locked_school, pupil_by_match, school_by_id
from exchange.youth.rules.changes import ensure_answerable, ensure_reason
from exchange.youth.rules.pupils import match_key
from exchange.youth.services.changing import Answer, settle
from exchange.youth.services.steps import expect_seen
from exchange.youth.services.telling import tell_school


@dataclass(frozen=True, slots=True)
class Arrival:
    """A pupil who has come to a school, as the school writes it."""

    family: str
    given: str
    birth_date: date
    from_school_id: UUID
    reason: str


def ask_move(
    session: Session, *, actor: Actor, arrival: Arrival, key: UUID | None = None
) -> SchoolMove:
    """Ask the old school, or the division, for a pupil; the answer is the same whoever is found."""
    new, old = (
        school_by_id(session, school_id) for school_id in (actor.school_id, arrival.from_school_id)
    )
    _ensure_another(old, new)
    matching = match_key(Name(arrival.family, arrival.given), arrival.birth_date)
    pupil = pupil_by_match(session, old.id, matching)
    move, first = add_once(
        session,
        SchoolMove(
            id=key or uuid7(),
            family_name=arrival.family,
            given_name=arrival.given,
            birth_date=arrival.birth_date,
            pupil_id=pupil.id if pupil else None,
            from_school_id=old.id,
            to_school_id=new.id,
            asked_by=actor.name,
            reason=arrival.reason,
            is_demo=new.is_demo,
        ),
    )
    if first:
        _record(session, actor, move, act="moves.ask")
        tell_school(
            session,
            old.id,
            message("youth.move.mail.subject"),
            message("youth.move.mail.asked", school=new.name),
        )
    return move


def answer_move(session: Session, *, actor: Actor, move_id: UUID, answer: Answer) -> SchoolMove:
    """Let a pupil go, or not: by the old school or by the division."""
    move = locked_move(session, actor, move_id)
    ensure_answerable(move.state, answer.state, answer.reason)
    expect_seen(move, answer.version)
    if answer.state is RequestState.ACCEPTED:
        if move.pupil_id is None:
            raise DomainError(message("youth.move.error.nobody"))
        pupil = locked_pupil(session, move.pupil_id)
        if pupil.school_id != move.from_school_id:
            raise DomainError(message("youth.move.error.gone"))
        _move(session, actor, pupil, move.to_school_id)
    settle(move, actor, answer)
    flush(session)
    _record(session, actor, move, act="moves.answer")
    tell_school(
        session,
        move.to_school_id,
        message("youth.move.mail.subject"),
        message("youth.move.mail.answered"),
    )
    return move


def move_pupil(
    session: Session, *, actor: Actor, registration_id: UUID, to_school_id: UUID, reason: str
) -> SchoolMove:
    """Move the pupil of a registration to another school, as the division knows it."""
    ensure_reason(reason)
    registration = registration_for(session, actor, registration_id)
    pupil = locked_pupil(session, registration.pupil_id)
    old, new = (school_by_id(session, key) for key in (pupil.school_id, to_school_id))
    _ensure_another(old, new)
    _move(session, actor, pupil, new.id)
    move = SchoolMove(
        id=uuid7(),
        family_name=pupil.family_name,
        given_name=pupil.given_name,
        birth_date=pupil.birth_date,
        pupil_id=pupil.id,
        from_school_id=old.id,
        to_school_id=new.id,
        asked_by=actor.name,
        reason=reason,
        is_demo=pupil.is_demo,
    )
    settle(move, actor, Answer(RequestState.ACCEPTED))
    session.add(move)
    flush(session)
    _record(session, actor, move, act="moves.answer")
    subject, body = message("youth.move.mail.subject"), message("youth.move.mail.answered")
    for school in (old, new):
        tell_school(session, school.id, subject, body)
    return move


def _ensure_another(old: School, new: School) -> None:
    if old.id == new.id:
        raise DomainError(message("youth.move.error.same_school"), field="school_id")


def _move(session: Session, actor: Actor, pupil: Pupil, to_school_id: UUID) -> None:
    """Let a pupil be of another school; registrations keep the school and grade of their day."""
    school = locked_school(session, to_school_id)
    if pupil_by_match(session, school.id, pupil.match_key) is not None:
        raise DomainError(message("youth.move.error.known_there"), field="school_id")
    old = pupil.school_id
    pupil.school_id = school.id
    flush(session)
    record(
        session,
        actor=actor,
        act="pupils.move",
        subject=Subject("pupil", pupil.id),
        changes={"school_id": (old, school.id)},
    )


def _record(session: Session, actor: Actor, move: SchoolMove, *, act: str) -> None:
    record(
        session,
        actor=actor,
        act=act,
        subject=Subject("school_move", move.id),
        changes=created(
            {
                "state": move.state,
                "from_school_id": move.from_school_id,
                "to_school_id": move.to_school_id,
            }
        ),
    )
