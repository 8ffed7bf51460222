"""A migration killed half-way is finished by the next, and loses no row."""

import signal
import time
from pathlib import Path
from typing import Final

from sqlalchemy import Uuid, bindparam, inspect, text
from sqlalchemy.exc import DatabaseError

from exchange.core.database import Base, Database, reference_uuid
from exchange.core.database.migrate import migrate
from exchange.core.database.triggers import REFUSALS, trigger_names
from tests.servers.databases import Backend
from tests.servers.offices import Office

#: The process is killed once it has come so far.
REACHED: Final = "0030"
KEY: Final = reference_uuid("drill", "migration")
#: A line as the first schema held it.
LINE: Final = {
    "INSERT INTO audit_lines (id, at, actor_name, act, subject_kind, subject_id, fields)"
    " VALUES (:key, '2026-11-01 00:00:00', 'drill', 'drill', 'drill', :key, '[]')": {"key": KEY},
    "INSERT INTO audit_values (line_id, field, new) VALUES (:key, 'a', 'b')": {"key": KEY},
}


def revision(database: Database) -> str:
    """Return where a database stands; empty while nobody has begun."""
    with database.engine.connect() as connection:
        try:
            found = connection.scalar(text("SELECT version_num FROM alembic_version"))
        except DatabaseError:
            return ""
    return str(found or "")


def test_a_migration_killed_half_way_is_finished_by_the_next(
    backend: Backend, tmp_path: Path
) -> None:
    office = Office(tmp_path, backend.empty())
    database = office.database()
    migrate(database, "0001")
    with database.engine.begin() as connection:
        for statement, values in LINE.items():
            connection.execute(text(statement).bindparams(bindparam("key", type_=Uuid())), values)
    migration = office.start("migrate")
    deadline = time.monotonic() + 120
    while revision(database) < REACHED:
        assert time.monotonic() < deadline, "nobody migrates"
        time.sleep(0.005)
    migration.kill()
    migration.communicate()
    assert migration.returncode == -signal.SIGKILL
    newest = max(path.name for path in Path("migrations/versions").glob("0*.py"))[:4]
    assert REACHED <= revision(database) < newest

    assert office.run("migrate")[0] == 0
    assert revision(database) == newest
    with database.engine.connect() as connection:
        tables = set(inspect(connection).get_table_names())
        assert tables == {*Base.metadata.tables, "alembic_version"}
        assert trigger_names(connection) == {
            refusal.name for refusal in REFUSALS if refusal.holds_in(connection.dialect.name)
        }
        kept = connection.execute(text("SELECT act, new FROM audit_lines, audit_values")).all()
    assert [tuple(row) for row in kept] == [("drill", "b")]
    database.dispose()
    backend.drop(office.url)
