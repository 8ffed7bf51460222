"""A mail server that is away or refuses: the outbox keeps every mail, and it goes once, later."""

import re
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Final

import pytest
from sqlalchemy import update

from exchange.core import clock
from exchange.core.database import Database, unit_of_work
from exchange.jobs.enums import JobState
from exchange.jobs.models import Job
from exchange.outbox.enums import MailState
from exchange.outbox.models import Mail
from exchange.outbox.services import write_mail
from tests.servers.application import free_port
from tests.servers.offices import Office

LATER: Final = "451 4.3.0 mailbox busy, come later"
TAKEN: Final = "250 taken"


class Session(socketserver.StreamRequestHandler):
    """One conversation; the server's `rcpt` answers to whom a mail is for."""

    server: "MailServer"

    def handle(self) -> None:
        self.say("220 mail.example")
        while line := self.rfile.readline().decode().strip():
            verb = line.split()[0].upper()
            if verb == "DATA":
                self.say("354 go on")
                lines = iter(lambda: self.rfile.readline().decode().rstrip("\r\n"), ".")
                self.server.taken += re.findall(r"Message-ID: <(.+)@", "\n".join(lines))
            self.say({"RCPT": self.server.rcpt, "QUIT": "221 bye"}.get(verb, "250 ok"))
            if verb == "QUIT":
                return

    def say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


class MailServer(socketserver.ThreadingTCPServer):
    """A mail server that answers as it is told."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, port: int, rcpt: str) -> None:
        super().__init__(("127.0.0.1", port), Session)
        self.rcpt = rcpt
        self.taken: list[str] = []


@contextmanager
def mail_server(port: int, rcpt: str) -> Iterator[MailServer]:
    with MailServer(port, rcpt) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def let_pauses_end(database: Database) -> None:
    with unit_of_work(database) as session:
        waiting = update(Job).where(Job.state == JobState.WAITING)
        session.execute(waiting.values(run_at=clock.machine_now()))


def mail_of(database: Database, key: object) -> tuple[MailState, str | None, bool]:
    with database.reading() as session:
        mail = session.get_one(Mail, key)
        return mail.state, mail.error, mail.body is not None


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_mail_that_its_server_refuses_waits_and_goes_once(office: Office) -> None:
    port, database = free_port(), office.database()
    office = replace(office, more={"EXCHANGE_MAIL_URL": f"smtp://127.0.0.1:{port}"})
    with unit_of_work(database) as session:
        words = {"subject": "件名", "body": "本文", "language": "ja"}
        key = write_mail(session, to="hanako@city.example", **words).id

    assert office.run("work", "--once")[0] == 0  # nobody listens
    state, error, has_body = mail_of(database, key)
    assert (state, has_body) == (MailState.WAITING, True)
    assert "refused" in (error or "")

    let_pauses_end(database)
    with mail_server(port, LATER) as server:
        assert office.run("work", "--once")[0] == 0
        assert server.taken == []
    assert mail_of(database, key) == (MailState.WAITING, LATER, True)

    let_pauses_end(database)
    with mail_server(port, TAKEN) as server:
        assert office.run("work", "--once")[0] == 0
        let_pauses_end(database)
        assert office.run("work", "--once")[0] == 0
        assert server.taken.count(str(key)) == 1
    assert mail_of(database, key) == (MailState.SENT, None, False)
    database.dispose()
