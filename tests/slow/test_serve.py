"""`exchange serve` with real processes: twice on one instance, on a taken port, without keys."""

import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from config import ROOT, read_env_file
from exchange.core.keys import new_key
from tests.servers.application import free_port, served_application


def serve(folder: Path, *words: str, **environ: str) -> subprocess.CompletedProcess[str]:
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("EXCHANGE_")},
        "EXCHANGE_INSTANCE_DIR": str(folder),
        **environ,
    }
    return subprocess.run(
        [sys.executable, "-m", "exchange.cli", "serve", *words],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_a_second_start_changes_no_key_which_only_its_owner_reads(tmp_path: Path) -> None:
    with served_application(tmp_path):
        secrets = read_env_file(tmp_path / "instance" / "secrets.env")
    with (
        served_application(tmp_path) as served,
        urllib.request.urlopen(f"{served.url}/", timeout=60) as page,
    ):
        assert page.status == 200
    assert read_env_file(tmp_path / "instance" / "secrets.env") == secrets
    assert set(secrets) == {"EXCHANGE_SECRET_KEY", "EXCHANGE_DATA_KEY", "EXCHANGE_LEDGER_KEY"}
    mode = (tmp_path / "instance" / "secrets.env").stat().st_mode
    assert stat.S_IMODE(mode) == 0o600


def test_a_taken_port_gets_one_clear_line_and_prepares_nothing(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = serve(tmp_path / "instance", "--prepare", "--port", str(port))
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        f"exchange: port {port} is already in use; choose another, such as PORT={port + 1} make run"
    ]
    assert not (tmp_path / "instance").exists()


def test_without_keys_it_refuses_to_serve_and_names_them(tmp_path: Path) -> None:
    done = serve(tmp_path, "--port", str(free_port()))
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "exchange: EXCHANGE_SECRET_KEY, EXCHANGE_DATA_KEY, EXCHANGE_LEDGER_KEY not set; "
        "`make run` writes them once"
    ]


def workers_beside(serving: int) -> list[int]:
    """Return the processes that `serve` keeps for the waiting jobs."""
    listed = subprocess.run(
        ["ps", "-A", "-o", "pid=,ppid=,args="], capture_output=True, text=True, check=True
    )
    rows = [line.split(maxsplit=2) for line in listed.stdout.splitlines()]
    return [
        int(pid)
        for pid, parent, words in rows
        if int(parent) == serving and words.endswith("exchange.cli work")
    ]


def the_worker(serving: int, *, other_than: int = 0) -> int:
    """Wait for the one worker of a serving process."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        found = [pid for pid in workers_beside(serving) if pid != other_than]
        if len(found) == 1:
            return found[0]
        time.sleep(0.2)
    raise AssertionError("no worker appeared")


def test_a_killed_worker_comes_back_and_goes_with_the_server(
    prepared: Path, tmp_path: Path
) -> None:
    shutil.copytree(prepared, tmp_path / "instance")
    with served_application(tmp_path) as served:
        first = the_worker(served.pid)
        os.kill(first, signal.SIGKILL)
        second = the_worker(served.pid, other_than=first)
    deadline = time.monotonic() + 10
    while Path(f"/proc/{second}").exists() and time.monotonic() < deadline:
        time.sleep(0.1)
    assert workers_beside(served.pid) == []


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        (
            "EXCHANGE_DATA_KEY",
            "k1:c2hvcnQ=",
            "EXCHANGE_DATA_KEY cannot be used: a key must be 32 bytes, not 5",
        ),
        (
            "EXCHANGE_LEDGER_KEY",
            "!",
            "EXCHANGE_LEDGER_KEY cannot be used: a key must be base64",
        ),
        (
            "EXCHANGE_MAIL_URL",
            "mail.example",
            "EXCHANGE_MAIL_URL must look like smtp://user:password@host:587?from=address,"
            " smtps://… or file:///folder",
        ),
        (
            "EXCHANGE_BREACHED_PASSWORDS",
            "/no/such/list",
            "EXCHANGE_BREACHED_PASSWORDS: /no/such/list cannot be read: No such file or directory;"
            " it must hold SHA-1 hashes of passwords,"
            " `HASH` or `HASH:COUNT` a line, sorted by hash",
        ),
    ],
)
def test_what_cannot_be_used_is_refused_at_the_start(
    tmp_path: Path, name: str, value: str, sentence: str
) -> None:
    keys = {
        "EXCHANGE_SECRET_KEY": "x" * 40,
        "EXCHANGE_DATA_KEY": f"k1:{new_key()}",
        "EXCHANGE_LEDGER_KEY": new_key(),
    }
    done = serve(tmp_path, "--port", str(free_port()), **(keys | {name: value}))
    assert (done.returncode, done.stderr) == (1, f"exchange: {sentence}\n")


def test_every_address_needs_the_one_that_people_reach(tmp_path: Path) -> None:
    done = serve(tmp_path, "--host", "0.0.0.0", "--port", str(free_port()))
    assert done.returncode == 1
    assert done.stderr.startswith("exchange: EXCHANGE_BASE_URL is not set; with --host 0.0.0.0")
