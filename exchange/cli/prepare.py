"""What `make run` does before serving: keys once, schema, reference data, demo data."""

import os
import secrets
from pathlib import Path
from typing import Final

from config import Settings, load_settings
from exchange.core.database import Database, migrate, transact
from exchange.core.keys import new_key
from exchange.core.permissions import system_actor
from exchange.reference.loader import load_reference

_ACTOR: Final = system_actor("exchange serve --prepare")


def prepare(settings: Settings, *, demo: bool) -> Settings:
    """Make the instance ready and return its settings; a second time changes nothing."""
    settings.instance_dir.mkdir(parents=True, exist_ok=True)
    write_secrets_once(settings.secrets_file)
    settings = load_settings()
    database = Database(settings.database_url)
    migrate(database)
    transact(database, lambda session: load_reference(session, actor=_ACTOR))
    database.dispose()
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
