"""What `make run` does before serving: keys once, schema, reference data, demo data."""

import importlib
import os
import secrets
from pathlib import Path

from config import Settings, load_settings
from exchange.accounts.queries import has_demo_users, has_real_users
from exchange.cli.instance import database_of, make_folder, opened
from exchange.core.database import Database
from exchange.core.database.revision import newest_revision, revision_of
from exchange.core.keys import new_key
from exchange.reference.queries import is_loaded


def prepare(settings: Settings, *, demo: bool) -> Settings:
    """Make the instance ready and return its settings; a second time changes nothing."""
    make_folder(settings)
    write_secrets_once(settings.secrets_file)
    settings = load_settings()
    database = database_of(settings)
    _migrate(database)
    database.dispose()
    with opened(settings) as (_settings, database):
        _load_data(database, settings, demo=demo)
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


def _load_data(database: Database, settings: Settings, *, demo: bool) -> None:
    """Load what is missing; the loaders are imported only then, a start seldom needs them."""
    with database.reading() as session:
        loaded = is_loaded(session)
        peopled = has_demo_users(session) or has_real_users(session)
    if not loaded:
        reference = importlib.import_module("exchange.cli.load_reference")
        reference.tell_kept(reference.load_into(database))
    if demo and not peopled:
        people = importlib.import_module("exchange.cli.load_demo")
        people.tell(people.load_into(database, settings))


def _migrate(database: Database) -> None:
    """Upgrade a schema that is not the newest; Alembic is loaded only then, half of a start."""
    with database.engine.connect() as connection:
        found = revision_of(connection)
    if found != newest_revision():
        importlib.import_module("exchange.core.database.migrate").migrate(database)
