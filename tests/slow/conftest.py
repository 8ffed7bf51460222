"""Races run on both databases; a whole instance is prepared once and copied."""

import shutil
from pathlib import Path

import pytest

from exchange.backups.making import back_up
from exchange.backups.restoring import restore
from exchange.cli.restore import keys_of
from exchange.core import clock
from exchange.core.database import Database
from tests.servers.databases import Backend
from tests.servers.fixtures import (
    backend,
    fresh_database,
    postgres_server,
    postgresql_backend,
    secret_key,
    settings,
    sqlite_backend,
)
from tests.servers.offices import Office
from tests.servers.site import prepare_instance

__all__ = [
    "backend",
    "fresh_database",
    "postgres_server",
    "postgresql_backend",
    "secret_key",
    "settings",
    "sqlite_backend",
]


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give an instance on SQLite with keys, the city's facts and the demo; to be copied."""
    folder = prepare_instance(tmp_path_factory.mktemp("prepared"))
    clock.fix(None)
    return folder


@pytest.fixture(scope="session")
def prepared_url(prepared: Path) -> str:
    """Give the address of the prepared instance's database."""
    return f"sqlite:///{prepared / 'exchange.sqlite3'}"


@pytest.fixture(scope="session")
def postgresql_url(
    prepared: Path,
    prepared_url: str,
    postgresql_backend: Backend,
    tmp_path_factory: pytest.TempPathFactory,
) -> str:
    """Give the address of the same on PostgreSQL; to be copied."""
    file = tmp_path_factory.mktemp("backup") / "prepared"
    source, url = Database(prepared_url), postgresql_backend.empty()
    back_up(source, file, now=clock.machine_now(), passphrase=None)
    source.dispose()
    restore(url, file, passphrase=None, keys=keys_of(Office(prepared, url).settings))
    return url


@pytest.fixture
def office(
    request: pytest.FixtureRequest, backend: Backend, prepared: Path, tmp_path: Path
) -> Office:
    """Give an instance of the test's own, on each kind of database."""
    names = {"sqlite": "prepared_url", "postgresql": "postgresql_url"}
    folder = tmp_path / "instance"
    folder.mkdir()
    shutil.copy(prepared / "secrets.env", folder)
    return Office(folder, backend.copied(request.getfixturevalue(names[backend.name])))
