"""Looking mails up."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from exchange.core.database import Order, Page, paginate
from exchange.core.errors import NotFoundError
from exchange.jobs.enums import JobState
from exchange.jobs.models import Job
from exchange.outbox.enums import SEND, MailState
from exchange.outbox.models import Mail
from exchange.outbox.rules import kept_since


@dataclass(frozen=True, slots=True)
class Attempts:
    """How often it was tried to send a mail, and when next."""

    made: int
    #: None while it is being tried, and once it was given up.
    next_at: datetime | None


def list_mails(session: Session, *, state: MailState | None, cursor: str | None) -> Page[Mail]:
    """Return a page of mails, newest first, of one state or of all."""
    statement = select(Mail)
    if state is not None:
        statement = statement.where(Mail.state == state)
    order = Order(Mail.created_at, Mail.id, descending=True)
    return paginate(session, statement, order, cursor=cursor)


def attempts_of(session: Session, mails: Sequence[Mail]) -> Mapping[UUID, Attempts]:
    """Return how often each mail that has not left was tried, in one statement for all."""
    keys = [str(mail.id) for mail in mails if mail.state is not MailState.SENT]
    if not keys:
        return {}
    jobs = session.scalars(
        select(Job)
        .where(
            Job.kind == SEND,
            Job.state != JobState.DONE,
            Job.arguments["mail"].as_string().in_(keys),
        )
        .order_by(Job.created_at, Job.id)
    )
    return {
        UUID(job.arguments["mail"]): Attempts(
            job.attempts, job.run_at if job.state is JobState.WAITING else None
        )
        for job in jobs
    }


def mail_by_id(session: Session, key: UUID) -> Mail:
    """Return a mail; raises NotFoundError."""
    found = session.get(Mail, key)
    if found is None:
        raise NotFoundError
    return found


def mails_to_empty(session: Session, today: date, *, limit: int | None = None) -> Sequence[Mail]:
    """Lock and return the mails whose time is over, the oldest first."""
    statement = select(Mail).where(Mail.recipient != "", Mail.created_at < kept_since(today))
    statement = statement.order_by(Mail.created_at, Mail.id).limit(limit)
    return session.scalars(statement.with_for_update(skip_locked=True)).all()


def mails_gone_to(session: Session, addresses: Collection[str]) -> Sequence[Mail]:
    """Lock and return the mails to some addresses, in small letters, that wait no more."""
    statement = select(Mail).where(
        func.lower(Mail.recipient).in_(addresses), Mail.state != MailState.WAITING
    )
    return session.scalars(statement.order_by(Mail.id).with_for_update()).all()


def jobs_of(session: Session, mails: Sequence[Mail]) -> Sequence[Job]:
    """Return the jobs that sent mails, or could not."""
    keys = [str(mail.id) for mail in mails]
    statement = select(Job).where(Job.kind == SEND, Job.arguments["mail"].as_string().in_(keys))
    return session.scalars(statement.order_by(Job.id)).all()


def failed_count(session: Session) -> int:
    """Return how many mails were given up that can be tried again."""
    statement = select(func.count()).where(Mail.state == MailState.FAILED, Mail.recipient != "")
    return session.scalar(statement) or 0


def waiting_count(session: Session) -> int:
    """Return how many mails wait to be sent."""
    statement = select(func.count()).select_from(Mail).where(Mail.state == MailState.WAITING)
    return session.scalar(statement) or 0
