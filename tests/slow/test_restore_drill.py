"""The drill: backed up under write traffic, destroyed, and restored on the other database."""

import multiprocessing
import shutil
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from itertools import count
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import pytest
from icalendar import Calendar
from sqlalchemy import delete, select, update

from config import load_settings, read_env_file
from exchange.app import create_app
from exchange.audit.models import AuditLine, AuditValue
from exchange.audit.services import record
from exchange.calendars.models import KeptFeed, PublishedEntry
from exchange.cli import main
from exchange.core.database import Base, Database, transact, unit_of_work, uuid7
from exchange.core.database.triggers import REFUSALS, trigger_names
from exchange.core.keys import LedgerKey, decode_key, new_key
from exchange.core.offers import Subject
from exchange.core.permissions import system_actor
from tests.servers import release
from tests.servers.databases import Backend
from tests.servers.site import NOW

Contents = Mapping[str, list[tuple[Any, ...]]]

PROCESSES: Final = multiprocessing.get_context("fork")
NUMBER: Final = "drill_number"
#: So many acts are written before the backup begins; each must be in it.
ACKNOWLEDGED: Final = 20
TRAFFIC: Final = {"audit_lines", "audit_values"}


def write_on(url: str, writer: str, begun: Event) -> None:
    """Write acts that stand in two tables each, until killed."""
    database, actor = Database(url), system_actor(writer)
    for number in count(1):
        act = partial(
            record,
            actor=actor,
            act="drill",
            subject=Subject("drill", uuid7()),
            changes={NUMBER: (None, number)},
        )
        transact(database, act)
        if number == ACKNOWLEDGED:
            begun.set()


@contextmanager
def write_traffic(url: str, name: str) -> Iterator[None]:
    begun = PROCESSES.Event()
    writer = PROCESSES.Process(target=write_on, args=(url, name, begun))
    writer.start()
    try:
        assert begun.wait(timeout=60)
        yield
    finally:
        writer.kill()
        writer.join()


def contents(database: Database) -> Contents:
    """Return every row of every table, as the models read it."""
    with database.reading() as session:
        return {
            table.name: sorted((tuple(row) for row in session.execute(select(table))), key=repr)
            for table in Base.metadata.sorted_tables
        }


def numbers(database: Database, writer: str) -> list[int]:
    """Return which acts are there with both their rows, in order; none may have one alone."""
    with database.reading() as session:
        lines = select(AuditLine.id).where(AuditLine.actor_name == writer)
        values = select(AuditValue.line_id, AuditValue.new).where(AuditValue.field == NUMBER)
        found = {line: int(new or 0) for line, new in session.execute(values)}
        written = set(session.scalars(lines))
        assert written <= set(found)
        return sorted(found[line] for line in written)


def expect_one_moment(source: Database, target: Database, writer: str) -> None:
    """Hold a restored database against what its source came to be."""
    came_to_be, restored = contents(source), contents(target)
    assert restored.keys() == came_to_be.keys()
    for table, rows in restored.items():
        if table in TRAFFIC:
            assert {row[0] for row in rows} <= {row[0] for row in came_to_be[table]}
        else:
            assert rows == came_to_be[table], table
    written, kept = numbers(source, writer), numbers(target, writer)
    assert kept == written[: len(kept)]
    assert ACKNOWLEDGED <= len(kept) < len(written)


def entries(instance: Path, database: Database) -> Mapping[str, tuple[object, ...]]:
    """Build the public feed anew and return what subscribers' programs go by."""
    with unit_of_work(database) as session:
        session.execute(delete(KeptFeed))
    names = {"EXCHANGE_INSTANCE_DIR": str(instance), "EXCHANGE_NOW": NOW}
    client = create_app(load_settings(names), database).test_client()
    body = client.get("/feeds/anniversaries.ics").data
    found = Calendar.from_ical(body).walk("VEVENT")
    return {
        str(event["UID"]): (
            event["SEQUENCE"],
            event.decoded("LAST-MODIFIED"),
            event.decoded("DTSTART"),
        )
        for event in found
    }


def has_its_triggers(database: Database) -> bool:
    """Say whether every trigger is there that this kind of database has."""
    with database.engine.connect() as connection:
        kind = connection.dialect.name
        return trigger_names(connection) == {it.name for it in REFUSALS if it.holds_in(kind)}


