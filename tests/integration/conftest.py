"""Integration tests run on both databases."""

from tests.servers.fixtures import (
    app,
    backend,
    built_app,
    client,
    client_as,
    database,
    empty_database,
    fresh_database,
    own_app,
    postgres_server,
    postgresql_backend,
    secret_key,
    session,
    settings,
    shared_database,
    sqlite_backend,
)

__all__ = [
    "app",
    "backend",
    "built_app",
    "client",
    "client_as",
    "database",
    "empty_database",
    "fresh_database",
    "own_app",
    "postgres_server",
    "postgresql_backend",
    "secret_key",
    "session",
    "settings",
    "shared_database",
    "sqlite_backend",
]
