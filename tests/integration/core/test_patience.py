"""A PostgreSQL that does not answer: given up in time, and its connection with it."""

import time
from collections.abc import Iterator

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from exchange.core.database import Database
from exchange.core.database.outages import refusal_of
from exchange.core.errors import AwayError
from tests.servers.databases import Backend

#: Seconds; what is answered at once must be in time on a busy machine too.
PATIENCE = 2.0


@pytest.fixture
def hurried(postgresql_backend: Backend) -> Iterator[Database]:
    """Give a database that is asked by somebody with little time."""
    url = postgresql_backend.empty()
    database = Database(url, patience=PATIENCE)
    yield database
    database.dispose()
    postgresql_backend.drop(url)


def test_a_statement_that_is_not_answered_in_time_is_an_outage(hurried: Database) -> None:
    begun = time.monotonic()
    with hurried.reading() as session, pytest.raises(OperationalError) as caught:
        session.execute(text("SELECT pg_sleep(60)"))
    assert time.monotonic() - begun < 30
    assert isinstance(refusal_of(caught.value), AwayError)
    with hurried.reading() as session:  # on another connection
        assert session.scalar(text("SELECT 1")) == 1


def test_a_statement_that_is_refused_costs_no_connection(hurried: Database) -> None:
    def process(words: str = "SELECT pg_backend_pid()") -> object:
        with hurried.reading() as session:
            return session.scalar(text(words))

    before = process()
    with pytest.raises(OperationalError):
        process("DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '55P03'; END $$")
    assert process() == before
