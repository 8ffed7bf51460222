"""A programme's pattern is first read from the editions it had."""

from sqlalchemy import text

from exchange.core.database import Database
from exchange.core.database.migrate import migrate
from tests.servers import release

RELEASE = min(release.FOLDER.glob("*.json.gz"))


def patterns(database: Database) -> dict[object, str]:
    with database.engine.connect() as connection:
        rows = connection.execute(text("SELECT id, pattern FROM programmes")).all()
    return {key: str(pattern) for key, pattern in rows}


def test_programmes_take_the_pattern_their_editions_show(empty_database: Database) -> None:
    kept = release.read(RELEASE)
    migrate(empty_database, kept["revision"])
    with empty_database.engine.begin() as connection:
        release.restore(connection, kept)
    migrate(empty_database, "0050")
    with empty_database.engine.begin() as connection:
        ordered = connection.execute(
            text("SELECT programme_id, id, starts FROM editions ORDER BY starts, id")
        ).all()
        both, *_ = {key: None for key, _, _ in ordered if sum(o[0] == key for o in ordered) > 1}
        others = {key for key, _, _ in ordered if key != both}
        first, *later = [key for programme, key, _ in ordered if programme == both]
        connection.execute(text("UPDATE editions SET direction = 'online'"))
        for key, direction in ((first, "send"), *((each, "receive") for each in later)):
            connection.execute(
                text("UPDATE editions SET direction = :way WHERE id = :id"),
                {"way": direction, "id": key},
            )
    migrate(empty_database, "0051")
    found = patterns(empty_database)
    assert found.pop(both) == "send_then_receive"
    assert {found[key] for key in others} == {"online"}
