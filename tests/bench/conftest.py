"""Benchmarks: the application beside floors in the same rounds, by CPU time, all into one table.

`make bench` writes the table into docs/performance.md where every benchmark came to its end.
"""

import os
from base64 import b64encode
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from time import process_time
from typing import Final

import pytest
from sqlalchemy.orm import Session

from config import Settings
from exchange.app import create_app
from exchange.core import clock
from exchange.core.database import Database, transact
from exchange.core.database.migrate import migrate
from exchange.core.keys import new_key
from exchange.core.permissions import system_actor
from exchange.reference.loader import load_reference
from tests.bench.figures import Table
from tests.bench.house import House
from tests.bench.measuring import with_server
from tests.factories.demo import load as load_demo
from tests.factories.reference import load
from tests.servers.databases import Backend
from tests.servers.fixtures import backend, postgresql_backend, sqlite_backend
from tests.servers.postgres import OwnServer, PostgresServer, running_postgres
from tests.servers.visitor import Visitor

__all__ = ["backend", "postgresql_backend", "sqlite_backend"]

_TABLE: Final = pytest.StashKey[Table]()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[_TABLE] = Table()


@pytest.fixture(scope="session")
def table(pytestconfig: pytest.Config) -> Table:
    """Give the table of this run."""
    return pytestconfig.stash[_TABLE]


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Write the table where `make bench` says; one that lacks figures is printed alone."""
    document = os.environ.get("BENCH_TABLE")
    if document and exitstatus == pytest.ExitCode.OK:
        session.config.stash[_TABLE].write(Path(document))


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Print the table."""
    terminalreporter.section("figures")
    for line in config.stash[_TABLE].text().splitlines():
        terminalreporter.write_line(line)


@pytest.fixture(scope="session")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Settings, Database]]:
    """Give an instance on SQLite, with the city's facts."""
    settings = _settings(tmp_path_factory.mktemp("bench"))
    database = Database(settings.database_url)
    migrate(database)
    actor = system_actor("bench")
    transact(database, lambda session: load_reference(session, actor=actor))
    yield settings, database
    database.dispose()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """Give a PostgreSQL that keeps what it has said is kept, as one in use does."""
    with running_postgres(durable=True) as server:
        yield server


@pytest.fixture(scope="session")
def house_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Backend], House]:
    """Give a function that returns the one application on a kind of database."""

    @cache
    def built(backend: Backend) -> House:
        settings = _settings(tmp_path_factory.mktemp(backend.name))
        return _house(backend, settings, backend.kept("bench", load))

    return built


@pytest.fixture
def house(backend: Backend, house_of: Callable[[Backend], House]) -> House:
    """Give the application on each kind of database in turn."""
    return house_of(backend)


@pytest.fixture(scope="session")
def demo(sqlite_backend: Backend, tmp_path_factory: pytest.TempPathFactory) -> House:
    """Give the application with the demo of today."""
    keyed = replace(
        _settings(tmp_path_factory.mktemp("demo")),
        data_key=f"k1:{b64encode(b'k' * 32).decode()}",
        ledger_key=b64encode(b"k" * 32).decode(),
    )

    def fill(session: Session) -> None:
        load(session)
        load_demo(session, today=clock.today())

    return _house(sqlite_backend, keyed, sqlite_backend.kept("demo of today", fill))


def _house(backend: Backend, settings: Settings, database: Database) -> House:
    app = create_app(settings, database)
    app.test_client_class = Visitor
    server = getattr(backend, "server", None)
    counting = with_server(server.pid) if isinstance(server, OwnServer) else process_time
    return House(backend.name, settings, database, app, counting)


def _settings(folder: Path) -> Settings:
    return Settings(
        database_url=f"sqlite:///{folder / 'bench.sqlite3'}",
        instance_dir=folder,
        secret_key=new_key(),
        data_key=f"k1:{new_key()}",
        ledger_key=new_key(),
        base_url="http://localhost",
        second_factor="optional",
    )
