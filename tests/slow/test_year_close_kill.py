"""A server killed while it closes a year leaves the year open: it can be closed anew."""

import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Final

import pytest
from sqlalchemy import Connection, func, select, text

from exchange.audit.models import AuditLine
from exchange.cli import main
from exchange.core.database import Database
from exchange.youth.models import ClosedYear, SealedLedger, SealedTotal
from tests.servers.application import children_of, served_application
from tests.servers.desk import Desk, hidden
from tests.servers.offices import Office

#: The demo has closed the years before.
PATH: Final = "/indicators/youth-participation/2026/close"
NOW: Final = "2027-05-20T10:00:00+09:00"
WAITING: Final = text(
    "SELECT count(*) FROM pg_locks JOIN pg_class ON pg_class.oid = relation"
    " WHERE relname = 'sealed_ledgers' AND NOT granted"
)


@contextmanager
def held_up(connection: Connection) -> Iterator[None]:
    """Let nobody seal a ledger until the block ends: who closes a year stands in the middle."""
    connection.execute(text("LOCK TABLE sealed_ledgers IN SHARE MODE"))
    yield
    connection.rollback()


def wait_until_in_the_middle(database: Database) -> None:
    deadline = time.monotonic() + 60
    with database.engine.connect() as connection:
        while not connection.scalar(WAITING):
            assert time.monotonic() < deadline, "nobody closes the year"
            time.sleep(0.02)
            connection.rollback()


def traces(database: Database) -> list[int]:
    """Count what closing a year leaves."""
    closing = select(func.count()).where(AuditLine.act == "participations.close_year")
    with database.reading() as session:
        tables = (ClosedYear, SealedLedger, SealedTotal)
        counts = [session.scalar(select(func.count()).select_from(table)) or 0 for table in tables]
        return [*counts, session.scalar(closing) or 0]


def close_the_year(desk: Desk) -> None:
    page = desk.page(PATH)
    carried = {name: hidden(page, name) for name in ("csrf_token", "seen")}
    desk.send(PATH, {**carried, "accepted": "y", "note": "見本"})


def close_until_cut_off(desk: Desk) -> None:
    with suppress(OSError):  # the connection ends with the server
        close_the_year(desk)


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
def test_a_server_killed_while_closing_a_year_leaves_it_open(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = office.database()
    before = traces(database)
    named = {"EXCHANGE_DATABASE_URL": office.url, "EXCHANGE_NOW": NOW}
    with (
        database.engine.connect() as connection,
        served_application(office.folder.parent, **named) as served,
    ):
        desk = Desk(served.url).sign_in("manager")
        closing = threading.Thread(target=close_until_cut_off, args=(desk,))
        with held_up(connection):
            closing.start()
            wait_until_in_the_middle(database)
            for process in (served.pid, *children_of(served.pid)):
                os.kill(process, signal.SIGKILL)
            closing.join(timeout=30)
    assert traces(database) == before

    with served_application(office.folder.parent, **named) as served:
        close_the_year(Desk(served.url).sign_in("manager"))
    assert traces(database) == [
        count + added for count, added in zip(before, (1, 1, 2, 1), strict=True)
    ]
    for name, value in office.environment.items():
        monkeypatch.setenv(name, value)
    assert main(["indicator", "verify"]) == 0
    database.dispose()
