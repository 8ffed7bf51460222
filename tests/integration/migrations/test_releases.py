"""Every release's database, with the city's facts and the demo, upgrades to today's schema."""

from pathlib import Path

import pytest
from sqlalchemy import inspect, text

from exchange.core.database import Database
from exchange.core.database.migrate import migrate
from tests.servers import release

RELEASES = sorted(release.FOLDER.glob("*.json.gz"))


def test_there_is_a_release_to_upgrade_from() -> None:
    assert RELEASES != []


@pytest.mark.parametrize("path", RELEASES, ids=lambda path: path.name)
def test_a_release_upgrades_and_loses_no_row(empty_database: Database, path: Path) -> None:
    kept = release.read(path)
    migrate(empty_database, kept["revision"])
    with empty_database.engine.begin() as connection:
        release.restore(connection, kept)
    migrate(empty_database)
    with empty_database.engine.connect() as connection:
        tables = set(inspect(connection).get_table_names())
        counts = {
            name: connection.scalar(text(f'SELECT count(*) FROM "{name}"'))
            for name in kept["tables"]
            if name in tables
        }
    assert counts == {name: len(rows) for name, rows in kept["tables"].items()}
