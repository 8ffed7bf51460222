"""Looking jobs up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import FunctionFilter, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from exchange.core.database import Order, Page, paginate
from exchange.jobs.enums import JobState
from exchange.jobs.models import Job


@dataclass(frozen=True, slots=True)
class Standing:
    """How a kind of job stands."""

    #: When the next one that waits is due.
    next_at: datetime | None = None
    #: When one was done last, of those that are kept.
    done_at: datetime | None = None
    waiting: int = 0
    running: int = 0
    failed: int = 0


def due_job(now: datetime) -> Select[Job]:
    """Select the job to do next: due, or held by a worker that is gone; locked where possible."""
    due = and_(Job.state == JobState.WAITING, Job.run_at <= now)
    abandoned = and_(Job.state == JobState.RUNNING, Job.lease_until < now)
    return (
        select(Job)
        .where(or_(due, abandoned))
        .order_by(Job.run_at, Job.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )


def waiting_jobs(session: Session, kind: str) -> Sequence[Job]:
    """Return the jobs of a kind that nobody has begun, locked until the transaction ends."""
    statement = select(Job).where(Job.kind == kind, Job.state == JobState.WAITING)
    return session.scalars(statement.order_by(Job.id).with_for_update()).all()


def list_jobs(session: Session, *, state: JobState | None, cursor: str | None) -> Page[Job]:
    """Return a page of jobs, newest first, of one state or of all."""
    statement = select(Job)
    if state is not None:
        statement = statement.where(Job.state == state)
    order = Order(Job.created_at, Job.id, descending=True)
    return paginate(session, statement, order, cursor=cursor)


def counts(session: Session) -> Mapping[JobState, int]:
    """Return how many jobs stand in each state."""
    found = session.execute(select(Job.state, func.count()).group_by(Job.state))
    return dict.fromkeys(JobState, 0) | {state: number for state, number in found}


def standings(session: Session) -> Mapping[str, Standing]:
    """Return how each kind of job stands of which there is one, in one statement."""

    def number(state: JobState) -> FunctionFilter[int]:
        return func.count().filter(Job.state == state)

    statement = select(
        Job.kind,
        func.min(Job.run_at).filter(Job.state == JobState.WAITING),
        func.max(Job.finished_at).filter(Job.state == JobState.DONE),
        number(JobState.WAITING),
        number(JobState.RUNNING),
        number(JobState.FAILED),
    ).group_by(Job.kind)
    return {row[0]: Standing(*row[1:]) for row in session.execute(statement)}
