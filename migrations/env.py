"""Run migrations on a given connection, or on the configured database.

SQLite migrates with foreign keys off (a batch change rebuilds the table, and would empty its
children), in one transaction a migration, checked before each commit; triggers are put back
after every step, because a rebuilt table has lost them.
"""

from typing import Any

from alembic import context
from sqlalchemy import Connection

import exchange.rooms  # noqa: F401 - importing the rooms declares their tables
from config import load_settings
from exchange.core.database import Base, Database, put_back_triggers


class BrokenReferenceError(RuntimeError):
    """A migration left rows that point nowhere."""


def run() -> None:
    """Migrate the connection we were handed, or one of our own."""
    given: Connection | None = context.config.attributes.get("connection")
    if given is not None:
        _migrate(given)
        return
    database = Database(load_settings().database_url)
    with database.engine.connect() as connection:
        _migrate(connection)
    database.dispose()


def _migrate(connection: Connection) -> None:
    sqlite = connection.dialect.name == "sqlite"
    if sqlite:
        _foreign_keys(connection, "OFF")
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        compare_type=True,
        transactional_ddl=True,
        transaction_per_migration=True,
        on_version_apply=_after_step,  # type: ignore[arg-type]  # called with keywords
    )
    try:
        with context.begin_transaction():
            context.run_migrations()
    except BaseException:
        connection.rollback()
        raise
    finally:
        if sqlite:
            _foreign_keys(connection, "ON")


def _foreign_keys(connection: Connection, state: str) -> None:
    """Switch foreign keys before a BEGIN; inside a transaction SQLite would ignore it."""
    if connection.in_transaction():
        connection.commit()
    connection.connection.cursor().execute(f"PRAGMA foreign_keys={state}")


def _after_step(ctx: Any, **_details: object) -> None:  # noqa: ANN401 - Alembic's own context
    connection = ctx.connection
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise BrokenReferenceError(f"rows point nowhere: {broken[:5]}")
    put_back_triggers(connection)


run()
