"""Whoever had applied before numbers were given with the application gets one."""

import pytest
from sqlalchemy import text

from exchange.core.database import Database
from exchange.core.database.migrate import migrate
from tests.servers import release

RELEASE = min(release.FOLDER.glob("*.json.gz"))


@pytest.mark.parametrize(
    ("selection", "before", "story"),
    [("lottery", "0042", "0043"), ("screening", "0046", "0047")],
)
def test_those_who_applied_before_are_numbered(
    empty_database: Database, selection: str, before: str, story: str
) -> None:
    kept = release.read(RELEASE)
    migrate(empty_database, kept["revision"])
    with empty_database.engine.begin() as connection:
        release.restore(connection, kept)
    migrate(empty_database, before)
    with empty_database.engine.begin() as connection:
        drawn = connection.scalar(
            text(
                "SELECT edition_id FROM registrations GROUP BY edition_id"
                " ORDER BY count(*) DESC LIMIT 1"
            )
        )
        chosen = {"id": drawn}
        connection.execute(
            text("UPDATE editions SET selection = :selection WHERE id = :id"),
            {**chosen, "selection": selection},
        )
        connection.execute(
            text(
                "UPDATE registrations SET blind_number = 10000 WHERE id ="
                " (SELECT id FROM registrations WHERE edition_id = :id ORDER BY id LIMIT 1)"
            ),
            chosen,
        )
    migrate(empty_database, story)
    with empty_database.engine.connect() as connection:
        found = connection.execute(text("SELECT edition_id, blind_number FROM registrations")).all()
    own = [number for edition_id, number in found if edition_id == drawn]
    assert len(own) >= 3
    assert 10000 in own
    assert len(set(own)) == len(own)
    assert all(number in range(10000, 100000) for number in own)
    assert {number for edition_id, number in found if edition_id != drawn} == {None}
