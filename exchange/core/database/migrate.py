"""Bring a database to the newest schema."""

from alembic import command
from alembic.config import Config

from config import ROOT
from exchange.core.database.engine import Database


def migrate(database: Database, revision: str = "head") -> None:
    """Upgrade to `revision`; nothing happens when the database is already there."""
    config = Config(toml_file=str(ROOT / "pyproject.toml"))
    with database.engine.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
