"""Which errors of a database are its absence, and which are faults of ours."""

import sqlite3

import psycopg
import pytest
from sqlalchemy.exc import DBAPIError, IntegrityError, InterfaceError, OperationalError

from exchange.core.database.outages import refusal_of
from exchange.core.errors import AwayError, BusyError, DomainError, NoRoomError


def of(orig: Exception, *, invalidated: bool = False) -> DBAPIError:
    return OperationalError("SELECT", {}, orig, connection_invalidated=invalidated)


@pytest.mark.parametrize(
    ("error", "refusal"),
    [
        (of(psycopg.OperationalError("connection refused")), AwayError),
        (of(psycopg.errors.ConnectionTimeout("connection timeout expired")), AwayError),
        (of(psycopg.errors.AdminShutdown("terminating connection")), AwayError),
        (of(psycopg.errors.CannotConnectNow("starting up")), AwayError),
        (of(psycopg.errors.TooManyConnections("sorry")), AwayError),
        (of(psycopg.errors.ConnectionFailure("lost")), AwayError),
        (of(psycopg.InterfaceError("closed"), invalidated=True), AwayError),
        (of(sqlite3.OperationalError("unable to open database file")), AwayError),
        (of(sqlite3.OperationalError("database is locked")), BusyError),
        (of(psycopg.errors.DeadlockDetected("deadlock")), BusyError),
        (of(psycopg.errors.DiskFull("could not extend file")), NoRoomError),
        (of(sqlite3.OperationalError("database or disk is full")), NoRoomError),
        (of(sqlite3.OperationalError("disk I/O error")), NoRoomError),
        (of(sqlite3.OperationalError("no such table: pupils")), None),
        (of(psycopg.errors.UndefinedTable("pupils")), None),
        (InterfaceError("SELECT", {}, psycopg.InterfaceError("a fault of ours")), None),
        (IntegrityError("INSERT", {}, psycopg.errors.UniqueViolation("twice")), None),
    ],
)
def test_an_absence_is_told_from_a_fault(
    error: DBAPIError, refusal: type[DomainError] | None
) -> None:
    found = refusal_of(error)
    assert (None if found is None else type(found)) is refusal
    assert found is None or found.status == 503
