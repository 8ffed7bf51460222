"""Races run on both databases."""

from tests.servers.fixtures import backend, fresh_database, postgres_server, secret_key, settings

__all__ = ["backend", "fresh_database", "postgres_server", "secret_key", "settings"]
