"""A copy that follows PostgreSQL by streaming: strangers read it while it is near, nobody else."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url

from exchange.core.database.replica import INTERVAL
from tests.servers.application import children_of, served_application
from tests.servers.hosts import Browser
from tests.servers.postgres import OUTSIDE, OwnServer, PostgresError, PostgresServer, following

PATIENCE = 60
PAGE, DATA = "/partners/?lang=en", "/open-data/partners.json"
BEFORE, AFTER = "Heidelberg", "Sampletown"


@pytest.fixture
def copy(
    postgres_server: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> Iterator[PostgresServer]:
    """Give a second server that follows the tests' own."""
    if "host" not in postgres_server.address.query:
        pytest.skip(f"{OUTSIDE} names a server whose files are not ours to copy")
    try:
        with following(postgres_server) as copy:
            yield copy
    except PostgresError as error:
        pytest.skip(str(error))


def run(url: str, *statements: str) -> None:
    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement.encode())


@contextmanager
def standing_still(server: PostgresServer) -> Iterator[None]:
    """Let no process of a server move until the block ends."""
    assert isinstance(server, OwnServer)
    processes = [server.pid, *children_of(server.pid)]
    for pid in processes:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in processes:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGCONT)


def until(found: Callable[[], bool]) -> bool:
    """Ask again and again; say whether it came true."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if found():
            return True
        time.sleep(0.2)
    return False


def test_strangers_read_the_copy_and_only_while_it_is_near(
    postgres_server: PostgresServer, copy: PostgresServer, tmp_path: Path
) -> None:
    name = "exchange_followed"
    primary = postgres_server.create(name)
    environ = {
        "EXCHANGE_DATABASE_URL": primary,
        "EXCHANGE_READ_DATABASE_URL": copy.url(name),
    }
    with served_application(tmp_path, "--no-demo", "--no-worker", **environ) as served:
        person = Browser()
        person.ask(served.url, "/accounts/sign-in")  # has a cookie: may have written something

        def is_new(path: str = PAGE, browser: Browser | None = None) -> bool:
            answer, text = (browser or Browser()).ask(served.url, path)
            assert (answer.status, BEFORE in text or AFTER in text) == (200, True)
            return AFTER in text

        near = time.monotonic() + 2.2 * INTERVAL
        while time.monotonic() < near:  # two looks of each web worker
            assert not is_new()
            time.sleep(0.05)
        run(copy.url(name), "SELECT pg_wal_replay_pause()")
        changed = f"replace(names::text, '{BEFORE}', '{AFTER}')::json"
        run(primary, f"UPDATE partners SET names = {changed}")
        assert until(lambda: not is_new()), "strangers never read the copy"
        for _ in range(4):  # both web workers
            assert is_new(browser=person)
            assert is_new(DATA)
        # The copy, playing nothing any more, is found behind.
        assert until(lambda: all(is_new() for _ in range(6))), "a stale copy was still read"
        run(copy.url(name), "SELECT pg_wal_replay_resume()")
        with standing_still(copy):  # a server that hangs closes no connection
            assert [is_new() for _ in range(4)] == [True] * 4, "a copy that hangs stopped the site"
    postgres_server.drop(name)
