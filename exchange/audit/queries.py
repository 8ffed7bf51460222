"""Reading audit lines."""

from collections.abc import Collection, Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, selectinload

from exchange.audit.enums.purposes import Purpose
from exchange.audit.enums.trust import TrustAct
from exchange.audit.enums.uses import USES, Use
from exchange.audit.models import AuditLine, AuditValue
from exchange.core.database import Order, Page, paginate
from exchange.core.languages import OFFICE_ZONE
from exchange.core.offers import Subject


def lines_of(session: Session, subject: Subject, *, limit: int = 50) -> Sequence[AuditLine]:
    """Return a subject's newest lines with their values, newest first."""
    return session.scalars(
        select(AuditLine)
        .where(AuditLine.subject_kind == subject.kind, AuditLine.subject_id == subject.id)
        .options(selectinload(AuditLine.values))
        .order_by(AuditLine.at.desc(), AuditLine.id.desc())
        .limit(limit)
    ).all()


def subjects_acted_on(session: Session, *, actor_id: UUID, act: str) -> Set[UUID]:
    """Return the keys of what a person did an act to."""
    return set(
        session.scalars(
            select(AuditLine.subject_id).where(AuditLine.actor_id == actor_id, AuditLine.act == act)
        )
    )


def values_told(session: Session, *, actor_id: UUID, act: str, field: str) -> Set[str]:
    """Return the new values of a field in a person's acts of a kind."""
    found = session.scalars(
        select(AuditValue.new)
        .join(AuditLine, AuditLine.id == AuditValue.line_id)
        .where(AuditLine.actor_id == actor_id, AuditLine.act == act, AuditValue.field == field)
    )
    return {text for text in found if text is not None}


def was_viewed(
    session: Session, *, actor_id: UUID, subject: Subject, purpose: Purpose, since: datetime
) -> bool:
    """Say whether a person's reading of a subject for a purpose was noted since a moment."""
    lines = _lines_about(subject, since).where(AuditLine.act == TrustAct.PAGES_READ.value)
    lines = lines.where(AuditLine.actor_id == actor_id, AuditLine.purpose == purpose.value)
    return session.scalar(lines) is not None


def was_recorded(session: Session, *, act: str, subject: Subject, since: datetime) -> bool:
    """Say whether an act has left a line about a subject since a moment."""
    return session.scalar(_lines_about(subject, since).where(AuditLine.act == act)) is not None


def _lines_about(subject: Subject, since: datetime) -> Select[UUID]:
    """Select a line about a subject since a moment."""
    return (
        select(AuditLine.id)
        .where(
            AuditLine.subject_kind == subject.kind,
            AuditLine.subject_id == subject.id,
            AuditLine.at >= since,
        )
        .limit(1)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class LineFilter:
    """Which lines a list shows; what is None does not narrow it."""

    who: str | None = None
    #: The value of an act.
    deed: str | None = None
    #: The kind of what a line is about, and which one it is.
    kind: str | None = None
    subject: UUID | None = None
    #: Days of the office, inclusive.
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UseFilter(LineFilter):
    """Which uses of personal data a list shows."""

    use: Use | None = None
    purpose: Purpose | None = None


def list_lines(
    session: Session, wanted: LineFilter, *, cursor: str | None = None
) -> Page[AuditLine]:
    """Return a page of lines with their values, newest first."""
    statement = select(AuditLine).options(selectinload(AuditLine.values))
    if wanted.deed is not None:
        statement = statement.where(AuditLine.act == wanted.deed)
    order = Order(AuditLine.at, AuditLine.id, descending=True)
    return paginate(session, _narrowed(statement, wanted), order, cursor=cursor)


def uses_page(session: Session, wanted: UseFilter, *, cursor: str | None = None) -> Page[AuditLine]:
    """Return a page of who read, exported or printed personal data, newest first."""
    order = Order(AuditLine.at, AuditLine.id, descending=True)
    return paginate(session, _used(wanted), order, cursor=cursor)


def uses_listed(session: Session, wanted: UseFilter, *, limit: int) -> Sequence[AuditLine]:
    """Return the newest of them for a file."""
    newest = _used(wanted).order_by(AuditLine.at.desc(), AuditLine.id.desc())
    return session.scalars(newest.limit(limit)).all()


def lines_about(session: Session, subjects: Collection[Subject]) -> Sequence[AuditLine]:
    """Return every line about some subjects, the oldest first."""
    keys: dict[str, list[UUID]] = {}
    for subject in subjects:
        keys.setdefault(subject.kind, []).append(subject.id)
    if not keys:
        return []
    about = [
        and_(AuditLine.subject_kind == kind, AuditLine.subject_id.in_(found))
        for kind, found in sorted(keys.items())
    ]
    return session.scalars(
        select(AuditLine).where(or_(*about)).order_by(AuditLine.at, AuditLine.id)
    ).all()


def lines_of_person(session: Session, key: UUID, *, limit: int) -> Sequence[AuditLine]:
    """Return the newest lines that a person left, or that are about the account, oldest first."""
    about = and_(AuditLine.subject_kind == "user", AuditLine.subject_id == key)
    newest = session.scalars(
        select(AuditLine)
        .where(or_(AuditLine.actor_id == key, about))
        .order_by(AuditLine.at.desc(), AuditLine.id.desc())
        .limit(limit)
    ).all()
    return newest[::-1]


def _used(wanted: UseFilter) -> Select[AuditLine]:
    acts = [
        act.value
        for act, use in USES.items()
        if wanted.use in {None, use} and wanted.deed in {None, act.value}
    ]
    statement = (
        select(AuditLine).where(AuditLine.act.in_(acts)).options(selectinload(AuditLine.values))
    )
    if wanted.purpose is not None:
        statement = statement.where(AuditLine.purpose == wanted.purpose.value)
    return _narrowed(statement, wanted)


def _narrowed(statement: Select[AuditLine], wanted: LineFilter) -> Select[AuditLine]:
    """Narrow by person, subject and days."""
    if wanted.who:
        statement = statement.where(_closed_up(wanted.who))
    if wanted.kind is not None:
        statement = statement.where(AuditLine.subject_kind == wanted.kind)
    if wanted.subject is not None:
        statement = statement.where(AuditLine.subject_id == wanted.subject)
    if wanted.first is not None:
        statement = statement.where(AuditLine.at >= _midnight(wanted.first))
    if wanted.last is not None:
        statement = statement.where(AuditLine.at < _midnight(wanted.last) + timedelta(days=1))
    return statement


def _closed_up(name: str) -> ColumnElement[bool]:
    """Say whether a line is of somebody so called; names are typed with a blank and without one."""
    closed = func.replace(func.replace(AuditLine.actor_name, " ", ""), "\u3000", "")
    return closed.contains("".join(name.split()), autoescape=True)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=OFFICE_ZONE)
