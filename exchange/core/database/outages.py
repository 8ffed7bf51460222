"""What a database that is away, or has no room left, means to people: a refusal, not a fault."""

from typing import Final

from sqlalchemy.exc import DBAPIError, OperationalError

from exchange.core.database.engine import is_busy
from exchange.core.errors import AwayError, BusyError, DomainError, NoRoomError

#: PostgreSQL: shut down, crashed, starting; too many connections. Class 08 is a lost connection.
_AWAY_STATES: Final = frozenset({"57P01", "57P02", "57P03", "53300"})
_LOST_CONNECTION: Final = "08"
_DISK_FULL: Final = "53100"
#: SQLite cannot always tell a full disk from one that fails; people do the same about both.
_NO_ROOM_WORDS: Final = ("database or disk is full", "disk I/O error")
_AWAY_WORDS: Final = ("unable to open database file",)


def refusal_of(error: DBAPIError) -> DomainError | None:
    """Return what to tell people of an error; None where the fault is ours."""
    if isinstance(error, OperationalError) and is_busy(error):
        return BusyError()
    words = str(error.orig)
    state: str | None = getattr(error.orig, "sqlstate", "")
    if state == _DISK_FULL or any(said in words for said in _NO_ROOM_WORDS):
        return NoRoomError()
    if error.connection_invalidated or any(said in words for said in _AWAY_WORDS):
        return AwayError()
    if state is None:  # libpq never reached the server
        return AwayError() if isinstance(error, OperationalError) else None
    is_away = state in _AWAY_STATES or state.startswith(_LOST_CONNECTION)
    return AwayError() if is_away else None
