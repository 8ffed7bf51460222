"""What stands in the way of filling tables in any order: lifted, and put back word for word.

PostgreSQL checks each foreign key as it is put back; SQLite is asked for rows that point nowhere.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from exchange.backups.errors import BackupError

_FOREIGN_KEYS: Final = """
SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid)
FROM pg_constraint
WHERE contype = 'f' AND connamespace = current_schema()::regnamespace
ORDER BY conrelid, conname
"""
_GUARDED: Final = "SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal"
_TRIGGERS: Final = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"


@contextmanager
def lifted(connection: Connection) -> Iterator[None]:
    """Lift foreign keys and triggers for a block; raises BackupError where a row points nowhere.

    Commits on SQLite; on PostgreSQL the caller's transaction goes on.
    """
    lift = _lifted_on_sqlite if connection.dialect.name == "sqlite" else _lifted_on_postgresql
    with lift(connection):
        yield


@contextmanager
def _lifted_on_postgresql(connection: Connection) -> Iterator[None]:
    keys = _rows(connection, _FOREIGN_KEYS)
    guarded = [table for (table,) in _rows(connection, _GUARDED)]
    for table, name, _definition in keys:
        connection.exec_driver_sql(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    for table in guarded:
        connection.exec_driver_sql(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    yield
    for table in guarded:
        connection.exec_driver_sql(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    for table, name, definition in keys:
        try:
            connection.exec_driver_sql(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")
        except IntegrityError as error:
            raise _pointing_nowhere(table) from error


@contextmanager
def _lifted_on_sqlite(connection: Connection) -> Iterator[None]:
    _switch_foreign_keys(connection, "OFF")
    triggers = _rows(connection, _TRIGGERS)
    for name, _statement in triggers:
        connection.exec_driver_sql(f"DROP TRIGGER {name}")
    yield
    for _name, statement in triggers:
        connection.exec_driver_sql(statement)
    if broken := _rows(connection, "PRAGMA foreign_key_check"):
        raise _pointing_nowhere(broken[0][0])
    connection.commit()
    _switch_foreign_keys(connection, "ON")


def _switch_foreign_keys(connection: Connection, state: str) -> None:
    """Switch before a BEGIN; inside a transaction SQLite would ignore it."""
    if connection.in_transaction():
        connection.commit()
    connection.connection.cursor().execute(f"PRAGMA foreign_keys={state}")


def _rows(connection: Connection, statement: str) -> Sequence[Sequence[Any]]:
    return connection.exec_driver_sql(statement).fetchall()


def _pointing_nowhere(table: str) -> BackupError:
    return BackupError(f"rows of {table} point to rows that are not in the backup")
