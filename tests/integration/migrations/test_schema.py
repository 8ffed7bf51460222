"""Migrations and models tell the same story, on both databases, empty and filled."""

from sqlalchemy import inspect, select

from exchange.core.database import Base, Database
from exchange.core.database.migrate import migrate
from tests.policy.schema import snapshot


def test_an_empty_database_migrates_to_exactly_what_the_models_declare(
    empty_database: Database, shared_database: Database
) -> None:
    with shared_database.engine.connect() as connection:
        declared = dict(snapshot(connection))
    for _ in range(2):  # the second time changes nothing
        migrate(empty_database)
        with empty_database.engine.connect() as connection:
            assert dict(snapshot(connection)) == declared
    with empty_database.engine.connect() as connection:
        assert set(Base.metadata.tables) <= set(inspect(connection).get_table_names())
        for table in Base.metadata.sorted_tables:
            connection.execute(select(table).limit(1))


def test_every_constraint_and_index_has_a_name(shared_database: Database) -> None:
    with shared_database.engine.connect() as connection:
        tables = snapshot(connection)["tables"]
    kinds = ("foreign keys", "unique", "checks", "indexes")
    unnamed = [name for name, table in tables.items() for kind in kinds if "None" in table[kind]]
    assert unnamed == []
