"""Every table of a database as it really is, whatever the models say: read whole, or filled."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Final

from sqlalchemy import Connection, inspect

from exchange.backups.archive import Row
from exchange.backups.values import Column, column_of, reader, writer

#: Alembic's own; a manifest carries what it says.
REVISIONS: Final = "alembic_version"

#: Rows that are under way at a time; of tables with files only one, it may hold 15 MB.
_AT_ONCE: Final = 500
_FILES_AT_ONCE: Final = 1


def columns_by_table(connection: Connection) -> Mapping[str, Sequence[Column]]:
    """Return every table's columns, by name and in the table's order."""
    found = inspect(connection).get_multi_columns()
    return {
        table: [column_of(column["name"], column["type"]) for column in columns]
        for (_, table), columns in sorted(found.items(), key=lambda pair: pair[0][1])
        if table != REVISIONS
    }


def read_rows(connection: Connection, table: str, columns: Sequence[Column]) -> Iterator[Row]:
    """Give a table's rows as a backup holds them, in no order, a few at a time."""
    dialect = connection.dialect.name
    chosen = ", ".join(_chosen(column, dialect) for column in columns)
    readers = [reader(column, dialect) for column in columns]
    streamed = connection.execution_options(stream_results=True, yield_per=_at_once(columns))
    for row in streamed.exec_driver_sql(f'SELECT {chosen} FROM "{table}"'):
        yield _converted(row, readers)


def fill(
    connection: Connection, table: str, columns: Sequence[Column], rows: Iterable[Row]
) -> None:
    """Put a backup's rows into a table, in place of what a migration may have put there."""
    dialect = connection.dialect.name
    mark = "%s" if dialect == "postgresql" else "?"
    names = ", ".join(f'"{column.name}"' for column in columns)
    marks = ", ".join(mark for _ in columns)
    statement = f'INSERT INTO "{table}" ({names}) VALUES ({marks})'
    writers = [writer(column, dialect) for column in columns]
    connection.exec_driver_sql(f'DELETE FROM "{table}"')
    converted = (_converted(row, writers) for row in rows)
    while batch := list(islice(converted, _at_once(columns))):
        connection.exec_driver_sql(statement, batch)


def _converted(row: Iterable[Any], converters: Sequence[Any]) -> tuple[Any, ...]:
    pairs = zip(row, converters, strict=True)
    return tuple(None if value is None else convert(value) for value, convert in pairs)


def _chosen(column: Column, dialect: str) -> str:
    """Ask PostgreSQL for JSON as it stands: a driver would read it, and write it otherwise."""
    is_json = column.kind == "json" and dialect == "postgresql"
    return f'"{column.name}"{"::text" if is_json else ""}'


def _at_once(columns: Sequence[Column]) -> int:
    return _FILES_AT_ONCE if any(column.kind == "bytes" for column in columns) else _AT_ONCE
