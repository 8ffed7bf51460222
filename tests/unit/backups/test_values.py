"""Values are written one way in a backup, and come back as each database wants them."""

from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from uuid import UUID

import pytest
import sqlalchemy as sa

from exchange.backups.values import Column, column_of, reader, writer

KEY = UUID("01a221ed-0a10-7066-a275-8eb95f859fbb")
TOKYO = timezone(timedelta(hours=9))


@pytest.mark.parametrize(
    ("kind", "sqlite", "postgresql", "written"),
    [
        ("uuid", KEY.hex, KEY, str(KEY)),
        (
            "instant",
            "2026-11-25 03:00:00.000001",
            datetime(2026, 11, 25, 12, 0, 0, 1, TOKYO),
            "2026-11-25T03:00:00.000001+00:00",
        ),
        ("instant", "0987-01-01 00:00:00", datetime(987, 1, 1, tzinfo=UTC), None),
        ("date", "1995-05-29", date(1995, 5, 29), "1995-05-29"),
        ("time", "09:30:00.000000", time(9, 30), "09:30:00"),
        ("boolean", 1, True, True),
        ("real", 32.803, 32.803, 32.803),
        ("decimal", 950, Decimal("950.00"), "950.00"),
        ("decimal", 0.1, Decimal("0.10"), "0.10"),
        ("integer", 14, 14, 14),
        ("bytes", b"\x00\xff", b"\x00\xff", "AP8="),
        ("json", '{"ja":  null}', '{"ja":  null}', '{"ja":  null}'),
        ("text", "髙﨑", "髙﨑", "髙﨑"),
    ],
)
def test_both_databases_write_a_value_alike_and_read_it_back(
    kind: str, sqlite: object, postgresql: object, written: object
) -> None:
    column = Column("probe", kind, scale=2)
    found = reader(column, "sqlite")(sqlite)
    assert found == reader(column, "postgresql")(postgresql)
    assert written is None or (found, type(found)) == (written, type(written))
    assert reader(column, "sqlite")(writer(column, "sqlite")(found)) == found


def test_sqlite_gets_instants_and_times_as_it_compares_them() -> None:
    column, clock = Column("at", "instant"), Column("from_time", "time")
    assert writer(column, "sqlite")("2026-11-25T03:00:00+00:00") == "2026-11-25 03:00:00.000000"
    assert writer(clock, "sqlite")("09:30:00") == "09:30:00.000000"


def test_a_type_that_no_backup_knows_is_named() -> None:
    with pytest.raises(TypeError, match="span: no backup knows"):
        column_of("span", sa.Interval())
