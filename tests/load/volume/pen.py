"""Writes rows in bulk, with keys and chances that are the same in every run."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Table, insert

from exchange.core.database import Base, Database, unit_of_work
from exchange.core.database.rows import Editable
from exchange.core.languages import OFFICE_ZONE

#: Rows that are held before they are written.
_HELD: Final = 20_000
#: Rows of one statement.
_AT_ONCE: Final = 5_000


class Pen:
    """Holds rows until there are many, and writes them with those first that others point at."""

    def __init__(self, database: Database, *, today: date, seed: int = 1) -> None:
        self.today = today
        self.chance: Final = Random(seed)
        self.written = 0
        self._database = database
        self._held: dict[Table, dict[tuple[str, ...], list[Mapping[str, Any]]]] = {}
        self._number = 0
        self._order = {table: at for at, table in enumerate(Base.metadata.sorted_tables)}

    def add(self, model: type[Any], at: datetime, /, **values: Any) -> UUID:  # noqa: ANN401 - any column
        """Hold a row that was made at an instant; return its key."""
        row: dict[str, Any] = values
        columns = model.__table__.columns
        if "id" in columns:
            row.setdefault("id", self.key(at))
        if issubclass(model, Editable):
            row |= {"version": 1, "created_at": at, "updated_at": at}
        names = tuple(sorted(row))
        self._held.setdefault(model.__table__, defaultdict(list))[names].append(row)
        self._number += 1
        if self._number >= _HELD:
            self.flush()
        return row.get("id") or UUID(int=0)

    def key(self, at: datetime) -> UUID:
        """Make a time-ordered key, as `uuid7` does, from an instant and this pen's chances."""
        value = (int(at.timestamp() * 1000) << 80) | self.chance.getrandbits(80)
        value = (value & ~(0xF << 76)) | (0x7 << 76)
        return UUID(int=(value & ~(0x3 << 62)) | (0x2 << 62))

    def flush(self) -> None:
        """Write what is held and commit."""
        held, self._held, self._number = self._held, {}, 0
        with unit_of_work(self._database) as session:
            connection = session.connection()
            for table in sorted(held, key=self._order.__getitem__):
                for rows in held[table].values():
                    for first in range(0, len(rows), _AT_ONCE):
                        connection.execute(insert(table), rows[first : first + _AT_ONCE])
                    self.written += len(rows)

    def spread(self, at: int, number: int, days: int) -> date:
        """Return the day of one of many rows that are spread evenly over the days before today."""
        return self.today - timedelta(days=days - 1 - at * days // max(number, 1))


def noon(day: date, minute: int = 0) -> datetime:
    """Return an instant of the office's day, some minutes after nine."""
    return datetime.combine(day, time(9), OFFICE_ZONE).astimezone(UTC) + timedelta(minutes=minute)
