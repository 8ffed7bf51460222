"""Write many rows of a table at once, without what SQLAlchemy does for each of them."""

from collections.abc import Callable, Container, Mapping, Sequence
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session
from sqlalchemy.sql.schema import CallableColumnDefault, ColumnDefault

from exchange.core.database.base import Base


def insert_many(
    session: Session, table: type[Base], names: Sequence[str], rows: Sequence[tuple[Any, ...]]
) -> None:
    """Insert rows in one statement, each with the values of the columns that are named.

    Defaults that Python makes are not: name every column that has one.
    """
    if not rows:
        return
    connection = session.connection()
    dialect, columns = connection.dialect, table.__table__.c
    written = insert(table).compile(dialect=dialect, column_keys=list(names))
    binds = [columns[name].type.dialect_impl(dialect).bind_processor(dialect) for name in names]
    values = list(zip(*map(_column, zip(*rows, strict=True), binds), strict=True))
    if written.positional:
        order = [names.index(name) for name in written.positiontup or ()]
        assert order == list(range(len(names))), "columns stand as they are named"
        connection.exec_driver_sql(str(written), values)
    else:
        named = [dict(zip(names, row, strict=True)) for row in values]
        connection.exec_driver_sql(str(written), named)


def shared_defaults(table: type[Base], named: Container[str]) -> Mapping[str, object]:
    """Return the defaults that Python makes of columns not named: one for all rows of a moment."""
    return {
        column.name: _made(column.default)
        for column in table.__table__.columns
        if column.name not in named and isinstance(column.default, ColumnDefault)
    }


def _made(default: ColumnDefault) -> object:
    if isinstance(default, CallableColumnDefault):
        return default.arg(None)  # type: ignore[arg-type]  # no default of ours looks at the statement
    return default.arg


def _column(values: Sequence[Any], bind: Callable[[Any], Any] | None) -> Sequence[Any]:
    """Return a column's values as the driver takes them; what rows have in common is made once."""
    if bind is None:
        return values
    each = {id(value): value for value in values}
    bound = {key: bind(value) for key, value in each.items()}
    return [bound[id(value)] for value in values]
