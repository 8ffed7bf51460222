"""A server told to stop finishes what it answers and the job in hand, and then it is gone."""

import http.client
import json
import os
import signal
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode, urlsplit
from uuid import UUID

import pytest
from sqlalchemy import select

from config import load_settings
from exchange.core.database import Database, unit_of_work
from exchange.outbox.enums import MailState
from exchange.outbox.models import Mail
from exchange.outbox.services import write_mail
from tests.servers.application import Served, served_application

PATIENCE = 60


class SlowMailServer:
    """Takes one mail, and its last word waits until the test says so."""

    def __init__(self) -> None:
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = self.listening.getsockname()[1]
        self.has_mail, self.may_answer = threading.Event(), threading.Event()
        self.key: UUID | None = None
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()

    def _serve(self) -> None:
        connection, _address = self.listening.accept()
        with connection, connection.makefile("rwb", buffering=0) as line:
            line.write(b"220 slow\r\n")
            in_letter = False
            while words := line.readline():
                if in_letter and words != b".\r\n":
                    if words.startswith(b"Message-ID: <"):
                        self.key = UUID(words[13:49].decode())
                    continue
                if in_letter:
                    self.has_mail.set()
                    self.may_answer.wait(PATIENCE)
                command = b"." if in_letter else words[:4].upper()
                in_letter = command == b"DATA"
                line.write(
                    {b"DATA": b"354 go on\r\n", b"QUIT": b"221 bye\r\n"}.get(command, b"250 ok\r\n")
                )

    def close(self) -> None:
        self.may_answer.set()
        self.listening.close()


@pytest.fixture
def mail_server() -> Iterator[SlowMailServer]:
    server = SlowMailServer()
    yield server
    server.close()


def lets_nobody_in(url: str) -> bool:
    """Wait until a new visitor is not answered any more."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        visitor = http.client.HTTPConnection(urlsplit(url).netloc, timeout=1)
        try:
            visitor.request("GET", "/healthz")
            visitor.getresponse().read()
        except (OSError, http.client.HTTPException):
            return True
        finally:
            visitor.close()
    return False


def begin_to_send(served: Served) -> tuple[http.client.HTTPConnection, bytes]:
    """Send a form's head and its first half; return what is to come once a worker has read it."""
    body = urlencode({"email": "a@demo.example", "password": "x" * 200}).encode()
    connection = http.client.HTTPConnection(urlsplit(served.url).netloc, timeout=PATIENCE)
    connection.putrequest("POST", "/accounts/sign-in")
    connection.putheader("Content-Type", "application/x-www-form-urlencoded")
    connection.putheader("Content-Length", str(len(body)))
    connection.putheader("Expect", "100-continue")  # who has read the head says so
    connection.endheaders(body[:50])
    assert connection.sock.recv(1, socket.MSG_PEEK), "no worker reads"
    return connection, body[50:]


def test_what_is_being_answered_and_the_job_in_hand_are_finished(
    tmp_path: Path, mail_server: SlowMailServer
) -> None:
    mail_url = f"smtp://127.0.0.1:{mail_server.port}"
    with served_application(tmp_path, "--no-demo", EXCHANGE_MAIL_URL=mail_url) as served:
        database = Database(load_settings(served.environment).database_url)
        with unit_of_work(database) as session:
            write_mail(session, to="a@x.example", subject="s", body="b", language="ja")
        assert mail_server.has_mail.wait(PATIENCE), "no worker sends the mail"
        connection, rest = begin_to_send(served)
        os.kill(served.pid, signal.SIGTERM)
        assert lets_nobody_in(served.url)
        connection.send(rest)
        answer = connection.getresponse()
        assert (answer.status, answer.getheader("X-Request-ID") is not None) == (422, True)
        connection.close()
        mail_server.may_answer.set()
        ended, status = os.waitpid(served.pid, 0)
        assert (ended, os.waitstatus_to_exitcode(status)) == (served.pid, 0)
    with database.reading() as session:
        kept = session.scalars(select(Mail).where(Mail.id == mail_server.key)).one()
        assert (kept.state, kept.error) == (MailState.SENT, None)
    database.dispose()


def test_two_workers_count_as_one_server_and_log_lines_without_paths(tmp_path: Path) -> None:
    token = "metrics-token-for-the-tests"
    log = tmp_path / "serve.log"
    words = ("--no-demo", "--access-log")
    with served_application(tmp_path, *words, EXCHANGE_METRICS_TOKEN=token) as served:
        place = urlsplit(served.url).netloc
        for number in range(20):
            connection = http.client.HTTPConnection(place, timeout=PATIENCE)
            connection.request("GET", f"/consent/s3cret-{number}")
            assert connection.getresponse().status == 404
            connection.close()
        connection = http.client.HTTPConnection(place, timeout=PATIENCE)
        connection.request("GET", "/metrics", headers={"Authorization": f"Bearer {token}"})
        counted = connection.getresponse().read().decode().splitlines()
        connection.close()
    name = 'exchange_requests_total{method="GET",route="/consent/<token>",status="404"} 20'
    assert name in counted
    lines = [json.loads(line) for line in log.read_text().splitlines() if line.startswith("{")]
    told = [line for line in lines if line.get("route") == "/consent/<token>"]
    assert [line["status"] for line in told] == [404] * 20
    assert "s3cret" not in log.read_text()
