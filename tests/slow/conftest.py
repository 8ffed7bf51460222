"""Races run on both databases."""

from tests.servers.fixtures import (
    backend,
    fresh_database,
    postgres_server,
    postgresql_backend,
    secret_key,
    settings,
    sqlite_backend,
)

__all__ = [
    "backend",
    "fresh_database",
    "postgres_server",
    "postgresql_backend",
    "secret_key",
    "settings",
    "sqlite_backend",
]
