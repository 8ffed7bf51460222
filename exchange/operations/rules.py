"""Whether a server has what it needs to answer."""

from dataclasses import dataclass
from typing import Final

from config import Settings
from exchange.core.keys import KeyProblemError, Keyring, decode_key

#: A server that could not ask the database.
AWAY: Final = "away"


@dataclass(frozen=True, slots=True)
class Readiness:
    """What a balancer needs to know; each part is one word."""

    database: str
    migrations: str
    keys: str

    @property
    def is_ready(self) -> bool:
        """Say whether people may be sent here."""
        return (self.database, self.migrations, self.keys) == ("ok", "ok", "ok")


def readiness(settings: Settings, *, answers: bool, revision: str | None, newest: str) -> Readiness:
    """Judge by what the database said; one at a later migration serves a newer program."""
    if not answers:
        return Readiness(AWAY, "unknown", _keys(settings))
    return Readiness("ok", "ok" if revision == newest else "differ", _keys(settings))


def _keys(settings: Settings) -> str:
    """Say whether the keys are there and can be read; never which or what."""
    try:
        Keyring.parse(settings.present_data_key())
        decode_key(settings.ledger_key or "")
    except KeyProblemError:
        return "missing"
    return "ok" if settings.secret_key else "missing"
