"""Bring a database to the newest schema."""

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from config import ROOT
from exchange.core.database.engine import Database


def migrate(database: Database, revision: str = "head") -> None:
    """Upgrade to `revision`; nothing happens when the database is already there."""
    with database.engine.connect() as connection:
        migrate_on(connection, revision)


def migrate_on(connection: Connection, revision: str) -> None:
    """Upgrade on a connection; on PostgreSQL inside its transaction, where one has begun."""
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def revisions() -> frozenset[str]:
    """Return every revision this program knows."""
    scripts = ScriptDirectory.from_config(_config()).walk_revisions()
    return frozenset(script.revision for script in scripts)


def _config() -> Config:
    return Config(toml_file=str(ROOT / "pyproject.toml"))
