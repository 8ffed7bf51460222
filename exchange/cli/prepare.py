"""What `make run` does before serving: keys once, schema, reference data, demo data."""

import importlib
import os
import secrets
from pathlib import Path
from typing import Final

from sqlalchemy import inspect, text

from config import ROOT, Settings, load_settings
from exchange.accounts.queries import has_demo_users, has_real_users
from exchange.cli.instance import database_of, make_folder, opened
from exchange.cli.load_demo import load_into, tell
from exchange.cli.load_reference import lines
from exchange.core.database import Database, transact
from exchange.core.keys import new_key
from exchange.core.permissions import system_actor
from exchange.reference.loader import load_reference

_STORIES: Final = ROOT / "migrations" / "versions"
_ACTOR: Final = system_actor("exchange serve --prepare")


def prepare(settings: Settings, *, demo: bool) -> Settings:
    """Make the instance ready and return its settings; a second time changes nothing."""
    make_folder(settings)
    write_secrets_once(settings.secrets_file)
    settings = load_settings()
    database = database_of(settings)
    _migrate(database)
    database.dispose()
    with opened(settings) as (_settings, database):
        report = transact(database, lambda session: load_reference(session, actor=_ACTOR))
        if report.kept:  # a start that changed nothing of people's work says nothing
            print("\n".join(lines(report)), flush=True)
        if demo and not _has_people(database):
            tell(load_into(database, settings))
    return settings


def write_secrets_once(path: Path) -> None:
    """Write new keys, readable by the owner only; an existing file is left alone."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    lines = (
        f"EXCHANGE_SECRET_KEY={secrets.token_urlsafe(48)}",
        f"EXCHANGE_DATA_KEY=k1:{new_key()}",
        f"EXCHANGE_LEDGER_KEY={new_key()}",
    )
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")


def _migrate(database: Database) -> None:
    """Upgrade a schema that is not the newest; Alembic is loaded only then, half of a start."""
    newest = max(path.name for path in _STORIES.glob("[0-9]*.py")).partition("_")[0]
    if _revision(database) != newest:
        importlib.import_module("exchange.core.database.migrate").migrate(database)


def _revision(database: Database) -> str | None:
    with database.engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
        return found


def _has_people(database: Database) -> bool:
    """Say whether anybody has an account already: then there is nothing left to try out."""
    with database.reading() as session:
        return has_demo_users(session) or has_real_users(session)
