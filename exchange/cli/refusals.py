"""Which errors are a person's to mend, and the one line each becomes."""

from typing import Final

from config import SettingsError
from exchange.cli import CommandError
from exchange.core.errors import DomainError
from exchange.core.keys import KeyProblemError
from exchange.core.translate import translate

REFUSALS: Final = (CommandError, DomainError, SettingsError, KeyProblemError)


def sentence(error: Exception) -> str:
    """Return the line; commands speak English."""
    if isinstance(error, DomainError):
        return translate(error.sentence, "en")
    return str(error)
