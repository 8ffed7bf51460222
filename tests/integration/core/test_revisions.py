"""Revisions: raised in the transaction that changes a topic."""

from sqlalchemy.orm import Session

from exchange.core.database import Database, unit_of_work
from exchange.core.revisions import revisions, touch
from tests.servers.statements import count_statements


def test_a_topic_rises_by_one_with_every_touch_and_others_stay(session: Session) -> None:
    touch(session, "visits")
    touch(session, "visits")
    touch(session, "agreements")
    found = revisions(session, ["visits", "agreements", "tasks"])
    assert found == {"visits": 2, "agreements": 1, "tasks": 0}


def test_all_topics_are_read_in_one_statement(session: Session) -> None:
    touch(session, "visits")
    with count_statements() as statements:
        revisions(session, ["visits", "agreements", "tasks"])
        revisions(session, [])
    assert len(statements) == 2


def test_a_revision_goes_with_its_transaction(database: Database) -> None:
    with database.writing() as session:
        touch(session, "visits")
        session.rollback()
    with unit_of_work(database) as session:
        assert revisions(session, ["visits"]) == {"visits": 0}
