"""Which migration a database stands at, and which it should."""

from functools import cache
from typing import Final

from sqlalchemy import Connection, inspect, text

from config import ROOT

_STORIES: Final = ROOT / "migrations" / "versions"


@cache
def newest_revision() -> str:
    """Return the number of the last migration this program came with."""
    return max(path.name for path in _STORIES.glob("[0-9]*.py")).partition("_")[0]


def revision_of(connection: Connection) -> str | None:
    """Return the number of the last migration a database has had; None before the first."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return found
