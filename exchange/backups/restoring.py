"""Taking a backup back into an empty place: whole and checked, or not at all."""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, inspect, make_url
from sqlalchemy.exc import DatabaseError

from exchange.backups import constraints
from exchange.backups.archive import ArchiveReader, Manifest, Part, Row, opened
from exchange.backups.checking import Keys, check_whole
from exchange.backups.errors import BackupError
from exchange.backups.growing import give_name, growing
from exchange.backups.tables import columns_by_table, fill
from exchange.backups.values import Column
from exchange.core.database import Database
from exchange.core.database.migrate import migrate_on, revisions


def verify(path: Path, passphrase: str | None) -> Manifest:
    """Read a backup from end to end and return what it says; raises BackupError."""
    with opened(path, passphrase) as archive:
        for part in archive.manifest.parts:
            for _row in archive.rows(part):
                pass
        return archive.manifest


def restore(url: str, path: Path, *, passphrase: str | None, keys: Keys) -> Manifest:
    """Load a backup into the empty database at an address, then bring it to the newest schema.

    The whole file is read before anything is changed. What fails later leaves nothing behind:
    PostgreSQL takes all in one transaction, SQLite in a file that gets its name at the end.
    Raises BackupError.
    """
    with opened(path, passphrase) as archive:
        if archive.manifest.revision not in revisions():
            raise BackupError(
                f"a newer Exchange made this backup (schema {archive.manifest.revision});"
                " install that one first"
            )
        check_whole(archive, keys)
        place = _sqlite_file if url.startswith("sqlite") else _postgresql
        with place(url) as connection:
            _load(connection, archive)
        return archive.manifest


def _load(connection: Connection, archive: ArchiveReader) -> None:
    """Make the backup's schema, fill it, check it, and bring it up to date."""
    migrate_on(connection, archive.manifest.revision)
    with constraints.lifted(connection):
        tables = columns_by_table(connection)
        if {part.table: _kinds(part.columns) for part in archive.manifest.parts} != {
            table: _kinds(columns) for table, columns in tables.items()
        }:
            raise BackupError(
                f"its tables are not those of schema {archive.manifest.revision};"
                " it was changed by other means than `exchange migrate`"
            )
        for part in archive.manifest.parts:
            _fill(connection, part, archive.rows(part))
    migrate_on(connection, "head")


def _fill(connection: Connection, part: Part, rows: Iterator[Row]) -> None:
    try:
        fill(connection, part.table, part.columns, rows)
    except (DatabaseError, ValueError) as error:
        raise BackupError(f"the database refuses rows of {part.table}") from error


def _kinds(columns: Sequence[Column]) -> Mapping[str, str]:
    return {column.name: column.kind for column in columns}


@contextmanager
def _postgresql(url: str) -> Iterator[Connection]:
    """Lend a transaction of an empty database; migrations take part in it."""
    database = Database(url)
    try:
        with database.engine.begin() as connection:
            ensure_empty(connection)
            yield connection
    finally:
        database.dispose()


@contextmanager
def _sqlite_file(url: str) -> Iterator[Connection]:
    """Lend a new file; it gets the database's name once it is whole."""
    path = _path_of(url)
    _ensure_free(path)
    part = growing(path)
    try:
        database = Database(str(make_url(url).set(database=str(part))))
        try:
            with database.engine.connect() as connection:
                yield connection
        finally:
            database.dispose()
        _write_through(part)
        give_name(part, path)
    finally:
        for left in (part, *_beside(part)):
            left.unlink(missing_ok=True)


def ensure_empty(connection: Connection) -> None:
    """Raise BackupError where a database holds any table."""
    if inspect(connection).get_table_names():
        raise BackupError("the database holds tables already; restore goes only into an empty one")


def _path_of(url: str) -> Path:
    name = make_url(url).database
    if name in {None, "", ":memory:"}:
        raise BackupError("a database in memory keeps nothing; name a file to restore into")
    return Path(str(name))


def _ensure_free(path: Path) -> None:
    """Refuse a database that is there, and what one left: its journal would be played into ours."""
    left = [name for name in _beside(path) if name.exists()]
    if path.exists() and path.stat().st_size:
        database = Database(f"sqlite:///{path}")
        try:
            with database.engine.connect() as connection:
                ensure_empty(connection)
        finally:
            database.dispose()
    elif left:
        raise BackupError(f"{left[0]} belongs to a database that is gone; move it away first")


def _beside(path: Path) -> Sequence[Path]:
    return [path.with_name(path.name + suffix) for suffix in ("-wal", "-shm", "-journal")]


def _write_through(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
