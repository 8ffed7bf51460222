"""Which errors are a person's to mend, and the one line each becomes."""

from typing import Final

from sqlalchemy.exc import DatabaseError, IntegrityError

from config import SettingsError
from exchange.backups.errors import BackupError
from exchange.cli import CommandError
from exchange.core.errors import DomainError
from exchange.core.keys import KeyProblemError
from exchange.core.translate import translate

REFUSALS: Final = (
    BackupError,
    CommandError,
    DatabaseError,
    DomainError,
    KeyProblemError,
    SettingsError,
)

#: PostgreSQL: undefined table, undefined column.
_NO_SCHEMA_STATES: Final = frozenset({"42P01", "42703"})
_NO_SCHEMA_WORDS: Final = ("no such table", "no such column")


def sentence(error: Exception) -> str:
    """Return the line; commands speak English and never repeat a statement or its values."""
    if isinstance(error, DomainError):
        return translate(error.sentence, "en")
    if isinstance(error, DatabaseError):
        return _of_database(error)
    return " ".join(str(error).split())


def _of_database(error: DatabaseError) -> str:
    said = str(error.orig).partition("\n")[0]
    state = getattr(error.orig, "sqlstate", None)
    if state in _NO_SCHEMA_STATES or any(words in said for words in _NO_SCHEMA_WORDS):
        return "the database lacks a table or a column; run `exchange migrate` first"
    if isinstance(error, IntegrityError):
        return "the database refused it: what it names is not there, or is there already"
    return f"the database cannot be used: {said}"
