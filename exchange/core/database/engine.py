"""Engines, sessions and transactions; the one place that repeats what the database refused."""

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any, Final, Self, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, func, make_url, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import ORMExecuteState, Session, UOWTransaction, sessionmaker
from sqlalchemy.pool import StaticPool

from exchange.core.database.patience import limit_waits
from exchange.core.database.refusals import withhold_values
from exchange.core.errors import BusyError

Result = TypeVar("Result")

ATTEMPTS: Final = 3
_PAUSE_SECONDS: Final = 0.05
#: A pooler such as PgBouncer gives each transaction another connection: nothing may be prepared.
#: Nobody looks at an empty page for long: a server that is away is given up after five seconds, and
#: so is one whose machine or cable is gone, in the midst of an answer too.
_PSYCOPG: Final[dict[str, int | None]] = {
    "prepare_threshold": None,
    "connect_timeout": 5,
    "keepalives": 1,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 5_000,
}
#: PostgreSQL: serialization failure, deadlock, lock not available.
_RETRYABLE_STATES: Final = frozenset({"40001", "40P01", "55P03"})


class ReadOnlyError(RuntimeError):
    """A safe request tried to write; a fault of the program, never of the person."""


class Database:
    """One database: reading sessions, and writing sessions that take their lock at once."""

    def __init__(self, url: str, *, patience: float | None = None) -> None:
        self.engine = make_engine(url, patience=patience)
        self._reading = sessionmaker(self.engine)
        self._writing = sessionmaker(self.engine.execution_options(begin="IMMEDIATE"))
        self._plain: Callable[[], AbstractContextManager[Connection]] = self.engine.connect

    @classmethod
    def bound_to(cls, connection: Connection) -> Self:
        """Return a database whose sessions live in savepoints of one connection's transaction."""
        database = cls.__new__(cls)
        database.engine = connection.engine
        maker = sessionmaker(connection, join_transaction_mode="create_savepoint")
        database._reading = database._writing = maker
        database._plain = lambda: nullcontext(connection)
        return database

    def reading(self) -> Session:
        """Open a session that refuses to write."""
        return only_reading(self._reading())

    def writing(self) -> Session:
        """Open a session that takes SQLite's write lock at its first statement."""
        return self._writing()

    def plain(self) -> AbstractContextManager[Connection]:
        """Lend a connection for a read of a row or two, without what a session costs."""
        return self._plain()

    def dispose(self) -> None:
        """Close every pooled connection."""
        self.engine.dispose()


def only_reading(session: Session) -> Session:
    """Let a session refuse to write; what it loaded outlives its transactions."""
    session.info["read_only"] = True
    session.expire_on_commit = False
    return session


def make_engine(url: str, *, patience: float | None = None) -> Engine:
    """Make an engine; SQLite gets WAL, foreign keys, a busy timeout and real BEGINs.

    PostgreSQL has `patience` seconds to answer a statement; None: as long as it takes.
    What people typed is in no error's text: logs are read by others.
    """
    if not url.startswith("sqlite"):
        engine = create_engine(
            url, pool_pre_ping=True, hide_parameters=True, connect_args=_driver_options(url)
        )
        event.listen(engine, "handle_error", withhold_values)
        if patience is not None:
            limit_waits(engine, patience)
        return engine
    memory: dict[str, Any] = {"poolclass": StaticPool} if ":memory:" in url else {}
    engine = create_engine(
        url, connect_args={"check_same_thread": False}, hide_parameters=True, **memory
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _driver_options(url: str) -> dict[str, int | None]:
    """Say how to speak to a server, where the address does not."""
    named = make_url(url).query
    return {name: value for name, value in _PSYCOPG.items() if name not in named}


def _prepare_sqlite(connection: Any, _record: object) -> None:  # noqa: ANN401 - a DBAPI connection
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "busy_timeout=5000",
        "foreign_keys=ON",
        "synchronous=NORMAL",
        "recursive_triggers=ON",  # else INSERT OR REPLACE deletes past the refusing triggers
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    mode = connection.get_execution_options().get("begin", "")
    connection.exec_driver_sql(f"BEGIN {mode}".rstrip())


@event.listens_for(Session, "before_flush")
def _refuse_flush(session: Session, _context: UOWTransaction, _instances: object) -> None:
    if session.info.get("read_only"):
        raise ReadOnlyError("a reading session has changes to flush")


@event.listens_for(Session, "do_orm_execute")
def _refuse_statement(state: ORMExecuteState) -> None:
    writes = state.is_insert or state.is_update or state.is_delete
    if writes and state.session.info.get("read_only"):
        raise ReadOnlyError("a reading session was asked to write")


@contextmanager
def unit_of_work(database: Database) -> Iterator[Session]:
    """Open a writing session, commit at the end, roll back on any exception."""
    with database.writing() as session:
        try:
            yield session
        except BaseException:
            session.rollback()
            raise
        session.commit()


def transact(database: Database, work: Callable[[Session], Result]) -> Result:
    """Run `work` in a unit of work of its own, repeated when the database was busy."""

    def once() -> Result:
        with unit_of_work(database) as session:
            return work(session)

    return repeated(once)


def take_turns(session: Session, name: str) -> None:
    """Let one transaction at a time pass that names the same thing; held until it ends.

    For what has no row to lock yet. SQLite's writers take turns anyhow.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(name, 0))))


def repeated(operation: Callable[[], Result]) -> Result:
    """Call `operation` up to three times while the database is busy; then raise BusyError."""
    for attempt in range(1, ATTEMPTS + 1):
        try:
            return operation()
        except OperationalError as error:
            if not is_busy(error):
                raise
            if attempt < ATTEMPTS:
                time.sleep(_PAUSE_SECONDS * attempt)
    raise BusyError


def is_busy(error: OperationalError) -> bool:
    """Say whether the same transaction may succeed when tried again."""
    state = getattr(error.orig, "sqlstate", None)
    return state in _RETRYABLE_STATES or "database is locked" in str(error.orig)
