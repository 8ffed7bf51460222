"""Write many rows of a table in one statement."""

from collections.abc import Sequence
from operator import itemgetter
from typing import Any

from sqlalchemy import bindparam, update
from sqlalchemy.orm import Session

from exchange.core import clock
from exchange.core.database import Base
from exchange.core.database.many import insert_many, shared_defaults
from exchange.youth.models import Pupil, Registration

Rows = list[dict[str, Any]]


def insert_rows(session: Session, table: type[Base], rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows of a table in one statement; every row names the same columns, its key too."""
    if not rows:
        return
    defaults = shared_defaults(table, rows[0])
    columns = (column.name for column in table.__table__.columns)
    names = [name for name in columns if name in rows[0] or name in defaults]
    values = itemgetter(*names)
    insert_many(session, table, names, [values({**defaults, **row}) for row in rows])


def update_rows(session: Session, table: type[Pupil | Registration], rows: Rows) -> None:
    """Change rows by key, each to its own values; every row names the same columns."""
    if not rows:
        return
    named = [name for name in rows[0] if name != "key"]
    statement = update(table).where(table.id == bindparam("key"))
    values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in named}
    told = [{"key": row["key"], **{f"new_{name}": row[name] for name in named}} for row in rows]
    session.connection().execute(
        statement.values(**values, version=table.version + 1, updated_at=clock.now()), told
    )
    session.expire_all()