def drill(
    source: str, target: str, file: Path, monkeypatch: pytest.MonkeyPatch, *words: str
) -> None:
    """Back up at one address and restore at another, by the commands."""
    monkeypatch.setenv("EXCHANGE_DATABASE_URL", source)
    with write_traffic(source, file.name):
        assert main(["backup", str(file), *words]) == 0
    monkeypatch.setenv("EXCHANGE_DATABASE_URL", target)
    key = words[1:] if words else ()
    assert main(["restore", str(file), *key]) == 0


def keys_in(backup: Path, secrets: Path) -> list[str]:
    """Name the keys whose text stands anywhere in a backup."""
    kept = {
        name: value.rpartition(":")[2].encode() for name, value in read_env_file(secrets).items()
    }
    assert len(kept) >= 3
    with zipfile.ZipFile(backup) as archive:
        parts = [archive.read(name) for name in archive.namelist()]
    return [name for name, key in kept.items() if any(key in part for part in parts)]


def test_every_row_comes_back_on_the_other_database_and_back(
    prepared: Path,
    postgresql_backend: Backend,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    instance = Path(shutil.copytree(prepared, tmp_path / "instance"))
    (tmp_path / "key").write_text("correct horse battery", encoding="utf-8")
    monkeypatch.setenv("EXCHANGE_INSTANCE_DIR", str(instance))
    first_url = f"sqlite:///{instance / 'exchange.sqlite3'}"
    middle_url, last_url = postgresql_backend.empty(), f"sqlite:///{tmp_path / 'last.sqlite3'}"
    first, middle, last = Database(first_url), Database(middle_url), Database(last_url)
    entries(instance, first)
    with unit_of_work(first) as session:
        session.execute(
            update(PublishedEntry).where(PublishedEntry.uid.like("heidelberg-%")).values(sequence=3)
        )
    published = entries(instance, first)
    assert {found[0] for found in published.values()} == {0, 3}

    drill(first_url, middle_url, tmp_path / "plain", monkeypatch)
    assert keys_in(tmp_path / "plain", instance / "secrets.env") == []
    expect_one_moment(first, middle, "plain")
    assert has_its_triggers(middle)
    first.dispose()
    (instance / "exchange.sqlite3").unlink()
    assert entries(instance, middle) == published
    assert main(["indicator", "verify"]) == 0

    words = ("--encrypt", "--key-file", str(tmp_path / "key"))
    drill(middle_url, last_url, tmp_path / "sealed", monkeypatch, *words)
    expect_one_moment(middle, last, "sealed")
    assert has_its_triggers(last)
    middle.dispose()
    postgresql_backend.drop(middle_url)
    assert entries(instance, last) == published
    assert main(["indicator", "verify"]) == 0
    last.dispose()


def signed_anew(tables: Mapping[str, list[dict[str, Any]]]) -> str:
    """Sign a release's ledger with a key of ours, and return it: its own was thrown away."""
    key = new_key()
    people = {row["participation_id"]: row["pupil_id"] for row in tables["participation_people"]}
    for row in tables["participations"]:
        row["person_digest"] = LedgerKey(decode_key(key)).digest(UUID(people[row["id"]]))
    return key


def test_a_backup_of_an_older_schema_comes_back_and_is_brought_up_to_date(
    postgresql_backend: Backend, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = release.read(sorted(release.FOLDER.glob("*.json.gz"))[0])
    monkeypatch.setenv("EXCHANGE_LEDGER_KEY", signed_anew(kept["tables"]))
    old_url, new_url = postgresql_backend.empty(), f"sqlite:///{tmp_path / 'new.sqlite3'}"
    old, new = Database(old_url), Database(new_url)
    monkeypatch.setenv("EXCHANGE_INSTANCE_DIR", str(tmp_path))
    monkeypatch.setenv("EXCHANGE_DATABASE_URL", old_url)
    assert main(["migrate", "--to", kept["revision"]]) == 0
    with old.engine.begin() as connection:
        release.restore(connection, kept)
    assert main(["backup", str(tmp_path / "old")]) == 0
    monkeypatch.setenv("EXCHANGE_DATABASE_URL", new_url)
    assert main(["restore", str(tmp_path / "old")]) == 0
    assert main(["migrate"]) == 0  # finds nothing to do
    monkeypatch.setenv("EXCHANGE_DATABASE_URL", old_url)
    assert main(["migrate"]) == 0  # the same rows, brought up to date where they were
    migrated, restored = contents(old), contents(new)
    assert sum(map(len, restored.values())) > 1000
    assert restored == migrated
    old.dispose()
    new.dispose()
