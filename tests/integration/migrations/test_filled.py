"""A filled database keeps every row, every reference and every trigger through a rebuild."""

from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from config import ROOT
from exchange.accounts.services import NewUser, create_user
from exchange.core.database import Database, unit_of_work
from exchange.core.database.migrate import migrate
from exchange.core.database.triggers import trigger_names
from exchange.core.permissions import Role, system_actor
from tests.factories.youth import make_school

PROBE = ROOT / "tests" / "data" / "probe" / "probe_widen_users.py"


@pytest.fixture
def stories(tmp_path: Path) -> Config:
    """Alembic with one more story after the newest: the probe."""
    config = Config(toml_file=str(ROOT / "pyproject.toml"))
    head = ScriptDirectory.from_config(config).get_current_head()
    (tmp_path / PROBE.name).write_text(PROBE.read_text("utf-8").replace('"HEAD"', repr(head)))
    folders = f"{ROOT / 'migrations' / 'versions'}:{tmp_path}"
    config.set_main_option("path_separator", "os")
    config.set_main_option("version_locations", folders)
    return config


def fill(database: Database) -> None:
    with unit_of_work(database) as session:
        school = make_school(session)
        actor = system_actor("test")
        for number in range(3):
            new = NewUser(f"u{number}@s.example", "学校", Role.SCHOOL, school_id=school.id)
            create_user(session, actor=actor, new=new)


def rows(database: Database) -> dict[str, int]:
    with database.engine.connect() as connection:
        return {
            name: connection.scalar(text(f"SELECT count(*) FROM {name}")) or 0
            for name in ("schools", "users", "audit_lines", "audit_values")
        }


def test_a_rebuild_keeps_every_row_its_children_and_the_triggers(
    empty_database: Database, stories: Config
) -> None:
    migrate(empty_database)
    fill(empty_database)
    before = rows(empty_database)
    with empty_database.engine.connect() as connection:
        triggers = trigger_names(connection)
    with empty_database.engine.connect() as connection:
        stories.attributes["connection"] = connection
        command.upgrade(stories, "probe")
    assert before["users"] == 3
    assert rows(empty_database) == before
    with empty_database.engine.connect() as connection:
        assert trigger_names(connection) == triggers
        assert connection.scalar(text("SELECT sum(probe) FROM users")) == 21
        with pytest.raises(DBAPIError):
            connection.execute(text("DELETE FROM audit_lines"))
