"""The table of jobs: who holds a job, what a failure means, what is taken over."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from exchange.core import clock
from exchange.core.database import Database, unit_of_work
from exchange.core.errors import TransitionError
from exchange.core.permissions import system_actor
from exchange.jobs.enums import JobState
from exchange.jobs.models import Job
from exchange.jobs.rules import ATTEMPTS, KEPT, LEASE
from exchange.jobs.services import (
    Claim,
    LeaseLostError,
    claim,
    drop_old,
    enqueue,
    fail,
    finish,
    postpone,
    report,
    retry,
)

MINUTE = timedelta(minutes=1)


def claimed(session: Session) -> Claim:
    held = claim(session)
    assert held is not None
    return held


def expire(session: Session, job: Job) -> None:
    """Let a job's lease run out."""
    job.lease_until = clock.machine_now() - MINUTE
    session.flush()


def test_a_job_goes_with_the_transaction_that_wants_it(database: Database) -> None:
    with database.writing() as session:
        enqueue(session, "test.kind")
        session.rollback()
    with unit_of_work(database) as session:
        assert claim(session) is None
        enqueue(session, "test.kind", {"key": "1"})
    with unit_of_work(database) as session:
        held = claimed(session)
    assert (held.kind, held.arguments, held.number) == ("test.kind", {"key": "1"}, 1)


def test_the_job_that_is_due_longest_comes_first_and_a_later_one_waits(session: Session) -> None:
    now = clock.machine_now()
    enqueue(session, "test.second", run_at=now - MINUTE)
    enqueue(session, "test.first", run_at=now - 2 * MINUTE)
    enqueue(session, "test.later", run_at=now + MINUTE)
    assert [claimed(session).kind, claimed(session).kind] == ["test.first", "test.second"]
    assert claim(session) is None


def test_a_finished_job_is_done_and_not_given_out_again(session: Session) -> None:
    job = enqueue(session, "test.kind")
    held = claimed(session)
    assert (job.state, job.attempts, job.lease_until is not None) == (JobState.RUNNING, 1, True)
    finish(session, held=held)
    assert (job.state, job.progress, job.lease_until) == (JobState.DONE, 100, None)
    assert job.finished_at is not None
    assert claim(session) is None


def test_progress_is_kept_and_lengthens_the_lease(session: Session) -> None:
    job = enqueue(session, "test.kind")
    held = claimed(session)
    job.lease_until = clock.machine_now() + MINUTE
    session.flush()
    report(session, held=held, progress=40)
    session.refresh(job)
    assert job.progress == 40
    assert job.lease_until is not None
    assert job.lease_until > clock.machine_now() + LEASE - MINUTE


def test_a_failed_attempt_is_repeated_after_a_pause(session: Session) -> None:
    job = enqueue(session, "test.kind")
    assert fail(session, held=claimed(session), error="no route") is False
    assert (job.state, job.error, job.attempts) == (JobState.WAITING, "no route", 1)
    assert job.run_at > clock.machine_now() + timedelta(seconds=50)
    assert claim(session) is None


def test_the_last_failed_attempt_ends_the_job(session: Session) -> None:
    job = enqueue(session, "test.kind")
    for attempt in range(1, ATTEMPTS + 1):
        job.run_at = clock.machine_now()
        session.flush()
        assert fail(session, held=claimed(session), error="no route") is (attempt == ATTEMPTS)
    assert (job.state, job.attempts) == (JobState.FAILED, ATTEMPTS)


def test_a_final_failure_ends_the_job_at_once(session: Session) -> None:
    job = enqueue(session, "test.kind")
    assert fail(session, held=claimed(session), error="x" * 500, is_final=True) is True
    assert (job.state, job.error) == (JobState.FAILED, "x" * 300)


def test_a_postponed_job_loses_no_attempt(session: Session) -> None:
    job = enqueue(session, "test.kind")
    postpone(session, held=claimed(session), pause=MINUTE)
    assert (job.state, job.attempts, job.claims) == (JobState.WAITING, 0, 1)
    assert job.run_at > clock.machine_now()


def test_an_abandoned_job_is_taken_over_and_its_first_worker_is_not_heard(
    session: Session,
) -> None:
    job = enqueue(session, "test.kind")
    first = claimed(session)
    assert claim(session) is None
    expire(session, job)
    second = claimed(session)
    assert (second.job_id, second.number) == (first.job_id, 2)
    for late in (
        lambda: report(session, held=first, progress=10),
        lambda: finish(session, held=first),
        lambda: fail(session, held=first, error="x"),
        lambda: postpone(session, held=first, pause=MINUTE),
    ):
        with pytest.raises(LeaseLostError):
            late()
    finish(session, held=second)
    assert job.state is JobState.DONE


def test_a_job_abandoned_on_its_last_attempt_fails(session: Session) -> None:
    job = enqueue(session, "test.kind")
    claimed(session)
    job.attempts = ATTEMPTS
    expire(session, job)
    other = enqueue(session, "test.other")
    assert claimed(session).job_id == other.id
    assert (job.state, job.error) == (JobState.FAILED, "abandoned by its worker")


def test_a_failed_job_can_be_tried_anew_and_only_that(session: Session) -> None:
    job = enqueue(session, "test.kind")
    with pytest.raises(TransitionError):
        retry(session, actor=system_actor("test"), job=job)
    fail(session, held=claimed(session), error="x", is_final=True)
    retry(session, actor=system_actor("test"), job=job)
    assert (job.state, job.attempts, job.finished_at) == (JobState.WAITING, 0, None)
    assert claimed(session).job_id == job.id


def test_done_jobs_are_dropped_after_their_time_and_failed_ones_stay(session: Session) -> None:
    jobs = [enqueue(session, f"test.{number}") for number in range(3)]
    for job in jobs:
        held = claimed(session)
        if job is jobs[2]:
            fail(session, held=held, error="x", is_final=True)
        else:
            finish(session, held=held)
    jobs[0].finished_at = jobs[2].finished_at = clock.machine_now() - KEPT - MINUTE
    session.flush()
    drop_old(session)
    session.expire_all()
    left = [job for job in jobs if session.get(Job, job.id)]
    assert left == jobs[1:]


def test_two_workers_never_hold_the_same_job(fresh_database: Database) -> None:
    """Two real connections, each claiming before the other commits where the database lets them."""
    with unit_of_work(fresh_database) as session:
        enqueue(session, "test.one")
        enqueue(session, "test.two")
    if fresh_database.engine.dialect.name == "sqlite":  # one writer at a time
        with unit_of_work(fresh_database) as first:
            one = claimed(first)
        with unit_of_work(fresh_database) as second:
            two = claimed(second)
    else:
        with unit_of_work(fresh_database) as first, unit_of_work(fresh_database) as second:
            one, two = claimed(first), claimed(second)
            assert claim(second) is None
    assert {one.kind, two.kind} == {"test.one", "test.two"}
