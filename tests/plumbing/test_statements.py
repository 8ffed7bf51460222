"""The statement counter."""

from sqlalchemy import create_engine, text

from tests.servers.statements import count_statements


def test_the_counter_counts_statements_and_not_their_transactions() -> None:
    engine = create_engine("sqlite://")
    with count_statements() as statements, engine.begin() as connection:
        connection.execute(text("SELECT 1"))
        with connection.begin_nested():
            connection.execute(text("SELECT 2"))
    engine.dispose()
    assert statements == ["SELECT 1", "SELECT 2"]
