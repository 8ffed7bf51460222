"""Write many rows of a table in one statement."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, insert, update
from sqlalchemy.orm import Session

from exchange.core import clock
from exchange.core.database import Base
from exchange.youth.models import Pupil, Registration

Rows = list[dict[str, Any]]


def insert_rows(session: Session, table: type[Base], rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows of a table in one statement."""
    if rows:
        session.connection().execute(insert(table), rows)


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
