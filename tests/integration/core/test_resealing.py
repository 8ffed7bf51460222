"""A new data key: every sealed column is found, and rows say what they said."""

import stat
from base64 import b64encode
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import pytest
from sqlalchemy import Column, Enum, Table, Uuid, insert, select
from sqlalchemy.orm import Session

from config import load_settings, read_env_file
from exchange.audit.models import AuditLine
from exchange.cli import main
from exchange.core.database import (
    Base,
    Database,
    Localized,
    LocalizedType,
    Sealed,
    seal,
    sealed_columns,
    unit_of_work,
    unseal,
    uuid7,
)
from exchange.core.database.resealing import lacking_keys, reseal, values_by_key
from exchange.core.keys import Keyring, Place, decode_key, new_key
from exchange.hosting.models import HostFamily
from tests.factories.hosting import make_family, make_plan, make_receiving

OLD: Final = {"k1": decode_key(new_key())}
NEW: Final = {"k2": decode_key(new_key())}
ANYTHING: Final[dict[type, object]] = {
    datetime: datetime(2026, 11, 25, tzinfo=UTC),
    date: date(2026, 11, 25),
    object: [],
    str: "x",
    int: 1,
    bool: False,
}
sqlite_alone = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)


def url_of(database: Database) -> str:
    return database.engine.url.render_as_string(hide_password=False)


def anything(column: "Column[Any]") -> object:
    """Return some value of a column's type."""
    if isinstance(column.type, Enum):
        return column.type.enums[0]
    if isinstance(column.type, LocalizedType):
        return Localized({"ja": "見本"})
    if isinstance(column.type, Uuid):
        return uuid7()
    return ANYTHING[column.type.python_type]


def filled(table: Table, columns: list[str]) -> dict[str, object]:
    """Return a row whose every sealed column is sealed under the old key."""
    key = uuid7()
    needed = [column for column in table.columns if not column.nullable]
    values = {column.name: anything(column) for column in needed} | {"id": key}
    for name in columns:
        place = Place(table.name, name, key)
        values[name] = Sealed(Keyring(OLD).seal("見本", place))
    return values


@sqlite_alone
def test_every_encrypted_column_of_every_table_is_sealed_again(fresh_database: Database) -> None:
    declared = sealed_columns()
    with fresh_database.engine.connect() as connection:
        cursor = connection.connection.cursor()
        cursor.execute("PRAGMA foreign_keys = OFF")
        cursor.execute("PRAGMA ignore_check_constraints = ON")
        for name, columns in declared.items():
            table = Base.metadata.tables[name]
            connection.execute(insert(table).values(filled(table, list(columns))))
        connection.commit()
    done = reseal(fresh_database, Keyring(NEW | OLD))
    assert (done.values, done.broken) == (sum(map(len, declared.values())), [])
    with fresh_database.engine.connect() as connection:
        dump = "\n".join(connection.connection.driver_connection.iterdump())  # type: ignore[union-attr]
    assert ("'k1:" in dump, dump.count("'k2:")) == (False, done.values)


@pytest.fixture
def families(fresh_database: Database) -> Database:
    """Give a database with two families whose phones and notes are sealed."""
    with unit_of_work(fresh_database) as session:
        edition = make_receiving(session)
        make_plan(session, edition)
        for number in (1, 2):
            family = make_family(session, edition=edition, number=number)
            seal(family, "phone", f"096-{number}", ring=Keyring(OLD))
            seal(family, "notes", "", ring=Keyring(OLD))
    return fresh_database


def stated(session: Session) -> list[tuple[UUID, int, datetime]]:
    found = select(HostFamily.id, HostFamily.version, HostFamily.updated_at)
    return [(*row,) for row in session.execute(found.order_by(HostFamily.id))]


def test_rows_say_what_they_said_and_open_forms_stay_good(families: Database) -> None:
    with families.reading() as session:
        before = stated(session)
    assert reseal(families, Keyring(NEW | OLD)).values == 4
    assert reseal(families, Keyring(NEW | OLD)).values == 0
    with families.reading() as session:
        assert stated(session) == before
        rows = session.scalars(select(HostFamily).order_by(HostFamily.number)).all()
        phones = [unseal(row, "phone", ring=Keyring(NEW)) for row in rows]
        assert phones == ["096-1", "096-2"]
        assert [row.address for row in rows] == [None, None]


def test_a_value_that_no_key_opens_is_named_and_left(families: Database) -> None:
    with unit_of_work(families) as session:
        first, second = session.scalars(select(HostFamily).order_by(HostFamily.number))
        first.phone = second.phone
        moved = first.phone
        place = Place("host_families", "phone", first.id)
    done = reseal(families, Keyring(NEW | OLD))
    assert (done.values, done.broken) == (3, [place])
    with families.reading() as session:
        assert (
            session.scalars(select(HostFamily.phone).where(HostFamily.number == 1)).one() == moved
        )
        assert lacking_keys(session, Keyring(NEW | OLD)) == ["k1"]


