"""Unit tests have no database: touching one raises."""

import pytest
from sqlalchemy import Engine


class DatabaseTouchedError(AssertionError):
    """A unit test reached for a database; it belongs to tests/integration."""


@pytest.fixture(autouse=True)
def no_database(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse every connection of every engine."""

    def refuse(*_arguments: object, **_options: object) -> None:
        raise DatabaseTouchedError

    monkeypatch.setattr(Engine, "connect", refuse)
    monkeypatch.setattr(Engine, "raw_connection", refuse)
