"""Databases for tests: quick copies of a prepared one, on SQLite and on PostgreSQL."""

import shutil
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from itertools import count
from os import getpid
from pathlib import Path

import psycopg
from psycopg.pq import TransactionStatus
from sqlalchemy import Connection
from sqlalchemy.orm import Session, sessionmaker

import exchange.rooms  # noqa: F401 - declares every room's tables
from exchange.core.database import Base, Database, unit_of_work
from tests.servers.postgres import PostgresServer


class Backend(ABC):
    """One kind of database."""

    name: str

    def __init__(self) -> None:
        self._kept: dict[str, Database] = {}

    @abstractmethod
    def empty(self) -> str:
        """Make a database without tables and return its address."""

    @abstractmethod
    def prepared(self) -> str:
        """Make a database with every table and return its address."""

    @abstractmethod
    def copied(self, url: str) -> str:
        """Make a copy of a database nobody is connected to, and return its address."""

    @abstractmethod
    def drop(self, url: str) -> None:
        """Remove a database made here."""

    def kept(self, contents: str, fill: Callable[[Session], object] | None = None) -> Database:
        """Return the one database of these contents, made once a process; tests commit nothing.

        A fixture with a parameter is made anew at each change of it, so at each file and kind of
        database; making tables and loading the city's facts took longer than most tests.
        """
        if contents not in self._kept:
            database = self._kept[contents] = Database(self.prepared())
            if fill:
                with unit_of_work(database) as session:
                    fill(session)
        return self._kept[contents]

    def close(self) -> None:
        """Let go of what is kept."""
        for database in self._kept.values():
            database.dispose()


class SqliteBackend(Backend):
    """Files in WAL mode, in a folder of the test run."""

    name = "sqlite"

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder
        self._numbers = count(1)

    def empty(self) -> str:
        return self._url(self._next())

    def prepared(self) -> str:
        path = self._next()
        shutil.copyfile(self._template, path)
        return self._url(path)

    def copied(self, url: str) -> str:
        path = self._next()
        shutil.copyfile(url.removeprefix("sqlite:///"), path)
        return self._url(path)

    def drop(self, url: str) -> None:
        path = Path(url.removeprefix("sqlite:///"))
        for suffix in ("", "-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)

    @cached_property
    def _template(self) -> Path:
        path = self._folder / "template.sqlite3"
        create_tables(self._url(path))
        return path

    def _next(self) -> Path:
        return self._folder / f"test-{next(self._numbers)}.sqlite3"

    @staticmethod
    def _url(path: Path) -> str:
        return f"sqlite:///{path}"


class PostgresBackend(Backend):
    """Databases of one server, named after this process so that runs share a server in peace."""

    name = "postgresql"

    def __init__(self, server: PostgresServer) -> None:
        super().__init__()
        self.server = server
        self._numbers = count(1)
        self._made: list[str] = []

    def empty(self) -> str:
        return self.server.create(self._next())

    def prepared(self) -> str:
        return self.server.create(self._next(), template=self._template)

    def copied(self, url: str) -> str:
        return self.server.create(self._next(), template=_name_in(url))

    def drop(self, url: str) -> None:
        name = _name_in(url)
        self.server.drop(name)
        self._made.remove(name)

    def close(self) -> None:
        """Let go of what is kept, and leave nothing on a server that outlives this run."""
        super().close()
        if self.server.stays:
            for name in self._made:
                self.server.drop(name)

    @cached_property
    def _template(self) -> str:
        name = self._next()
        create_tables(self.server.create(name))
        return name

    def _next(self) -> str:
        name = f"exchange_test_{getpid()}_{next(self._numbers)}"
        self._made.append(name)
        return name


def _name_in(url: str) -> str:
    return url.partition("?")[0].rpartition("/")[2]


def create_tables(url: str) -> None:
    """Create every table from the models; the drift test holds them equal to the migrated ones."""
    database = Database(url)
    Base.metadata.create_all(database.engine)
    database.dispose()


class _SharedReading(Session):
    """A reading session that ends without undoing what others wrote on the same connection."""

    def rollback(self) -> None:
        if self.in_transaction() and not _refused(self.connection()):
            super().commit()
        else:
            super().rollback()

    def close(self) -> None:
        self.rollback()
        super().close()


def _refused(connection: Connection) -> bool:
    """Say whether PostgreSQL waits for a rollback after a statement it refused."""
    driver: object = connection.connection.dbapi_connection
    return (
        isinstance(driver, psycopg.Connection)
        and driver.info.transaction_status == TransactionStatus.INERROR
    )


class IsolatedDatabase(Database):
    """Every session is a savepoint of one transaction, which is never committed."""

    @classmethod
    def on(cls, connection: Connection) -> "IsolatedDatabase":
        """Bind the sessions to a connection whose transaction has begun."""
        database = cls.bound_to(connection)
        database._reading = sessionmaker(
            connection, class_=_SharedReading, join_transaction_mode="create_savepoint"
        )
        return database


@contextmanager
def isolated(shared: Database) -> Iterator[IsolatedDatabase]:
    """Give a database whose changes are gone at the block's end."""
    with shared.engine.connect() as connection:
        transaction = connection.begin()
        try:
            yield IsolatedDatabase.on(connection)
        finally:
            transaction.rollback()
