"""Making a backup: one snapshot of a database in use, streamed into a file."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, text

from exchange.backups.archive import Manifest, written
from exchange.backups.tables import columns_by_table, read_rows
from exchange.core.database import Database


def back_up(database: Database, path: Path, *, now: datetime, passphrase: str | None) -> Manifest:
    """Write every row of one moment into a new file, encrypted where a passphrase is given.

    Nobody who works meanwhile waits for it. Raises BackupError, or OSError where the file cannot
    be written; nothing is left of it then.
    """
    with snapshot(database) as connection:
        revision: str = connection.scalars(text("SELECT version_num FROM alembic_version")).one()
        with written(path, passphrase) as archive:
            for table, columns in columns_by_table(connection).items():
                archive.add(table, columns, read_rows(connection, table, columns))
            return archive.finish(made_at=now.isoformat(), revision=revision)


@contextmanager
def snapshot(database: Database) -> Iterator[Connection]:
    """Lend a connection that sees one moment, however long the block takes.

    SQLite's readers do so anyhow; PostgreSQL's in a transaction of this kind.
    """
    with database.engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection = connection.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
        yield connection
