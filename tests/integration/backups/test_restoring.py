"""What a restore refuses, before anything is changed or with everything taken back."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import inspect, text

from exchange.backups.archive import Row, opened, written
from exchange.backups.checking import Keys
from exchange.backups.errors import BackupError, DamagedError
from exchange.backups.making import back_up
from exchange.backups.restoring import restore
from exchange.backups.values import Column
from exchange.cli import main
from exchange.core import clock
from exchange.core.database import Database, reference_uuid
from exchange.core.database.migrate import migrate
from exchange.core.keys import Keyring, LedgerKey, Place, decode_key, new_key

FIRST = "0001"
KEY = UUID("01a221ed-0a10-7066-a275-8eb95f859fbb")
NO_KEYS = Keys(Keyring({}), None)


def url_of(database: Database) -> str:
    return database.engine.url.render_as_string(hide_password=False)


def tables_of(database: Database) -> list[str]:
    with database.engine.connect() as connection:
        return inspect(connection).get_table_names()


def forged(path: Path, tables: Mapping[str, tuple[Sequence[Column], Sequence[Row]]]) -> Path:
    """Write a backup that no Exchange would make."""
    with written(path, None) as archive:
        for table, (columns, rows) in tables.items():
            archive.add(table, columns, rows)
        archive.finish(made_at="2026-11-25T03:00:00+00:00", revision=FIRST)
    return path


@pytest.fixture
def early(tmp_path: Path) -> Path:
    """Give a backup of the first schema, with an audit line and its value."""
    database = Database(f"sqlite:///{tmp_path / 'early.sqlite3'}")
    migrate(database, FIRST)
    with database.engine.connect() as connection:
        line = f"('{KEY.hex}', '2026-11-25 03:00:00', '見本', 'act', 'kind', '{KEY.hex}', '[]')"
        names = "(id, at, actor_name, act, subject_kind, subject_id, fields)"
        value = f"(line_id, field) VALUES ('{KEY.hex}', 'name')"
        connection.execute(text(f"INSERT INTO audit_lines {names} VALUES {line}"))
        connection.execute(text(f"INSERT INTO audit_values {value}"))
        connection.commit()
    back_up(database, tmp_path / "early.zip", now=clock.now(), passphrase=None)
    database.dispose()
    return tmp_path / "early.zip"


def without(path: Path, table: str) -> Path:
    """Write a backup anew whose one table is empty."""
    with opened(path, None) as archive:
        return forged(
            path.with_name("without.zip"),
            {
                part.table: (
                    part.columns,
                    [] if part.table == table else list(archive.rows(part)),
                )
                for part in archive.manifest.parts
            },
        )


def refused(database: Database, path: Path, keys: Keys = NO_KEYS) -> str:
    """Return why a restore was refused; nothing is in the place then."""
    with pytest.raises(BackupError) as caught:
        restore(url_of(database), path, passphrase=None, keys=keys)
    assert tables_of(database) == []
    return str(caught.value)


def test_rows_that_point_nowhere_are_refused(empty_database: Database, early: Path) -> None:
    said = refused(empty_database, without(early, "audit_lines"))
    assert said == "rows of audit_values point to rows that are not in the backup"


def test_tables_that_are_not_their_schema_s_are_refused(
    empty_database: Database, tmp_path: Path
) -> None:
    path = forged(tmp_path / "b.zip", {"partners": ([Column("slug", "text")], [])})
    assert refused(empty_database, path) == (
        "its tables are not those of schema 0001;"
        " it was changed by other means than `exchange migrate`"
    )


def test_rows_the_database_would_not_take_are_refused(
    empty_database: Database, early: Path
) -> None:
    with opened(early, None) as archive:
        tables = {
            part.table: (part.columns, list(archive.rows(part))) for part in archive.manifest.parts
        }
    tables["audit_lines"][1].append(tables["audit_lines"][1][0])
    path = forged(early.with_name("twice.zip"), tables)
    assert refused(empty_database, path) == "the database refuses rows of audit_lines"


def test_a_database_that_holds_something_is_left_alone(
    empty_database: Database, early: Path
) -> None:
    migrate(empty_database, FIRST)
    before = tables_of(empty_database)
    with pytest.raises(BackupError, match="holds tables already"):
        restore(url_of(empty_database), early, passphrase=None, keys=NO_KEYS)
    assert tables_of(empty_database) == before


sqlite_alone = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)


@sqlite_alone
def test_a_backup_of_a_newer_exchange_is_refused(empty_database: Database, tmp_path: Path) -> None:
    with written(tmp_path / "b.zip", None) as archive:
        archive.finish(made_at="2099-01-01T00:00:00+00:00", revision="9999")
    assert "a newer Exchange made this backup (schema 9999)" in refused(
        empty_database, tmp_path / "b.zip"
    )


@sqlite_alone
def test_without_the_key_of_its_values_a_backup_is_refused(
    empty_database: Database, tmp_path: Path
) -> None:
    here, place = Keyring.parse(f"k1:{new_key()}"), Place("health_notes", "diet", KEY)
    columns = [Column("id", "uuid"), Column("diet", "text"), Column("allergies", "text")]
    rows = [
        [str(KEY), "k1:" + "A" * 40, None],
        *([str(KEY), here.seal("卵", place), None],) * 2,
    ]
    path = forged(tmp_path / "b.zip", {"health_notes": (columns, rows)})
    sentence = "sealed under the data key 'k1' does not open"
    assert sentence in refused(empty_database, path)
    assert sentence in refused(empty_database, path, Keys(Keyring.parse(f"k1:{new_key()}"), None))
    assert "tables are not those" in refused(empty_database, path, Keys(here, None))


@sqlite_alone
def test_with_another_ledger_key_a_backup_is_refused(
    empty_database: Database, tmp_path: Path
) -> None:
    here, other = (LedgerKey(decode_key(new_key())) for _ in range(2))
    links = [Column("participation_id", "uuid"), Column("pupil_id", "uuid")]
    ledger = [Column("id", "uuid"), Column("person_digest", "text")]
    merged, one, two = (str(reference_uuid("probe", name)) for name in ("merged", "one", "two"))
    path = forged(
        tmp_path / "b.zip",
        {
            "participation_people": (links, [[one, str(KEY)], [merged, two]]),
            "participations": (ledger, [[two, ""], [merged, "0"], [one, here.digest(KEY)]]),
        },
    )
    sentence = "the ledger's digests were made with another key"
    assert sentence in refused(empty_database, path)
    assert sentence in refused(empty_database, path, Keys(Keyring({}), other))
    assert "tables are not those" in refused(empty_database, path, Keys(Keyring({}), here))


@sqlite_alone
def test_a_row_that_is_none_of_its_table_is_damage(
    empty_database: Database, tmp_path: Path
) -> None:
    columns = [Column("id", "uuid"), Column("diet", "text")]
    for row in ([str(KEY), 3], ["no key", "k1:x"], [None, "k1:x"]):
        path = forged(tmp_path / f"{row[0]}.zip", {"health_notes": (columns, [row])})
        with pytest.raises(DamagedError):
            restore(url_of(empty_database), path, passphrase=None, keys=NO_KEYS)


def test_what_a_gone_database_left_is_not_played_into_the_new_one(
    tmp_path: Path, early: Path
) -> None:
    path = tmp_path / "exchange.sqlite3"
    left = tmp_path / "exchange.sqlite3-wal"
    left.write_bytes(b"journal")
    with pytest.raises(BackupError, match=r"exchange\.sqlite3-wal belongs to a database"):
        restore(f"sqlite:///{path}", early, passphrase=None, keys=NO_KEYS)
    assert not path.exists()
    with pytest.raises(BackupError, match="in memory"):
        restore("sqlite://", early, passphrase=None, keys=NO_KEYS)


def test_the_commands_say_in_one_line_what_they_did_or_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("EXCHANGE_INSTANCE_DIR", str(tmp_path / "instance"))
    monkeypatch.delenv("EXCHANGE_DATABASE_URL", raising=False)
    key, file, foreign = tmp_path / "key", tmp_path / "b", tmp_path / "foreign"
    database = tmp_path / "instance" / "exchange.sqlite3"
    foreign.write_bytes(b"PK\x03\x04")
    key.write_text("correct horse\n", encoding="utf-8")

    def told(*words: str | Path) -> tuple[int, str]:
        status = main([str(word) for word in words])
        out, err = capsys.readouterr()
        return status, (out or err).splitlines()[0]

    assert told("backup", file) == (1, f"exchange: there is no database at {database}")
    assert told("restore", foreign) == (
        1,
        "exchange: the file is damaged, cut short or not a backup of Exchange",
    )
    assert told("restore", file)[1] == f"exchange: {file} cannot be used: No such file or directory"
    assert not database.exists()
    (tmp_path / "instance").mkdir(exist_ok=True)
    made = Database(f"sqlite:///{database}")
    migrate(made, FIRST)
    made.dispose()
    assert told("backup", file, "--key-file", key)[0] == 1
    assert told("backup", "--encrypt", file)[1].endswith("name --key-file")
    assert told("backup", "--encrypt", file, "--key-file", foreign)[1].endswith("12 characters")
    assert told("backup", "--encrypt", file, "--key-file", tmp_path)[1].endswith(f"from {tmp_path}")
    assert told("backup", "--encrypt", file, "--key-file", key)[1].startswith("backup: 6 tables")
    assert told("backup", tmp_path / "none" / "b")[1].endswith("No such file or directory")
    assert told("backup", "--verify", file, "--key-file", key)[1].startswith("sound: 6 tables")
    assert told("backup", "--verify", tmp_path / "none")[1].endswith("No such file or directory")
    assert told("restore", file, "--key-file", key)[1].endswith("only into an empty one")
