"""Write to schools, answer the division, mark as read."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid5

from sqlalchemy.orm import Session

from exchange.audit.services import created, record
from exchange.core import clock
from exchange.core.database import add_once, flush, uuid7
from exchange.core.errors import DomainError, NotFoundError
from exchange.core.messages import message
from exchange.core.offers import Subject
from exchange.core.permissions import Actor
from exchange.youth.models import School, SchoolMessage
from exchange.youth.queries.messages import active_schools, unread_of
from exchange.youth.queries.schools import school_by_id
from exchange.youth.services.telling import tell_school


@dataclass(frozen=True, slots=True)
class Note:
    """What is written, and the edition it is about, if one."""

    text: str
    edition_id: UUID | None = None
    #: Of the form it was typed into: sent twice it is one.
    key: UUID | None = None


def write_to_schools(
    session: Session, *, actor: Actor, school_ids: Sequence[UUID], note: Note
) -> Sequence[SchoolMessage]:
    """Write one message into the thread of each school, and tell its accounts by mail."""
    if not school_ids:
        raise DomainError(message("youth.message.error.nobody"), field="schools")
    schools = active_schools(session, school_ids)
    return [_write(session, actor, school, note) for school in schools]


def answer_school(session: Session, *, actor: Actor, school_id: UUID, note: Note) -> SchoolMessage:
    """Write into the thread of one school; what the school wrote is read then."""
    [row] = write_to_schools(session, actor=actor, school_ids=[school_id], note=note)
    mark_thread_read(session, actor=actor, school_id=school_id)
    return row


def answer_division(session: Session, *, actor: Actor, note: Note) -> SchoolMessage:
    """Write from the actor's school into its thread; what the division wrote is read then."""
    if actor.school_id is None:
        raise NotFoundError
    row = _write(session, actor, school_by_id(session, actor.school_id), note)
    mark_thread_read(session, actor=actor, school_id=actor.school_id)
    return row


def mark_thread_read(session: Session, *, actor: Actor, school_id: UUID) -> int:
    """Mark what the other side wrote as read; return how many messages that were."""
    own = actor.school_id is not None
    if own and actor.school_id != school_id:
        raise NotFoundError
    rows = unread_of(session, school_id, from_school=not own)
    for row in rows:
        row.read_at, row.read_by = clock.now(), actor.name
    flush(session)
    if rows:
        record(
            session,
            actor=actor,
            act="messages.read",
            subject=Subject("school", school_id),
            changes={"messages": (None, len(rows))},
        )
    return len(rows)


def _write(session: Session, actor: Actor, school: School, note: Note) -> SchoolMessage:
    from_school = actor.school_id is not None
    row, new = add_once(
        session,
        SchoolMessage(
            id=uuid5(note.key, str(school.id)) if note.key else uuid7(),
            school_id=school.id,
            edition_id=note.edition_id,
            from_school=from_school,
            author_id=actor.user_id,
            author_name=actor.name,
            text=note.text,
            written_at=clock.now(),
            is_demo=school.is_demo,
        ),
    )
    if not new:
        return row
    record(
        session,
        actor=actor,
        act="messages.write",
        subject=Subject("school", school.id),
        changes=created({"message": row.id, "edition_id": row.edition_id}),
    )
    if not from_school:
        subject = message("youth.message.mail.subject")
        tell_school(session, school.id, subject, message("youth.message.mail.body", text=row.text))
    return row
