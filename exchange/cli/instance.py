"""What commands share: the configured instance, opened and checked."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import ArgumentError

import exchange.rooms  # noqa: F401 - importing the rooms declares their tables
from config import Settings, SettingsError, load_settings
from exchange.accounts.queries import has_real_users
from exchange.cli import CommandError
from exchange.core import clock
from exchange.core.database import Database
from exchange.core.database.resealing import lacking_keys
from exchange.core.keys import Keyring, LedgerKey, decode_key


@contextmanager
def opened(settings: Settings | None = None) -> Iterator[tuple[Settings, Database]]:
    """Open the configured database for one command; the clock stands where EXCHANGE_NOW says."""
    settings = settings or load_settings()
    database = database_of(settings)
    try:
        ensure_clock_allowed(settings, database)
        clock.fix(settings.fixed_now)
        yield settings, database
    finally:
        database.dispose()


def database_of(settings: Settings) -> Database:
    """Return the configured database; raises SettingsError when its address cannot be read."""
    try:
        return Database(settings.database_url)
    except (ArgumentError, ImportError, ValueError) as error:
        raise SettingsError(
            "EXCHANGE_DATABASE_URL must look like sqlite:////folder/exchange.sqlite3"
            " or postgresql+psycopg://user@host/database"
        ) from error


def make_folder(settings: Settings) -> None:
    """Make the instance's folder; raises SettingsError where that is impossible."""
    try:
        settings.instance_dir.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SettingsError(
            f"EXCHANGE_INSTANCE_DIR {settings.instance_dir} cannot be made: {error.strerror}"
        ) from error


def ensure_clock_allowed(settings: Settings, database: Database) -> None:
    """Refuse EXCHANGE_NOW where real people have accounts."""
    if settings.fixed_now is None:
        return
    with database.reading() as session:
        if has_real_users(session):
            raise CommandError("EXCHANGE_NOW is refused: this instance has users who are no demo")


def ledger_key(settings: Settings) -> LedgerKey:
    """Return the ledger's key; refused when it is not set."""
    if not settings.ledger_key:
        raise CommandError("EXCHANGE_LEDGER_KEY is not set; `make run` writes it once")
    return LedgerKey(decode_key(settings.ledger_key))


def ensure_keys_open(settings: Settings, database: Database) -> None:
    """Refuse data keys that lack one under which something is sealed, or are not that one."""
    with database.reading() as session:
        lacking = lacking_keys(session, data_keys(settings))
    if lacking:
        raise CommandError(
            f"EXCHANGE_DATA_KEY lacks the key {lacking[0]!r} under which data is sealed;"
            " put it back as it was"
        )


def data_keys(settings: Settings) -> Keyring:
    """Return the keys of sealed columns; refused when none is set."""
    if not settings.data_key:
        raise CommandError("EXCHANGE_DATA_KEY is not set; `make run` writes it once")
    return Keyring.parse(settings.data_key)
