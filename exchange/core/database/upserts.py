"""Inserts that may meet a row which is there already, in the words of the database in use."""

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from exchange.core.database.base import Base


def upsert(session: Session, table: type[Base]) -> postgresql.Insert | sqlite.Insert:
    """Return an insert that knows `on_conflict_do_nothing` and `on_conflict_do_update`."""
    if session.get_bind().dialect.name == "sqlite":
        return sqlite.insert(table)
    return postgresql.insert(table)
