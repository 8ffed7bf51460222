"""A server killed while it confirms a roster leaves nothing half done: it can be confirmed anew."""

import os
import shutil
import signal
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Final
from uuid import UUID

from sqlalchemy import func, select

from config import Settings, load_settings
from exchange.accounts.models import User
from exchange.core import clock
from exchange.core.database import Database, unit_of_work, uuid7
from exchange.core.keys import Keyring
from exchange.core.permissions import Actor
from exchange.documents.sheet_files import read_sheets
from exchange.youth.enums import EditionState
from exchange.youth.enums.rosters import RosterState
from exchange.youth.models import Edition, Pupil, Registration, RegistrationStep
from exchange.youth.queries.rosters import roster_for
from exchange.youth.services.rosters import Sent, receive_roster
from tests.factories.rosters import rows_of
from tests.factories.sheets import csv_of
from tests.servers.application import children_of, served_application
from tests.servers.desk import Desk, hidden

NOW: Final = "2026-11-25T12:00:00+09:00"
#: Enough that confirming takes longer than noticing that it has begun.
ROWS: Final = 600
#: So often in a row the lock is found taken before the server is killed.
HELD: Final = 10


@contextmanager
def fixed_clock() -> Iterator[None]:
    clock.fix(datetime.fromisoformat(NOW))
    try:
        yield
    finally:
        clock.fix(None)


def receive(database: Database, ring: Keyring) -> tuple[Actor, UUID]:
    """Send a long roster as the demo's first school."""
    rows = [(f"見本 {at}", "みほん", "2012/5/3", "2", "1", "見本 親", "", "") for at in range(ROWS)]
    with unit_of_work(database) as session:
        user = session.scalars(select(User).where(User.email.like("school-a@%"))).one()
        open_now = select(Edition.id).where(
            Edition.state == EditionState.ANNOUNCED,
            Edition.opens_at <= clock.now(),
            Edition.closes_at >= clock.now(),
        )
        edition_id = session.scalars(open_now.order_by(Edition.id)).first()
        assert edition_id is not None
        sent, key = Sent("名簿.csv", read_sheets(csv_of(rows_of(*rows)))), uuid7()
        actor = user.as_actor()
        receive_roster(session, actor=actor, edition_id=edition_id, sent=sent, ring=ring, key=key)
        return actor, key


def is_writing(settings: Settings) -> bool:
    """Say whether somebody holds the one lock under which SQLite is written."""
    path = settings.database_url.removeprefix("sqlite:///")
    connection = sqlite3.connect(path, timeout=0, isolation_level=None)
    try:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("ROLLBACK")
    except sqlite3.OperationalError:
        return True
    finally:
        connection.close()
    return False


def wait_until_writing(settings: Settings) -> None:
    """Wait until the lock is held for longer than a session's or a job's short act takes."""
    deadline, held = time.monotonic() + 60, 0
    while held < HELD:
        assert time.monotonic() < deadline, "nobody confirms"
        time.sleep(0.005)
        held = held + 1 if is_writing(settings) else 0


def counts(database: Database) -> list[int]:
    with database.reading() as session:
        return [
            session.scalar(select(func.count()).select_from(table)) or 0
            for table in (Pupil, Registration, RegistrationStep)
        ]


def state_of(database: Database, actor: Actor, key: UUID) -> RosterState:
    with database.reading() as session:
        return roster_for(session, actor, key).state


def confirmation(desk: Desk, key: UUID) -> dict[str, str]:
    """Fill in the form that confirms a roster."""
    page = desk.page(f"/school/rosters/{key}/")
    fields = {name: hidden(page, name) for name in ("csrf_token", "digest")}
    return fields | {"principal_confirmed_on": "R8.11.20", "purpose_explained": "y"}


def kill_while_confirming(desk: Desk, key: UUID, settings: Settings, pid: int) -> None:
    fields = confirmation(desk, key)

    def confirm() -> None:
        with suppress(OSError):  # the connection ends with the server
            desk.send(f"/school/rosters/{key}/confirm", fields)

    served_by = (pid, *children_of(pid))
    sending = threading.Thread(target=confirm)
    sending.start()
    wait_until_writing(settings)
    for process in served_by:
        os.kill(process, signal.SIGKILL)
    sending.join(timeout=30)


def test_a_server_killed_while_confirming_leaves_the_roster_waiting(
    prepared: Path, tmp_path: Path
) -> None:
    shutil.copytree(prepared, tmp_path / "instance")
    with served_application(tmp_path, EXCHANGE_NOW=NOW) as served:
        settings = load_settings(served.environment)
        database, ring = Database(settings.database_url), Keyring.parse(settings.data_key or "")
        with fixed_clock():
            actor, key = receive(database, ring)
        before = counts(database)
        desk = Desk(served.url).sign_in("school-a")
        kill_while_confirming(desk, key, settings, served.pid)
        assert counts(database) == before

        assert state_of(database, actor, key) is RosterState.WAITING
    with served_application(tmp_path, EXCHANGE_NOW=NOW) as served:  # started again
        desk = Desk(served.url).sign_in("school-a")
        desk.send(f"/school/rosters/{key}/confirm", confirmation(desk, key))
        assert state_of(database, actor, key) is RosterState.CONFIRMED
        assert counts(database) == [count + ROWS for count in before]
    database.dispose()
