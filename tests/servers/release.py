"""The database as a release left it: written once at its end, upgraded by every later test run.

`python -m tests.servers.release NAME` writes tests/data/releases/NAME.json.gz from a new instance
with reference and demo data; a written release is never changed.
"""

import gzip
import json
import sys
import tempfile
from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    JSON,
    Connection,
    Date,
    DateTime,
    LargeBinary,
    MetaData,
    Numeric,
    Table,
    Time,
    Uuid,
    text,
)
from sqlalchemy.types import TypeEngine

from config import ROOT, load_settings
from exchange.core.database import Database
from tests.servers.site import prepare_instance

FOLDER: Final = ROOT / "tests" / "data" / "releases"

#: Kept bytes are built again; leaving them out keeps the file small.
_LEFT_OUT: Final = frozenset({"alembic_version", "kept_feeds"})


def dump(connection: Connection) -> Mapping[str, Any]:
    """Return the revision and every row, as plain JSON values."""
    tables = _reflected(connection)
    return {
        "revision": connection.scalar(text("SELECT version_num FROM alembic_version")),
        "tables": {
            table.name: [
                {name: _plain(value) for name, value in row._mapping.items()}
                for row in connection.execute(table.select())
            ]
            for table in tables
        },
    }


def restore(connection: Connection, release: Mapping[str, Any]) -> None:
    """Insert a release's rows into an empty schema of its own revision."""
    for table in _reflected(connection):
        rows = release["tables"][table.name]
        if rows:
            connection.execute(table.insert(), [_typed(table, row) for row in rows])


def read(path: Path) -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads(gzip.decompress(path.read_bytes()))
    return found


def _reflected(connection: Connection) -> list[Table]:
    metadata = MetaData()
    metadata.reflect(connection)
    for table in metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, JSON):
                column.type = JSON(none_as_null=True)
    return [table for table in metadata.sorted_tables if table.name not in _LEFT_OUT]


def _plain(value: object) -> object:
    if isinstance(value, UUID | Decimal):
        return str(value)
    return value.isoformat() if isinstance(value, date | time) else value


def _typed(table: Table, row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _value(table.c[name].type, value) for name, value in row.items()}


def _value(kind: TypeEngine[Any], value: Any) -> Any:  # noqa: ANN401 - a column's own value
    """Read a plain value as the reflected column wants it; SQLite shows a UUID as CHAR(32)."""
    if value is None:
        return None
    readers: tuple[tuple[type[TypeEngine[Any]], Any], ...] = (
        (DateTime, datetime.fromisoformat),
        (Date, date.fromisoformat),
        (Time, time.fromisoformat),
        (Uuid, UUID),
        (Numeric, Decimal),
        (LargeBinary, bytes.fromhex),
    )
    return next((read(value) for wanted, read in readers if isinstance(kind, wanted)), value)


def write(name: str) -> Path:
    """Write a release from a new instance; refuses to change one that is written."""
    path = FOLDER / f"{name}.json.gz"
    if path.exists():
        raise FileExistsError(path)
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        instance = prepare_instance(Path(folder))
        database = Database(load_settings({"EXCHANGE_INSTANCE_DIR": str(instance)}).database_url)
        with database.engine.connect() as connection:
            raw = json.dumps(dump(connection), ensure_ascii=False, sort_keys=True)
        database.dispose()
    path.write_bytes(gzip.compress(raw.encode(), mtime=0))
    return path


if __name__ == "__main__":
    print(write(sys.argv[1]))  # noqa: T201 - a command of the tests' own
