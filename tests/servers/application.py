"""The application as people start it: `exchange serve --prepare` on a free port of this machine."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from config import ROOT

PASSWORD: Final = "demo password for the tests"
_PATIENCE_SECONDS: Final = 120
#: A thousand for each process of a test run, below those that the system hands out.
_FIRST_PORT: Final = 20_000 + 1_000 * int(os.environ.get("PYTEST_XDIST_WORKER", "gw9")[2:])
_PORTS: Final = (_FIRST_PORT + (os.getpid() + number) % 1_000 for number in range(1_000))


class ApplicationError(RuntimeError):
    """The application did not come up; the message holds what it said."""


@dataclass(frozen=True, slots=True)
class Served:
    """A running application and how to reach its instance."""

    url: str
    environment: Mapping[str, str]
    pid: int


@contextmanager
def served_application(folder: Path, *words: str, **environ: str) -> Iterator[Served]:
    """Serve a new instance under `folder` until the block ends; `words` go to the command."""
    port = free_port()
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("EXCHANGE_")},
        "EXCHANGE_INSTANCE_DIR": str(folder / "instance"),
        "EXCHANGE_DEMO_PASSWORD": PASSWORD,
        **environ,
    }
    log = folder / "serve.log"
    with log.open("wb") as output:
        command = [sys.executable, "-m", "exchange.cli", "serve", "--prepare", *words]
        process = subprocess.Popen(
            [*command, "--port", str(port)],
            cwd=ROOT,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            url = f"http://127.0.0.1:{port}"
            _wait_until_up(url, process, log)
            yield Served(url, environment, process.pid)
        finally:
            process.terminate()
            process.wait(timeout=_PATIENCE_SECONDS)


def children_of(pid: int) -> list[int]:
    """Return the web workers that answer, and the one for the jobs."""
    command = ["ps", "-o", "pid=", "--ppid", str(pid)]
    listed = subprocess.run(command, capture_output=True, text=True, check=True)
    return [int(found) for found in listed.stdout.split()]


def free_port() -> int:
    """Return a port of the loopback address that nobody listens on, another one each time.

    The test processes of a run have numbers of their own, which the system gives to nobody.
    """
    for port in _PORTS:
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise ApplicationError("no port is left")


def _wait_until_up(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{url}/healthz", timeout=5) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise ApplicationError(log.read_text("utf-8", errors="replace")[-2000:])
