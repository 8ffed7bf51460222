"""Every test here starts with the city's facts."""

from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session

from tests.factories import demo as demo_data
from tests.servers.databases import Backend, isolated
from tests.servers.fixtures import city_database

__all__ = ["city_database"]


@pytest.fixture
def demo(backend: Backend) -> Iterator[Session]:
    """Give a session on a database that holds the facts and the demo of `TODAY`."""
    kept = backend.kept("demo", demo_data.load_with_facts)
    with isolated(kept) as database, database.writing() as session:
        yield session
