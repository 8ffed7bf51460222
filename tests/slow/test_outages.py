"""The database goes away, or has no room left, while people work.

Nothing that was acknowledged is lost, the page says what to do, and nobody starts anything anew.
"""

import resource
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import pytest
from sqlalchemy import make_url, select

from exchange.core.database import Database, uuid7
from exchange.core.messages import message
from exchange.core.translate import translate
from exchange.tasks.models import Task
from tests.servers.application import children_of, served_application
from tests.servers.desk import Desk, hidden
from tests.servers.offices import Office
from tests.servers.postgres import OwnServer, PostgresServer
from tests.servers.site import NOW

AWAY: Final = translate(message("core.error.away"), "ja")
NO_ROOM: Final = translate(message("core.error.no_room"), "ja")
#: A file may grow so far, in bytes: less than any database.
TINY: Final = 512
#: A disk with room for one database, in megabytes.
DISK: Final = 128
#: Two web workers and the one for the jobs, which begins after them.
PROCESSES: Final = 3
#: More tasks than fit into the pages that such a database has begun.
MANY: Final = 60


@dataclass(slots=True)
class Clerk:
    """Adds one task after the other, and notes what the answers were."""

    desk: Desk
    token: str
    acknowledged: list[str] = field(default_factory=list)
    refused: list[tuple[int, str]] = field(default_factory=list)

    def add_task(self) -> None:
        """Add a task; a page that follows an answer belongs to it."""
        key = str(uuid7())
        fields = {"csrf_token": self.token, "key": key, "title": f"見本 {key}"}
        status, text = self.desk.try_to_send("/tasks/new", fields)
        if status == 200:
            self.acknowledged.append(key)
        else:
            self.refused.append((status, text))

    def work_until(self, stop: threading.Event) -> None:
        """Add tasks until told to stop."""
        while not stop.is_set():
            self.add_task()


def clerk_at(url: str) -> Clerk:
    desk = Desk(url).sign_in("coordinator")
    return Clerk(desk, hidden(desk.page("/tasks/new"), "csrf_token"))


@contextmanager
def at_work(clerk: Clerk) -> Iterator[None]:
    stop = threading.Event()
    thread = threading.Thread(target=clerk.work_until, args=(stop,))
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(timeout=60)


def wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(0.05)


def kept(database: Database) -> set[str]:
    with database.reading() as session:
        return {str(key) for key in session.scalars(select(Task.id))}


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
def test_postgresql_stopped_and_started_under_traffic_loses_nothing_acknowledged(
    office: Office, postgres_server: PostgresServer
) -> None:
    if not isinstance(postgres_server, OwnServer):
        pytest.skip("a server from outside is not ours to stop")
    named = {"EXCHANGE_DATABASE_URL": office.url, "EXCHANGE_NOW": NOW}
    with served_application(office.folder.parent, **named) as served:
        clerk = clerk_at(served.url)
        with at_work(clerk):
            wait_until(lambda: len(clerk.acknowledged) >= 3)
            postgres_server.stop()
            wait_until(lambda: len(clerk.refused) >= 3)
            postgres_server.start()
            before = len(clerk.acknowledged)
            wait_until(lambda: len(clerk.acknowledged) >= before + 3)
        assert {status for status, _ in clerk.refused} == {503}
        assert all(AWAY in text for _, text in clerk.refused)
        assert "ok" in Desk(served.url).page("/healthz")
    database = office.database()
    assert set(clerk.acknowledged) <= kept(database)
    database.dispose()


@pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="needs Linux's prlimit")
@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_a_full_disk_keeps_nothing_half_and_goes_on_when_there_is_room(office: Office) -> None:
    named = {"EXCHANGE_DATABASE_URL": office.url, "EXCHANGE_NOW": NOW}
    with served_application(office.folder.parent, **named) as served:
        clerk = clerk_at(served.url)
        clerk.add_task()
        wait_until(lambda: len(children_of(served.pid)) == PROCESSES)
        processes = [served.pid, *children_of(served.pid)]
        limits = {pid: resource.prlimit(pid, resource.RLIMIT_FSIZE) for pid in processes}
        for pid, (_, most) in limits.items():
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (TINY, most))
        for _ in range(3):
            clerk.add_task()
        assert [status for status, _ in clerk.refused] == [503] * 3
        assert all(NO_ROOM in text for _, text in clerk.refused)
        for pid, limit in limits.items():
            resource.prlimit(pid, resource.RLIMIT_FSIZE, limit)
        clerk.add_task()
    assert len(clerk.acknowledged) == 2
    database = office.database()
    with database.reading() as session:
        titles = session.scalars(select(Task.title).where(Task.title.like("見本 0%"))).all()
    assert sorted(titles) == sorted(f"見本 {key}" for key in clerk.acknowledged)
    with database.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
    database.dispose()


@pytest.fixture
def small_disk() -> Iterator[Path]:
    """Give a disk that is soon full, in memory; only root may have one."""
    with tempfile.TemporaryDirectory(prefix="exchange-disk-", dir="/tmp") as name:
        mount = ["mount", "-t", "tmpfs", "-o", f"size={DISK}m", "tmpfs", name]
        try:
            subprocess.run(mount, check=True, capture_output=True)
        except (OSError, subprocess.CalledProcessError):
            pytest.skip("nobody may mount a disk here")
        try:
            yield Path(name)
        finally:
            subprocess.run(["umount", name], check=True)


@contextmanager
def filled(disk: Path) -> Iterator[None]:
    """Leave no room on a disk for the length of the block."""
    waste = disk / "waste"
    with waste.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(b"0" * 4096)
    try:
        yield
    finally:
        waste.unlink()


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
def test_a_full_disk_of_postgresql_keeps_nothing_half_and_goes_on_when_there_is_room(
    office: Office, postgres_server: PostgresServer, small_disk: Path
) -> None:
    if not isinstance(postgres_server, OwnServer):
        pytest.skip("a server from outside has disks of its own")
    named = {"EXCHANGE_DATABASE_URL": office.url, "EXCHANGE_NOW": NOW}
    name = make_url(office.url).database or ""
    with postgres_server.kept_in(small_disk, name):
        with served_application(office.folder.parent, **named) as served:
            clerk = clerk_at(served.url)
            with filled(small_disk):
                for _ in range(MANY):  # what is allotted already takes some
                    clerk.add_task()
            assert len(clerk.refused) >= 3
            assert {status for status, _ in clerk.refused} == {503}
            assert all(NO_ROOM in text for _, text in clerk.refused)
            before = len(clerk.acknowledged)
            clerk.add_task()
            assert len(clerk.acknowledged) == before + 1
        database = office.database()
        with database.reading() as session:
            titles = session.scalars(select(Task.title).where(Task.title.like("見本 0%"))).all()
        assert sorted(titles) == sorted(f"見本 {key}" for key in clerk.acknowledged)
        database.dispose()
