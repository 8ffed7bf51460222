"""Parts of a larger installation on this machine's loopback: hosts, a pooler, a proxy in front."""

import http.client
import os
import pwd
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Final
from urllib.parse import urlencode, urlsplit

from config import ROOT, read_env_file
from tests.servers.application import Served, served_application

DEPLOY: Final = ROOT / "docs" / "deploy"
PATIENCE: Final = 60


class Browser:
    """One person's browser: its cookies go to whichever host it asks."""

    def __init__(self) -> None:
        self.cookies: dict[str, str] = {}

    def ask(
        self,
        url: str,
        path: str,
        fields: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> tuple[http.client.HTTPResponse, str]:
        """Get a page, or send a form, and keep the cookies of the answer."""
        connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=PATIENCE)
        said = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = urlencode(fields) if fields else None
        if body:
            said["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request("POST" if body else "GET", path, body, said | dict(headers or {}))
        answer = connection.getresponse()
        text = answer.read().decode("utf-8", "replace")
        for line in answer.headers.get_all("Set-Cookie", []):
            self.cookies |= {name: part.value for name, part in SimpleCookie(line).items()}
        connection.close()
        return answer, text

    def sign_in(self, url: str, email: str, password: str) -> int:
        """Fill the sign-in form in at a host and return the status of its answer."""
        _, page = self.ask(url, "/accounts/sign-in")
        token = page.partition('name="csrf_token"')[2].partition('value="')[2].partition('"')[0]
        fields = {"email": email, "password": password, "csrf_token": token}
        return self.ask(url, "/accounts/sign-in", fields)[0].status


@contextmanager
def two_hosts(folder: Path, *words: str, **environ: str) -> Iterator[tuple[Served, Served]]:
    """Serve one installation by two hosts: one database, the same keys, nothing else shared."""
    first, second = folder / "first", folder / "second"
    first.mkdir()
    second.mkdir()
    told = ("--no-demo", "--no-worker", *words)
    with served_application(first, *told, **environ) as one:
        keys = read_env_file(first / "instance" / "secrets.env")
        with served_application(second, *told, **(environ | keys)) as other:
            yield one, other


@contextmanager
def running(command: list[str], user: str | None = None) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program beside the block, as another user where root runs the tests."""
    is_root = os.geteuid() == 0 and user is not None
    options = {"user": user, "group": pwd.getpwnam(user).pw_gid} if is_root and user else {}
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT, cwd="/tmp", **options
    )  # type: ignore[call-overload]
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):
            process.send_signal(signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=10)
        process.kill()
        process.wait()


def wait_for_port(port: int, process: "subprocess.Popen[bytes]") -> None:
    """Wait until somebody listens."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        with suppress(OSError):
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        time.sleep(0.05)
    raise RuntimeError(f"nobody listens on port {port}")


def installed(name: str) -> str | None:
    """Return where a program of the system is, sbin too."""
    return shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
