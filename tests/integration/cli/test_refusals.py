"""Every command on bad input, as a process: one line, a failing status, nothing changed."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import pytest

from exchange.cli import COMMANDS, main
from exchange.core.database import Database
from exchange.core.keys import new_key
from tests.policy.sources import ROOT

UNMIGRATED: Final = "the database lacks a table or a column; run `exchange migrate` first"
DATABASE_URL: Final = (
    "EXCHANGE_DATABASE_URL must look like sqlite:////folder/exchange.sqlite3"
    " or postgresql+psycopg://user@host/database"
)
LEDGER: Final = {"EXCHANGE_LEDGER_KEY": new_key()}
KEYS: Final = {**LEDGER, "EXCHANGE_DATA_KEY": f"k1:{new_key()}"}
NOBODY: Final = "0190c7c0-0000-7000-8000-000000000000"
USER: Final = ("create-user", "a@city.example", "--name", "x", "--role")

#: What is typed on an instance that was never migrated.
ON_NOTHING: Final[list[tuple[str, ...]]] = [
    ("load-reference",),
    ("load-demo",),
    (*USER, "viewer"),
    ("work", "--once"),
    ("export-ics", "anniversaries.ics"),
    ("indicator", "youth-participation"),
    ("indicator", "verify"),
]


def exchange(folder: Path, *words: str, **environ: str) -> "subprocess.CompletedProcess[str]":
    """Type a command in an instance's folder."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("EXCHANGE_")}
    environment = own | {"EXCHANGE_INSTANCE_DIR": str(folder), "PYTHONPATH": str(ROOT)} | environ
    return subprocess.run(
        [sys.executable, "-m", "exchange.cli", *words],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def refused(
    folder: Path, *words: str, environ: Mapping[str, str] | None = None, status: int = 1
) -> str:
    """Return the one line a refused command says; the folder and its database stay as they were."""
    before = content(folder)
    done = exchange(folder, *words, **(environ or {}))
    assert (done.returncode, done.stdout) == (status, ""), done
    assert content(folder) == before
    lines = done.stderr.splitlines()
    if status == 1:
        assert len(lines) == 1, done.stderr
        assert lines[0].startswith("exchange: ")
    assert "Traceback" not in done.stderr
    return lines[-1].removeprefix("exchange: ")


def content(folder: Path) -> tuple[list[str], list[str]]:
    """Return the folder's files, and every row of its database."""
    names = sorted(path.name for path in folder.iterdir() if ".sqlite3" not in path.name)
    path = folder / "exchange.sqlite3"
    if not path.exists():
        return names, ["BEGIN TRANSACTION;", "COMMIT;"]
    with sqlite3.connect(path) as connection:
        rows = list(connection.iterdump())
    connection.close()
    return names, rows


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give an instance with an empty schema, which no test may change."""
    folder = tmp_path_factory.mktemp("instance")
    done = exchange(folder, "migrate")
    assert (done.returncode, done.stderr) == (0, "")
    return folder


@pytest.mark.parametrize("words", ON_NOTHING, ids=" ".join)
def test_a_command_on_an_unmigrated_database_says_what_to_run_first(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...],
) -> None:
    for name, value in {**KEYS, "EXCHANGE_INSTANCE_DIR": str(tmp_path)}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("EXCHANGE_DATABASE_URL", raising=False)
    monkeypatch.chdir(tmp_path)
    before = content(tmp_path)
    assert main(words) == 1
    assert capsys.readouterr().err == f"exchange: {UNMIGRATED}\n"
    assert content(tmp_path) == before


def test_the_demo_asks_for_the_key_of_sealed_columns(tmp_path: Path) -> None:
    wanted = "EXCHANGE_DATA_KEY is not set; `make run` writes it once"
    assert refused(tmp_path, "load-demo", environ=LEDGER) == wanted


def test_postgresql_without_tables_is_told_the_same(
    empty_database: Database,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    url = empty_database.engine.url.render_as_string(hide_password=False)
    monkeypatch.setenv("EXCHANGE_DATABASE_URL", url)
    monkeypatch.setenv("EXCHANGE_INSTANCE_DIR", str(tmp_path))
    for words in (("indicator", "verify"), (*USER, "viewer")):
        assert main(words) == 1
        assert capsys.readouterr().err == f"exchange: {UNMIGRATED}\n"


@pytest.mark.parametrize(
    "url",
    ["nonsense", "sqlite:/x", "mysql://localhost/x", "postgresql+psycopg://host:port/x"],
)
@pytest.mark.parametrize("words", [("migrate",), ("work", "--once")], ids=" ".join)
def test_an_unreadable_address_of_the_database_is_refused(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...],
    url: str,
) -> None:
    monkeypatch.setenv("EXCHANGE_DATABASE_URL", url)
    monkeypatch.setenv("EXCHANGE_INSTANCE_DIR", str(tmp_path))
    assert main(words) == 1
    assert capsys.readouterr().err == f"exchange: {DATABASE_URL}\n"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("migrate", "--to", "9999"), "Can't locate revision identified by '9999'"),
        (("load-demo",), "EXCHANGE_LEDGER_KEY is not set; `make run` writes it once"),
        (
            (*USER, "school", "--school", NOBODY),
            f"there is no school {NOBODY}",
        ),
        (
            (*USER, "viewer", "--school", NOBODY),
            "--school goes with the role 'school'",
        ),
        (
            (*USER, "section"),
            "--section goes with the role 'section', and that role needs it",
        ),
        (
            (*USER, "viewer", "--section", "x"),
            "--section goes with the role 'section', and that role needs it",
        ),
        ((*USER[:2], "--name", " ", "--role", "viewer"), "--name must not be blank"),
        (("export-ics", "nowhere/x.ics"), "there is no folder nowhere"),
        (("export-ics", "."), ". is a folder; name a file in it"),
        (("indicator", "verify", "last"), "'last' is not a fiscal year such as 2026 or FY2026"),
        (
            ("indicator", "youth-participation"),
            "the indicator is not loaded; run `exchange load-reference` first",
        ),
    ],
)  # fmt: skip
def test_bad_input_is_one_line_and_changes_nothing(
    migrated: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...],
    sentence: str,
) -> None:
    for name in ("EXCHANGE_DATABASE_URL", "EXCHANGE_LEDGER_KEY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("EXCHANGE_INSTANCE_DIR", str(migrated))
    monkeypatch.chdir(migrated)
    before = content(migrated)
    assert main(words) == 1
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", f"exchange: {sentence}\n")
    assert content(migrated) == before


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ((), "the following arguments are required: COMMAND"),
        (("fly",), "invalid choice: 'fly'"),
        (("migrate", "now"), "unrecognized arguments: now"),
        (("load-reference", "x"), "unrecognized arguments: x"),
        (("load-demo", "x"), "unrecognized arguments: x"),
        (("work", "--twice"), "unrecognized arguments: --twice"),
        (("export-ics",), "the following arguments are required: file"),
        (("export-ics", "x.ics", "--lang", "tlh"), "invalid choice: 'tlh'"),
        (("indicator", "everything"), "invalid choice: 'everything'"),
        (("serve", "--port", "70000"), "'70000' is not a port from 1 to 65535"),
        (("serve", "--port", "-1"), "'-1' is not a port from 1 to 65535"),
    ],
)
def test_words_no_command_knows_are_named(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...], sentence: str
) -> None:
    with pytest.raises(SystemExit) as caught:
        main(words)
    assert caught.value.code == 2
    assert sentence in capsys.readouterr().err.splitlines()[-1]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself_whatever_the_environment_holds(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    monkeypatch.setenv("PORT", "abc")
    with pytest.raises(SystemExit) as caught:
        main([name, "--help"])
    assert caught.value.code == 0
    assert COMMANDS[name].summary in capsys.readouterr().out.replace("\n", " ")


def test_a_port_of_the_environment_is_checked_like_one_that_is_typed(tmp_path: Path) -> None:
    said = refused(tmp_path, "serve", environ={"PORT": "abc"}, status=2)
    assert said.endswith("'abc' is not a port from 1 to 65535")


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    taken = {"EXCHANGE_INSTANCE_DIR": str(tmp_path / "file")}
    said = refused(tmp_path, "migrate", environ=taken)
    assert said == f"EXCHANGE_INSTANCE_DIR {tmp_path}/file cannot be made: File exists"


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "letter.txt"
    other.write_text("not a database " * 100)
    said = refused(
        tmp_path, "work", "--once", environ={"EXCHANGE_DATABASE_URL": f"sqlite:///{other}"}
    )
    assert said == "the database cannot be used: file is not a database"


def test_a_held_clock_is_refused_where_real_people_have_accounts(tmp_path: Path) -> None:
    assert exchange(tmp_path, "migrate").returncode == 0
    assert exchange(tmp_path, *USER, "viewer").returncode == 0
    held = {"EXCHANGE_NOW": "2027-05-19T09:00:00+09:00"}
    said = refused(tmp_path, "indicator", "verify", environ=held)
    assert said == "EXCHANGE_NOW is refused: this instance has users who are no demo"
