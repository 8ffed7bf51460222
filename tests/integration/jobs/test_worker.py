"""The worker: what it does with a handler that works, waits, fails or breaks."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from threading import Event, Thread

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from config import Settings
from exchange.core import clock
from exchange.core.database import Database, unit_of_work
from exchange.core.errors import TransitionError
from exchange.core.messages import message
from exchange.jobs.enums import JobState
from exchange.jobs.models import Job
from exchange.jobs.rules import ATTEMPTS
from exchange.jobs.services import enqueue
from exchange.jobs.worker import AttemptFailedError, Handler, NotYetError, Work, Worker


@pytest.fixture
def do(database: Database, settings: Settings) -> Callable[[Handler], Job]:
    """Give a function that lets a worker do one job with a handler and returns the job."""

    def run(handler: Handler) -> Job:
        with unit_of_work(database) as session:
            key = enqueue(session, "test.kind", {"key": "1"}).id
        assert Worker(database, settings, {"test.kind": handler}).work_off() == 1
        with database.reading() as session:
            job = session.scalars(select(Job).where(Job.id == key)).one()
            session.expunge(job)
            return job

    return run


def not_yet(_work: Work) -> None:
    raise NotYetError(timedelta(minutes=10))


def fails(_work: Work) -> None:
    raise AttemptFailedError("no route")


def fails_for_good(_work: Work) -> None:
    raise AttemptFailedError("no such mailbox", is_final=True)


def breaks(_work: Work) -> None:
    raise ZeroDivisionError("with a name in it")


@pytest.mark.parametrize(
    ("handler", "state", "attempts", "error"),
    [
        (not_yet, JobState.WAITING, 0, None),
        (fails, JobState.WAITING, 1, "no route"),
        (fails_for_good, JobState.FAILED, 1, "no such mailbox"),
        (breaks, JobState.WAITING, 1, "ZeroDivisionError"),
    ],
)
def test_a_handler_that_does_not_do_its_job(
    do: Callable[[Handler], Job],
    handler: Handler,
    state: JobState,
    attempts: int,
    error: str | None,
) -> None:
    job = do(handler)
    assert (job.state, job.attempts, job.error) == (state, attempts, error)


def test_a_handler_gets_its_arguments_and_reports_progress(do: Callable[[Handler], Job]) -> None:
    seen = []

    def handler(work: Work) -> None:
        work.report(50)
        with work.database.reading() as session:
            seen.append((dict(work.arguments), session.scalars(select(Job.progress)).one()))

    assert do(handler).state is JobState.DONE
    assert seen == [({"key": "1"}, 50)]


def test_a_worker_whose_job_was_taken_over_goes_on(database: Database, settings: Settings) -> None:
    def slow(work: Work) -> None:
        with unit_of_work(work.database) as session:
            job = session.scalars(select(Job)).one()
            job.lease_until = clock.machine_now() - timedelta(minutes=1)
        assert Worker(database, settings, {"test.kind": lambda _work: None}).do_next()
        work.report(90)

    with unit_of_work(database) as session:
        enqueue(session, "test.kind")
    assert Worker(database, settings, {"test.kind": slow}).work_off() == 1
    with database.reading() as session:
        job = session.scalars(select(Job)).one()
        assert (job.state, job.claims) == (JobState.DONE, 2)


def test_a_job_nobody_knows_fails_at_once(database: Database, settings: Settings) -> None:
    with unit_of_work(database) as session:
        enqueue(session, "test.unknown")
    Worker(database, settings, {}).work_off()
    with database.reading() as session:
        job = session.scalars(select(Job)).one()
        assert (job.state, job.error) == (JobState.FAILED, "nobody does 'test.unknown'")


@pytest.mark.parametrize("is_abandoned", [False, True])
def test_an_ending_that_breaks_ends_no_worker(
    database: Database, settings: Settings, is_abandoned: bool
) -> None:
    done: list[Work] = []

    def broken_ending(session: Session, _arguments: Mapping[str, str], _reason: str) -> None:
        enqueue(session, "test.next")  # goes with the fault
        raise TransitionError(message("core.error.stale"))

    with unit_of_work(database) as session:
        first = enqueue(session, "test.kind")
        enqueue(session, "test.next")
        if is_abandoned:
            first.state, first.attempts = JobState.RUNNING, ATTEMPTS
            first.lease_until = clock.machine_now() - timedelta(minutes=1)
    handlers: dict[str, Handler] = {"test.kind": fails_for_good, "test.next": done.append}
    Worker(database, settings, handlers, {"test.kind": broken_ending}).work_off()
    with database.reading() as session:
        states = session.execute(select(Job.kind, Job.state).order_by(Job.kind)).all()
    assert states == [("test.kind", JobState.FAILED), ("test.next", JobState.DONE)]
    assert len(done) == 1


def test_an_ending_that_finds_the_database_away_is_tried_again(
    database: Database, settings: Settings
) -> None:
    def away(_session: Session, _arguments: Mapping[str, str], _reason: str) -> None:
        raise OperationalError("SELECT 1", {}, Exception("server closed the connection"))

    with unit_of_work(database) as session:
        enqueue(session, "test.kind")
    worker = Worker(database, settings, {"test.kind": fails_for_good}, {"test.kind": away})
    with pytest.raises(OperationalError):
        worker.work_off()
    with database.reading() as session:
        assert session.scalars(select(Job.state)).one() is JobState.RUNNING


def test_a_worker_stops_when_told(database: Database, settings: Settings) -> None:
    stop, done = Event(), Event()

    def handler(_work: Work) -> None:
        done.set()
        stop.set()

    with unit_of_work(database) as session:
        enqueue(session, "test.kind")
    worker = Worker(database, settings, {"test.kind": handler}, stop=stop)
    worker.tidy()
    thread = Thread(target=worker.work_on)
    thread.start()
    thread.join(timeout=60)
    assert done.is_set()
    assert not thread.is_alive()


def test_a_long_job_is_given_back_at_its_next_report_once_the_worker_is_to_stop(
    database: Database, settings: Settings
) -> None:
    stop, done = Event(), 0

    def endless(work: Work) -> None:
        nonlocal done
        while True:
            done += 1
            work.report(0)
            stop.set()

    with unit_of_work(database) as session:
        enqueue(session, "test.kind")
    assert Worker(database, settings, {"test.kind": endless}, stop=stop).work_off() == 1
    assert done == 2
    with database.reading() as session:
        job = session.scalars(select(Job)).one()
    assert (job.state, job.attempts, job.error) == (JobState.WAITING, 0, None)
    finishing = Worker(database, settings, {"test.kind": lambda work: work.report(99)})
    assert finishing.work_off() == 1
