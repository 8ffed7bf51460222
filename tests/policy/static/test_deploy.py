"""The files of docs/deploy fit each other and what `exchange` takes."""

import argparse
import importlib
import re
import shlex
import subprocess
from configparser import ConfigParser
from pathlib import Path

import pytest

from exchange.cli import COMMANDS
from exchange.privacy.erased_list import FILE
from tests.policy.sources import ROOT

DEPLOY = ROOT / "docs" / "deploy"
PROGRAM = "/srv/exchange/.venv/bin/exchange"
SERVICES = sorted(path.name for path in DEPLOY.glob("*.service"))
LASTING = [name for name in SERVICES if name != "exchange-backup.service"]
WEB = ["exchange.service", "exchange-web.service"]


def unit(name: str) -> ConfigParser:
    """Read a unit; what it names twice counts once."""
    parser = ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    text = (DEPLOY / name).read_text("utf-8").replace("\\\n", " ")
    parser.read_string(text)
    return parser


def commands(name: str) -> list[list[str]]:
    """Return the words after each call of `exchange` in a unit."""
    line = unit(name)["Service"]["ExecStart"].removeprefix("/bin/sh -ec ").strip("'")
    calls = [call for call in line.split(";") if PROGRAM in call]
    return [shlex.split(call)[1:] for call in calls]


def upstreams(text: str) -> set[str]:
    """Return the ports the proxy asks, those of further hosts too."""
    return set(re.findall(r"^\s*#? *server [\d.]+:(\d+);", text, re.MULTILINE))


def test_the_proxy_asks_where_the_hosts_listen() -> None:
    asked = upstreams((DEPLOY / "nginx.conf").read_text("utf-8"))
    listened = {words[words.index("--port") + 1] for name in WEB for words in commands(name)}
    assert asked == listened == {"8001"}


@pytest.mark.parametrize("name", LASTING)
def test_a_service_comes_back_however_long_the_database_is_away(name: str) -> None:
    read = unit(name)
    assert read["Unit"]["StartLimitIntervalSec"] == "0"
    assert (read["Service"]["Restart"], read["Service"]["RestartSec"]) == ("on-failure", "5")


@pytest.mark.parametrize("name", SERVICES)
def test_a_unit_calls_the_command_as_it_is_with_keys_and_no_rights(name: str) -> None:
    called = commands(name)
    assert called
    for command, *words in called:
        parser = argparse.ArgumentParser()
        importlib.import_module(COMMANDS[command].module).add_arguments(parser)
        parser.parse_args(words)
    service = unit(name)["Service"]
    assert "/etc/exchange/" in service["EnvironmentFile"]
    assert service["User"] == "exchange"
    assert service["NoNewPrivileges"] == "true"


def test_one_unit_does_everything_on_a_single_machine() -> None:
    (words,) = commands("exchange.service")
    assert "--no-worker" not in words
    (alone,) = commands("exchange-web.service")
    assert "--no-worker" in alone
    assert commands("exchange-work.service") == [["work"]]


def test_a_backup_is_read_again_before_it_replaces_another() -> None:
    line = unit("exchange-backup.service")["Service"]["ExecStart"]
    assert [
        ("--encrypt" in words, "--verify" in words) for words in commands("exchange-backup.service")
    ] == [(True, False), (False, True)]
    assert line.index("--verify") < line.index("mv ")
    assert unit("exchange-backup.timer")["Timer"]["Persistent"] == "true"


def test_the_list_of_who_was_erased_is_copied_beside_the_backup_and_never_shortened(
    tmp_path: Path,
) -> None:
    kept, home = tmp_path / "kept", tmp_path / "home"
    program, service = tmp_path / "exchange", unit("exchange-backup.service")["Service"]
    program.write_text('#!/bin/sh\nfor last; do :; done; touch "$last"\n', "ascii")
    program.chmod(0o700)
    for each in (kept, home):
        each.mkdir()
    scripts = [
        service[name].removeprefix("/bin/sh -ec ").strip("'").replace("$$", "$")
        for name in ("ExecStartPre", "ExecStart")
    ]
    found = []
    for listed in (None, "2026-11-02 b\n2026-11-01 a\n", "2026-11-03 c\n"):
        if listed:
            (home / FILE).write_text(listed, "ascii")
        called = {"EXCHANGE_INSTANCE_DIR": str(home), "PATH": "/usr/bin:/bin"}
        for script in scripts:
            here = script.replace(PROGRAM, str(program)).replace("/var/backups/exchange", str(kept))
            subprocess.run(["/bin/sh", "-ec", here], env=called, check=True)
        copy = kept / FILE
        found.append(copy.read_text("ascii").split() if copy.exists() else None)
    assert found[0] is None
    assert [len(each or ()) for each in found[1:]] == [4, 6]
    assert found[2] == ["2026-11-01", "a", "2026-11-02", "b", "2026-11-03", "c"]
    assert len(list(kept.iterdir())) == 2, "the day's backup and the list"


def test_the_proxy_lets_nobody_flood_and_hides_what_machines_ask() -> None:
    text = (DEPLOY / "nginx.conf").read_text("utf-8")
    zones = set(re.findall(r"limit_(?:req|conn)_zone \S+ zone=(\w+)", text))
    assert set(re.findall(r"limit_(?:req zone=|conn )(\w+)", text)) == zones
    assert len(zones) == 2
    assert len(re.findall(r"location = /(?:metrics|readyz) { return 404; }", text)) == 2


def test_the_proxy_speaks_the_present_tls_alone() -> None:
    text = (DEPLOY / "nginx.conf").read_text("utf-8")
    assert re.findall(r"ssl_protocols (.*);", text) == ["TLSv1.2 TLSv1.3"]
    assert re.findall(r"ssl_ciphers (.*);", text) == ["ECDHE+AESGCM:ECDHE+CHACHA20"]
