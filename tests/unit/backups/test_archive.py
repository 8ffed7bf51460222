"""A backup is read as it was written; any change of a byte shows before anything is taken."""

import hashlib
import json
import os
import stat
import subprocess
import sys
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from exchange.backups.archive import Row, opened, written
from exchange.backups.ciphers import MissingPassphraseError
from exchange.backups.errors import BackupError, DamagedError
from exchange.backups.values import Column

SAID: Any = {"capture_output": True, "text": True, "check": True}
PASSPHRASE = "correct horse battery"
COLUMNS = [Column("slug", "text"), Column("rank", "integer")]
ROWS: list[Row] = [["heidelberg", 3], ["桂林", None]]


def write(path: Path, passphrase: str | None = None) -> Path:
    with written(path, passphrase) as archive:
        archive.add("partners", COLUMNS, ROWS)
        archive.add("visits", COLUMNS[:1], [])
        archive.finish(made_at="2026-11-25T03:00:00+00:00", revision="0084")
    return path


def read(path: Path, passphrase: str | None = None) -> Mapping[str, list[Row]]:
    with opened(path, passphrase) as archive:
        return {part.table: list(archive.rows(part)) for part in archive.manifest.parts}


@pytest.mark.parametrize("passphrase", [None, PASSPHRASE])
def test_what_was_written_is_read(tmp_path: Path, passphrase: str | None) -> None:
    path = write(tmp_path / "b", passphrase)
    assert read(path, passphrase) == {"partners": ROWS, "visits": []}
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [left.name for left in tmp_path.iterdir()] == ["b"]


def test_a_value_of_any_length_is_read_back(tmp_path: Path) -> None:
    """A copy of what is kept about a pupil is sealed and has no limit of its own."""
    long = "x" * (65 * 1024 * 1024)
    with written(tmp_path / "b", None) as archive:
        archive.add("disclosures", COLUMNS[:1], [[long], ["after"]])
        archive.finish(made_at="2026-11-25T03:00:00+00:00", revision="0084")
    found = read(tmp_path / "b")["disclosures"]
    assert [found[0] == [long], found[1:]] == [True, [["after"]]]


def test_a_plain_backup_is_a_zip_that_says_what_it_holds(tmp_path: Path) -> None:
    with zipfile.ZipFile(write(tmp_path / "b")) as archive:
        lines = archive.read("tables/partners.jsonl")
        told = json.loads(archive.read("manifest.json"))
    assert lines.decode() == '["heidelberg",3]\n["桂林",null]\n'
    part = told["parts"][0]
    assert (told["revision"], part["rows"]) == ("0084", 2)
    assert part["sha256"] == hashlib.sha256(lines).hexdigest()


def test_any_changed_byte_and_any_cut_is_found(tmp_path: Path) -> None:
    whole, harmed = write(tmp_path / "b").read_bytes(), tmp_path / "harmed"
    for at in range(0, len(whole), 5):
        for data in (whole[:at], whole[:at] + bytes([whole[at] ^ 0x20]) + whole[at + 1 :]):
            harmed.write_bytes(data)
            with pytest.raises(DamagedError):
                read(harmed)


def test_a_foreign_file_is_no_backup(tmp_path: Path) -> None:
    foreign = tmp_path / "foreign.zip"
    with zipfile.ZipFile(foreign, "w") as archive:
        archive.writestr("letter.txt", "見本")
    with pytest.raises(DamagedError):
        read(foreign)


def forged(path: Path, change: Callable[[dict[str, Any], dict[str, bytes]], None]) -> Path:
    """Write a backup anew, changed but with a right digest of the whole."""
    with zipfile.ZipFile(write(path.with_name("whole"))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    told = json.loads(parts.pop("manifest.json"))
    change(told, parts)
    with zipfile.ZipFile(path, "w") as archive:
        archive.comment = b"0" * 64
        for name, data in {**parts, "manifest.json": json.dumps(told).encode()}.items():
            archive.writestr(name, data)
    data = path.read_bytes()[:-64]
    path.write_bytes(data + hashlib.sha256(data).hexdigest().encode())
    return path


@pytest.mark.parametrize(
    "change",
    [
        lambda told, parts: told.update(format="another"),
        lambda told, parts: told.pop("revision"),
        lambda told, parts: told["parts"][0].update(rows=3),
        lambda told, parts: parts.update({"tables/partners.jsonl": b'["rome-ga",3]\n'}),
        lambda told, parts: parts.update({"tables/partners.jsonl": b'["rome-ga"]\n'}),
        lambda told, parts: parts.update({"tables/partners.jsonl": b"{}\n"}),
        lambda told, parts: parts.update({"tables/partners.jsonl": b"[\n"}),
        lambda told, parts: parts.update({"tables/more.jsonl": b""}),
        lambda told, parts: parts.pop("tables/visits.jsonl"),
    ],
    ids=["format", "revision", "rows", "digest", "width", "list", "json", "more", "missing"],
)
def test_parts_that_are_not_the_manifest_s_are_found(
    tmp_path: Path, change: Callable[[dict[str, Any], dict[str, bytes]], None]
) -> None:
    with pytest.raises(DamagedError):
        read(forged(tmp_path / "forged", change))


def test_a_later_format_is_named(tmp_path: Path) -> None:
    path = forged(tmp_path / "forged", lambda told, _parts: told.update(version=2))
    with pytest.raises(BackupError, match="version 2"):
        read(path)


def test_an_encrypted_backup_asks_for_its_passphrase(tmp_path: Path) -> None:
    path = write(tmp_path / "b", PASSPHRASE)
    with pytest.raises(MissingPassphraseError):
        read(path)


def fail_half_way(path: Path, passphrase: str | None) -> None:
    with written(path, passphrase) as archive:
        archive.add("partners", COLUMNS, ROWS)
        raise RuntimeError


def test_nothing_is_written_over_and_nothing_half_written_stays(tmp_path: Path) -> None:
    path = write(tmp_path / "b")
    before = path.read_bytes()
    with pytest.raises(BackupError, match="exists already"):
        write(path)
    assert path.read_bytes() == before
    for passphrase in (None, PASSPHRASE):
        with pytest.raises(RuntimeError):
            fail_half_way(tmp_path / "c", passphrase)
    assert [left.name for left in tmp_path.iterdir()] == ["b"]


def test_what_a_killed_backup_left_goes_at_the_next(tmp_path: Path) -> None:
    gone = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], **SAID).stdout
    names = [f".b.{int(gone)}.part", f".b.{int(gone)}.part-wal", f".b.{os.getpid()}.part"]
    kept = [f".b.{os.getppid()}.part", ".b.1.part", f".other.{int(gone)}.part", ".b.x.part"]
    for name in names + kept:
        (tmp_path / name).write_text("names in plain text")
    write(tmp_path / "b")
    assert sorted(left.name for left in tmp_path.iterdir()) == sorted(["b", *kept])
