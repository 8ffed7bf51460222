"""Units of work, reading sessions, and one place that repeats what was too busy."""

import sqlite3

import psycopg.errors
import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from exchange.core.database import (
    Database,
    ReadOnlyError,
    is_busy,
    repeated,
    transact,
    unit_of_work,
)
from exchange.core.errors import BusyError
from exchange.core.revisions import Revision, revisions, touch
from tests.servers.databases import Backend

LOCKED = OperationalError("", {}, sqlite3.OperationalError("database is locked"))


@pytest.fixture(autouse=True)
def slept(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    pauses: list[float] = []
    monkeypatch.setattr("exchange.core.database.engine.time.sleep", pauses.append)
    return pauses


def number(database: Database) -> int:
    with database.reading() as session:
        return revisions(session, ["probe"])["probe"]


def test_a_unit_of_work_is_kept_whole_or_not_at_all(database: Database) -> None:
    with unit_of_work(database) as session:
        touch(session, "probe")
    assert number(database) == 1
    work = unit_of_work(database)
    session = work.__enter__()
    touch(session, "probe")
    error = KeyboardInterrupt()
    assert work.__exit__(type(error), error, None) is False
    assert number(database) == 1


def test_work_is_repeated_while_the_database_is_busy(
    database: Database, slept: list[float]
) -> None:
    calls = []

    def work(session: Session) -> str:
        touch(session, "probe")
        calls.append(1)
        if len(calls) < 3:
            raise LOCKED
        return "done"

    assert transact(database, work) == "done"
    assert (len(calls), number(database)) == (3, 1)
    assert slept == sorted(slept)
    assert len(slept) == 2


def test_after_three_times_it_says_that_it_is_busy(slept: list[float]) -> None:
    def work() -> None:
        raise LOCKED

    with pytest.raises(BusyError):
        repeated(work)
    assert len(slept) == 2


@pytest.mark.parametrize(
    ("cause", "busy"),
    [
        (sqlite3.OperationalError("database is locked"), True),
        (sqlite3.OperationalError("database table is locked: jobs"), False),
        (sqlite3.OperationalError("no such table: jobs"), False),
        (psycopg.errors.SerializationFailure(), True),
        (psycopg.errors.DeadlockDetected(), True),
        (psycopg.errors.LockNotAvailable(), True),
        (psycopg.errors.AdminShutdown(), False),
    ],
)
def test_only_a_busy_database_is_worth_another_try(cause: Exception, busy: bool) -> None:
    assert is_busy(OperationalError("", {}, cause)) is busy


def test_a_reading_session_refuses_a_statement_that_writes(database: Database) -> None:
    with database.reading() as session, pytest.raises(ReadOnlyError):
        touch(session, "probe")


def test_a_reading_session_refuses_to_flush_changes(database: Database) -> None:
    with database.reading() as session:
        session.add(Revision(topic="probe", number=1))
        with pytest.raises(ReadOnlyError):
            session.flush()
        session.expunge_all()


def test_a_writer_takes_sqlite_s_lock_at_its_first_statement_and_a_reader_does_not(
    backend: Backend, fresh_database: Database
) -> None:
    if backend.name != "sqlite":
        return
    with fresh_database.writing() as writer, fresh_database.reading() as reader:
        writer.execute(text("SELECT 1"))
        reader.execute(text("SELECT count(*) FROM revisions"))
        other = sqlite3.connect(str(fresh_database.engine.url.database), timeout=0)
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
        other.close()


def test_a_reader_sees_what_was_kept_and_not_what_is_being_written(
    fresh_database: Database,
) -> None:
    with fresh_database.writing() as writer:
        touch(writer, "probe")
        assert number(fresh_database) == 0
        writer.commit()
    assert number(fresh_database) == 1
