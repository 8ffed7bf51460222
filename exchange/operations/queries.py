"""What waits in the database: jobs and mails, how many and for how long."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from exchange.core.database.revision import revision_of
from exchange.jobs.enums import JobState
from exchange.jobs.models import Job
from exchange.outbox.enums import MailState
from exchange.outbox.models import Mail


@dataclass(frozen=True, slots=True)
class Ages:
    """For how many seconds the longest waiting job has been due, and the oldest mail written."""

    job: float | None
    mail: float | None


@dataclass(frozen=True, slots=True)
class Backlog:
    """What waits, by state."""

    jobs: Mapping[JobState, int]
    mails: Mapping[MailState, int]
    ages: Ages


def revision(session: Session) -> str | None:
    """Return the migration the database stands at."""
    return revision_of(session.connection())


def ages(session: Session, now: datetime) -> Ages:
    """Return how long the oldest of what waits has waited; what is not due yet does not wait."""
    due = select(func.min(Job.run_at)).where(Job.state == JobState.WAITING, Job.run_at <= now)
    written = select(func.min(Mail.created_at)).where(Mail.state == MailState.WAITING)
    job, mail = session.scalar(due), session.scalar(written)
    return Ages(_seconds(now, job), _seconds(now, mail))


def backlog(session: Session, now: datetime) -> Backlog:
    """Return what stands in the tables of jobs and mails."""
    jobs = session.execute(select(Job.state, func.count()).group_by(Job.state))
    kept = select(Mail.state, func.count()).where(Mail.recipient != "")
    mails = session.execute(kept.group_by(Mail.state))
    return Backlog(
        dict.fromkeys(JobState, 0) | {state: number for state, number in jobs},
        dict.fromkeys(MailState, 0) | {state: number for state, number in mails},
        ages(session, now),
    )


def _seconds(now: datetime, since: datetime | None) -> float | None:
    return None if since is None else round(max(0.0, (now - since).total_seconds()), 1)
