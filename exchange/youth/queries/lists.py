"""The roster that the lists are made of, and the sealed notes that go with it."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager

from exchange.audit.models import AuditLine
from exchange.core.database import Page, paginate
from exchange.core.languages import OFFICE_ZONE
from exchange.core.permissions import Actor
from exchange.youth.enums import RegistrationState
from exchange.youth.models import Edition, HealthNote, Passport, Pupil, Registration, School
from exchange.youth.queries.registrations import BY_SCHOOL
from exchange.youth.rules.care import is_open_to
from exchange.youth.rules.followups import HEALTH_PARTS, KEPT_AFTER, PASSPORT_PARTS
from exchange.youth.rules.lists import LISTED, Purged


def roster_of(session: Session, edition_id: UUID) -> Sequence[Registration]:
    """Return who is on an edition's lists, by school and name."""
    return session.scalars(
        select(Registration)
        .join(Registration.pupil)
        .join(Registration.school)
        .where(
            Registration.edition_id == edition_id,
            Registration.state.in_(LISTED),
            Pupil.erased_at.is_(None),
        )
        .options(contains_eager(Registration.pupil), contains_eager(Registration.school))
        .order_by(School.sort_key, School.id, Pupil.sort_key, Pupil.id)
    ).all()


def completed_page(
    session: Session, actor: Actor, edition_id: UUID, *, cursor: str | None = None
) -> Page[Registration]:
    """Return a page of those who completed an edition and whose papers the actor may print."""
    statement = (
        select(Registration)
        .join(Registration.pupil)
        .join(Registration.school)
        .where(
            Registration.edition_id == edition_id,
            Registration.state == RegistrationState.COMPLETED,
            Pupil.erased_at.is_(None),
        )
        .options(contains_eager(Registration.pupil), contains_eager(Registration.school))
    )
    if not is_open_to(True, actor):
        statement = statement.where(Pupil.needs_care.is_(False))
    return paginate(session, statement, BY_SCHOOL, cursor=cursor)


def purged_parts(
    session: Session, edition: Edition, roster: Sequence[Registration], today: date
) -> Sequence[Purged]:
    """Return the sealed parts of which nothing is left on a roster since their time was over.

    A part nobody ever gave is not among them.
    """
    if edition.ends >= today - KEPT_AFTER:
        return ()
    keys = [row.id for row in roster]
    kept: Mapping[str, tuple[Collection[HealthNote | Passport], Sequence[str]]] = {
        "health": (health_notes_of(session, keys).values(), HEALTH_PARTS),
        "passport": (passports_of(session, keys).values(), PASSPORT_PARTS),
    }
    gone = [
        part
        for part, (rows, columns) in kept.items()
        if rows and not any(getattr(row, column) is not None for row in rows for column in columns)
    ]
    return [Purged(part, _emptied_on(session, keys, part) or today) for part in gone]


def _emptied_on(session: Session, keys: Sequence[UUID], part: str) -> date | None:
    """Return the last day on which a part was emptied."""
    lines = session.execute(
        select(AuditLine.at, AuditLine.fields)
        .where(
            AuditLine.act == "follow_ups.empty",
            AuditLine.subject_kind == "registration",
            AuditLine.subject_id.in_(keys),
        )
        .order_by(AuditLine.at)
    )
    days = [at.astimezone(OFFICE_ZONE).date() for at, fields in lines if part in fields]
    return days[-1] if days else None


def health_notes_of(session: Session, keys: Sequence[UUID]) -> Mapping[UUID, HealthNote]:
    """Return sealed health notes by registration."""
    rows = session.scalars(select(HealthNote).where(HealthNote.registration_id.in_(keys)))
    return {row.registration_id: row for row in rows}


def passports_of(session: Session, keys: Sequence[UUID]) -> Mapping[UUID, Passport]:
    """Return sealed passports by registration."""
    rows = session.scalars(select(Passport).where(Passport.registration_id.in_(keys)))
    return {row.registration_id: row for row in rows}