@pytest.mark.parametrize(
    ("ring", "lacking"),
    [
        (OLD, []),
        (NEW | OLD, []),
        (NEW, ["k1"]),
        ({"k1": NEW["k2"]}, ["k1"]),
        ({}, ["k1"]),
    ],
    ids=["its-own", "new-in-front", "another", "another-of-that-name", "none"],
)
def test_a_key_that_is_missing_is_found_by_what_it_sealed(
    families: Database, ring: dict[str, bytes], lacking: list[str]
) -> None:
    with families.reading() as session:
        assert lacking_keys(session, Keyring(ring)) == lacking


@pytest.fixture
def instance(families: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give an instance whose secrets.env holds the families' key."""
    key = b64encode(OLD["k1"]).decode()
    (tmp_path / "secrets.env").write_text(f"# keys\nEXCHANGE_DATA_KEY=k1:{key}\nX=1\n")
    monkeypatch.setenv("EXCHANGE_INSTANCE_DIR", str(tmp_path))
    monkeypatch.setenv("EXCHANGE_DATABASE_URL", url_of(families))
    monkeypatch.delenv("EXCHANGE_DATA_KEY", raising=False)
    return tmp_path


def said(capsys: pytest.CaptureFixture[str]) -> str:
    out, err = capsys.readouterr()
    return (out or err).splitlines()[0]


@sqlite_alone
def test_a_rotation_adds_a_key_to_the_file_and_seals_everything_under_it(
    instance: Path, families: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    serving = load_settings()
    old = serving.data_key or ""
    assert main(["rotate-key"]) == 0
    assert said(capsys) == "4 values sealed under the data key 'k2'"
    kept = read_env_file(instance / "secrets.env")
    assert (kept["EXCHANGE_DATA_KEY"].split(",")[1], kept["X"]) == (old, "1")
    assert stat.S_IMODE((instance / "secrets.env").stat().st_mode) == 0o600
    assert [path.name for path in instance.glob("*secrets*")] == ["secrets.env"]
    # A process that was serving before reads the key that was added.
    assert serving.present_data_key() == kept["EXCHANGE_DATA_KEY"]
    with families.reading() as session:
        assert lacking_keys(session, Keyring.parse(serving.present_data_key() or "")) == []
        assert session.scalars(select(AuditLine.act)).all() == ["keys.rotate"]


@sqlite_alone
@pytest.mark.usefixtures("families")
def test_a_check_says_which_keys_may_go_and_changes_nothing(
    instance: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["rotate-key", "--check"]) == 0
    assert capsys.readouterr().out == "k1: 4 values; it seals what is written now\n"
    kept = read_env_file(instance / "secrets.env")["EXCHANGE_DATA_KEY"]
    (instance / "secrets.env").write_text(f"EXCHANGE_DATA_KEY=k2:{new_key()},{kept}\n")
    assert main(["rotate-key", "--check"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "k2: 0 values; it seals what is written now",
        "k1: 4 values; it must stay (run exchange rotate-key)",
    ]
    assert main(["rotate-key"]) == 0
    assert "rotate-key --check" in capsys.readouterr().out
    assert main(["rotate-key", "--check"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "k2: 4 values; it seals what is written now",
        "k1: no value; it may go once no backup from before its rotation is kept",
    ]


def test_what_is_sealed_is_counted_by_key(families: Database) -> None:
    with families.reading() as session:
        assert values_by_key(session, Keyring(NEW | OLD)) == {"k2": 0, "k1": 4}


@sqlite_alone
def test_keys_of_the_environment_are_changed_there(
    instance: Path,
    families: Database,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    old = read_env_file(instance / "secrets.env")["EXCHANGE_DATA_KEY"]
    monkeypatch.setenv("EXCHANGE_DATA_KEY", f"k9:{new_key()}")
    assert main(["rotate-key"]) == 1
    assert said(capsys) == (
        "exchange: EXCHANGE_DATA_KEY lacks the key 'k1' under which data is sealed;"
        " put it back as it was"
    )
    monkeypatch.setenv("EXCHANGE_DATA_KEY", f"k9:{new_key()},{old}")
    assert main(["rotate-key"]) == 0
    assert said(capsys) == "4 values sealed under the data key 'k9'"
    assert main(["rotate-key"]) == 1
    assert "put a new key in front of it there, k10:…,k9:…" in said(capsys)
    with unit_of_work(families) as session:
        first, second = session.scalars(select(HostFamily).order_by(HostFamily.number))
        first.phone = second.phone
    monkeypatch.setenv("EXCHANGE_DATA_KEY", f"k10:{new_key()},{load_settings().data_key}")
    assert main(["rotate-key"]) == 1
    assert "left as it is, no key opens it: host_families:phone:" in capsys.readouterr().err
