"""Verbs on jobs: enqueue, claim, report, finish, fail."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from exchange.audit.services import record
from exchange.core import clock
from exchange.core.database import add_once, flush, reference_uuid
from exchange.core.offers import Subject
from exchange.core.permissions import Actor
from exchange.jobs.enums import NEXT, JobState
from exchange.jobs.models import Job
from exchange.jobs.queries import due_job
from exchange.jobs.rules import KEPT, LEASE, WORDS_KEPT, is_last, pause_after


class LeaseLostError(RuntimeError):
    """Another worker has taken the job over; nothing this one says of it counts any more."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A job held by a worker; a later claim of the same job voids this one."""

    job_id: UUID
    kind: str
    arguments: Mapping[str, str]
    number: int
    is_last_attempt: bool


def enqueue(
    session: Session,
    kind: str,
    arguments: Mapping[str, str] | None = None,
    *,
    run_at: datetime | None = None,
) -> Job:
    """Add a job in the caller's transaction: without its commit there is no job."""
    job = Job(kind=kind, arguments=dict(arguments or {}), run_at=run_at or clock.machine_now())
    session.add(job)
    session.flush()
    return job


def expect_today(session: Session, kinds: Iterable[str]) -> None:
    """Add today's job of each kind, once however many workers ask; what failed stands alone."""
    for kind in kinds:
        key = reference_uuid("job", f"{kind} {clock.today()}")
        add_once(session, Job(id=key, kind=kind, arguments={}, run_at=clock.machine_now()))


def claim(session: Session, *, on_abandoned: Callable[[Job], None] | None = None) -> Claim | None:
    """Take the next job and its lease; None when nothing is due.

    A job that was abandoned on its last attempt becomes a failed one on the way, and
    `on_abandoned` hears of it in the same transaction.
    """
    moment = clock.machine_now()
    while (job := session.scalar(due_job(moment))) is not None:
        if job.state is JobState.RUNNING and is_last(job.attempts):
            _end(job, JobState.FAILED, error="abandoned by its worker")
            if on_abandoned is not None:
                on_abandoned(job)
            session.flush()
            continue
        job.state = JobState.RUNNING
        job.attempts += 1
        job.claims += 1
        job.lease_until = moment + LEASE
        session.flush()
        return Claim(job.id, job.kind, dict(job.arguments), job.claims, is_last(job.attempts))
    return None


def report(session: Session, *, held: Claim, progress: int) -> None:
    """Say how far a job is, in per cent; the lease begins anew. Raises LeaseLostError."""
    changed = session.execute(
        update(Job)
        .where(Job.id == held.job_id, Job.claims == held.number, Job.state == JobState.RUNNING)
        .values(progress=progress, lease_until=clock.machine_now() + LEASE)
        .returning(Job.id)
    )
    if changed.first() is None:
        raise LeaseLostError(held.job_id)


def finish(session: Session, *, held: Claim) -> None:
    """Mark a job as done. Raises LeaseLostError."""
    job = _held(session, held)
    job.progress = 100
    _end(job, JobState.DONE, error=None)
    session.flush()


def fail(session: Session, *, held: Claim, error: str, is_final: bool = False) -> bool:
    """Give a job back to be tried later; the last attempt, or `is_final`, ends it.

    Returns whether it ended. Raises LeaseLostError.
    """
    job = _held(session, held)
    ended = is_final or is_last(job.attempts)
    if ended:
        _end(job, JobState.FAILED, error=error)
    else:
        _give_back(job, pause_after(job.attempts), error=error)
    session.flush()
    return ended


def postpone(session: Session, *, held: Claim, pause: timedelta) -> None:
    """Give a job back that cannot be done yet; the attempt does not count."""
    job = _held(session, held)
    job.attempts -= 1
    _give_back(job, pause, error=None)
    session.flush()


#: Puts back, in the transaction in which a failed job is tried anew, what its ending left behind.
Revival = Callable[[Session, Actor, Mapping[str, str]], None]


def retry(
    session: Session, *, actor: Actor, job: Job, revivals: Mapping[str, Revival] | None = None
) -> None:
    """Let a failed job be tried anew; raises TransitionError for any other.

    `revivals`, by kind of job, put back what the job's failure changed elsewhere.
    """
    NEXT.ensure(job.state, JobState.WAITING)
    record(
        session,
        actor=actor,
        act="jobs.retry",
        subject=Subject("job", job.id),
        changes={"state": (job.state, JobState.WAITING)},
    )
    job.attempts = 0
    job.finished_at = None
    _give_back(job, timedelta(0), error=job.error)
    if revive := (revivals or {}).get(job.kind):
        revive(session, actor, job.arguments)
    flush(session)


def drop_old(session: Session) -> None:
    """Drop jobs that were done long ago; of ones that failed long ago only their words."""
    now = clock.machine_now()
    session.execute(delete(Job).where(Job.state == JobState.DONE, Job.finished_at < now - KEPT))
    session.execute(
        update(Job)
        .where(Job.state == JobState.FAILED, Job.finished_at < now - WORDS_KEPT)
        .values(error=None)
    )


def _held(session: Session, held: Claim) -> Job:
    job = session.get(Job, held.job_id, with_for_update=True, populate_existing=True)
    if job is None or job.state is not JobState.RUNNING or job.claims != held.number:
        raise LeaseLostError(held.job_id)
    return job


def _end(job: Job, state: JobState, *, error: str | None) -> None:
    NEXT.ensure(job.state, state)
    job.state = state
    job.lease_until = None
    job.error = error[:300] if error else None
    job.finished_at = clock.machine_now()


def _give_back(job: Job, pause: timedelta, *, error: str | None) -> None:
    job.state = JobState.WAITING
    job.lease_until = None
    job.error = error[:300] if error else None
    job.run_at = clock.machine_now() + pause
