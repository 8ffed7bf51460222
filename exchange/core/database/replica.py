"""A copy of the database that follows it, asked for what strangers read while it is near enough."""

import time
from threading import Lock
from typing import Final

from sqlalchemy import Engine, Executable, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, sessionmaker

from exchange.core.database.engine import make_engine, only_reading

#: Seconds between two looks at how far behind the copy is; twice this is the most it may be.
INTERVAL: Final = 5.0
#: Seconds a copy has to answer a statement; it may hang, and people wait.
_PATIENCE: Final = 3.0
#: How far PostgreSQL has written its log, and how far a copy has played it: one count, whatever the
#: clocks of the hosts say. Bytes, as a whole number.
WRITTEN: Executable = text("SELECT CAST(pg_current_wal_lsn() - '0/0'::pg_lsn AS bigint)")
PLAYED: Executable = text("SELECT CAST(pg_last_wal_replay_lsn() - '0/0'::pg_lsn AS bigint)")


class Replica:
    """A reading copy that may be behind, away, or gone for good: the primary answers then.

    A copy that has not played what the primary had written one look ago is too far behind.
    """

    def __init__(self, url: str, primary: Engine) -> None:
        self.engine = make_engine(url, patience=_PATIENCE)
        self._maker = sessionmaker(self.engine)
        self._primary = primary
        self._lock = Lock()
        self._looked: float | None = None
        self._had: int | None = None
        self._is_near = False
        self._is_looking = False

    def session(self) -> Session | None:
        """Open a session that refuses to write; None while the primary must answer."""
        if not self._near():
            return None
        session = only_reading(self._maker())
        try:
            session.connection()
        except DBAPIError:  # it went away since the last look
            session.close()
            with self._lock:
                self._is_near = False
            return None
        return session

    def dispose(self) -> None:
        """Close every pooled connection."""
        self.engine.dispose()

    def _near(self) -> bool:
        """Say what the last look found; one thread at a time looks anew, nobody waits for it."""
        with self._lock:
            now, looked = time.monotonic(), self._looked
            age = INTERVAL if looked is None else now - looked
            if age < INTERVAL or self._is_looking:
                return self._is_near and age < 2 * INTERVAL
            self._looked, self._is_looking = now, True
        is_near = False
        try:
            is_near = self._look()
        finally:
            with self._lock:
                self._is_near, self._is_looking = is_near, False
        return is_near

    def _look(self) -> bool:
        """Say whether the copy has what the primary had one look ago; remember what it has now."""
        must_have, self._had = self._had, _reached(self._primary, WRITTEN)
        try:
            has = _reached(self.engine, PLAYED)
        except DBAPIError:
            return False
        return must_have is not None and has is not None and has >= must_have


def _reached(engine: Engine, position: Executable) -> int | None:
    """Ask a database how far it is; None where it follows nobody."""
    with engine.connect() as connection:
        found: int | None = connection.scalar(position)
        return found
