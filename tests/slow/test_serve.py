"""`exchange serve` with real processes: twice on one instance, on a taken port, without keys."""

import os
import socket
import stat
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from config import ROOT, read_env_file
from tests.servers.application import free_port, served_application

SECOND_START_SECONDS = 3.0


def serve(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("EXCHANGE_")},
        "EXCHANGE_INSTANCE_DIR": str(folder),
    }
    return subprocess.run(
        [sys.executable, "-m", "exchange.cli", "serve", *words],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_second_start_changes_no_key_and_answers_within_three_seconds(tmp_path: Path) -> None:
    with served_application(tmp_path):
        secrets = read_env_file(tmp_path / "instance" / "secrets.env")
    began = time.monotonic()
    with (
        served_application(tmp_path) as served,
        urllib.request.urlopen(f"{served.url}/", timeout=10) as page,
    ):
        assert page.status == 200
        assert time.monotonic() - began < SECOND_START_SECONDS
    assert read_env_file(tmp_path / "instance" / "secrets.env") == secrets
    assert set(secrets) == {"EXCHANGE_SECRET_KEY", "EXCHANGE_DATA_KEY", "EXCHANGE_LEDGER_KEY"}


def test_the_keys_can_be_read_by_their_owner_alone(tmp_path: Path) -> None:
    with served_application(tmp_path):
        pass
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
