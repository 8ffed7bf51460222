"""A migration that fails leaves the connection as it found it."""

import pytest
from alembic.util import CommandError
from sqlalchemy import text

from exchange.core.database import Database
from exchange.core.database.migrate import migrate


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_foreign_keys_are_on_again_after_a_migration_that_failed(
    empty_database: Database,
) -> None:
    with pytest.raises(CommandError, match="9999"):
        migrate(empty_database, "9999")
    with empty_database.engine.connect() as connection:
        assert connection.scalar(text("PRAGMA foreign_keys")) == 1
