"""Races run on both databases; a whole instance is prepared once and copied."""

from pathlib import Path

import pytest

from exchange.core import clock
from tests.servers.fixtures import (
    backend,
    fresh_database,
    postgres_server,
    postgresql_backend,
    secret_key,
    settings,
    sqlite_backend,
)
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
