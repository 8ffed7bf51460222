"""Two hosts on one PostgreSQL behave as one: limits, sessions, kept feeds, leases; pooled too."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from sqlalchemy import func, make_url, select, text, update

from config import ROOT
from exchange.accounts.rules import FAILURES_BY_EMAIL
from exchange.calendars.models import KeptFeed
from exchange.core.database import Database, unit_of_work
from exchange.core.permissions import Role
from exchange.jobs.enums import JobState
from exchange.jobs.models import Job
from exchange.outbox.enums import SEND, MailState
from exchange.outbox.models import Mail
from exchange.outbox.services import write_mail
from tests.factories.accounts import make_user
from tests.servers.application import Served, free_port
from tests.servers.hosts import (
    DEPLOY,
    Browser,
    installed,
    running,
    two_hosts,
    wait_for_port,
)
from tests.servers.postgres import PostgresServer

PASSWORD = "a password for the tests"
MAILS = 30
FEED = "/feeds/anniversaries.ics?lang=en"
Hosts = tuple[Served, Served]


@contextmanager
def pooled(url: str) -> Iterator[str]:
    """Put PgBouncer, as docs/deploy sets it up, in front of a database, and give its address."""
    program = installed("pgbouncer")
    if program is None:
        pytest.skip("no pgbouncer on this machine")
    address, port = make_url(url), free_port()
    if "host" not in address.query:
        pytest.skip("the outside server is reached in its own way")
    text = (DEPLOY / "pgbouncer.ini").read_text()
    for ours, here in (
        ("exchange = host=127.0.0.1 port=5432 dbname=exchange",
         f"{address.database} = host={address.query['host']} user=postgres"),
        ("listen_port = 6432", f"listen_port = {port}\nunix_socket_dir ="),
        ("auth_type = scram-sha-256", "auth_type = any"),
        ("auth_file = /etc/pgbouncer/userlist.txt\n", ""),
    ):  # fmt: skip
        assert ours in text
        text = text.replace(ours, here)
    with tempfile.TemporaryDirectory(dir="/tmp") as name:
        folder = Path(name)
        folder.chmod(0o755)
        (folder / "pgbouncer.ini").write_text(text)
        # The sockets of the tests' own server are for the user it runs as.
        owner = Path(str(address.query["host"])).owner()
        with running([program, str(folder / "pgbouncer.ini")], user=owner) as process:
            wait_for_port(port, process)
            yield f"postgresql+psycopg://postgres@127.0.0.1:{port}/{address.database}"


@pytest.fixture(params=["direct", "pooled"])
def address(request: pytest.FixtureRequest, postgres_server: PostgresServer) -> Iterator[str]:
    """Give an empty database, reached directly or through a pooler."""
    name = f"exchange_hosts_{request.param}"
    url = postgres_server.create(name)
    if request.param == "direct":
        yield url
    else:
        with pooled(url) as through:
            yield through
    postgres_server.drop(name)


def add_person(database: Database, email: str) -> None:
    with unit_of_work(database) as session:
        digest = PasswordHasher().hash(PASSWORD)
        make_user(session, email=email, password_hash=digest, role=Role.VIEWER)


def guesses_count_together(hosts: Hosts) -> None:
    for number in range(FAILURES_BY_EMAIL):
        guess = Browser().sign_in(hosts[number % 2].url, "limited@city.example", "wrong")
        assert guess == 422
    for host in hosts:
        assert Browser().sign_in(host.url, "limited@city.example", PASSWORD) == 429


def a_session_opens_everywhere_and_ends_everywhere(hosts: Hosts) -> None:
    one, other = hosts
    person = Browser()
    assert person.sign_in(one.url, "both@city.example", PASSWORD) == 302
    answer, page = person.ask(other.url, "/home/")
    assert answer.status == 200
    token = page.partition('name="csrf_token"')[2].partition('value="')[2].partition('"')[0]
    before = dict(person.cookies)
    assert person.ask(other.url, "/accounts/sign-out", {"csrf_token": token})[0].status == 302
    person.cookies = before  # a stolen copy of the cookie
    assert person.ask(one.url, "/home/")[0].status == 302


def a_feed_is_kept_once(hosts: Hosts, database: Database) -> None:
    one, other = hosts
    first, body = Browser().ask(one.url, FEED)
    again, same = Browser().ask(other.url, FEED)
    assert (first.status, again.status, body == same) == (200, 200, True)
    tag = first.headers["ETag"]
    assert again.headers["ETag"] == tag
    assert again.headers["Last-Modified"] == first.headers["Last-Modified"]
    assert Browser().ask(other.url, FEED, headers={"If-None-Match": tag})[0].status == 304
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(KeptFeed)) == 1


@contextmanager
def jobs_locked(database: Database) -> Iterator[Callable[[], int]]:
    """Keep everybody from the jobs until the block ends; gives a count of who waits for them."""
    waiting = text(
        "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'jobs'::regclass"
    )

    def count() -> int:
        with database.reading() as session:
            return session.scalar(waiting) or 0

    with database.writing() as session:
        session.execute(text("LOCK TABLE jobs"))
        yield count


def each_mail_leaves_once(hosts: Hosts, database: Database, mails: Path) -> None:
    with unit_of_work(database) as session:
        session.execute(update(Mail).values(state=MailState.SENT, body=None))
        for number in range(MAILS):
            write_mail(session, to=f"a{number}@x.example", subject="s", body="b", language="ja")
    with jobs_locked(database) as waiting:  # neither begins before the other is there
        workers = [
            subprocess.Popen(
                [sys.executable, "-m", "exchange.cli", "work", "--once"],
                cwd=ROOT,
                env=host.environment,
                stdout=subprocess.PIPE,
            )
            for host in hosts
        ]
        deadline = time.monotonic() + 60
        while waiting() < len(workers):
            assert time.monotonic() < deadline, "a worker does not look for jobs"
            time.sleep(0.02)
    tried = [int(worker.communicate(timeout=180)[0].split()[0]) for worker in workers]
    assert [worker.returncode for worker in workers] == [0, 0]
    assert len(list(mails.glob("*.eml"))) == MAILS
    assert sum(tried) >= MAILS, tried  # the day's own beside them; on a busy machine by one alone
    with database.reading() as session:
        mailing = select(Job.state, Job.claims).where(Job.kind == SEND)
        counted = session.execute(mailing.distinct()).all()
    assert [tuple(row) for row in counted] == [(JobState.DONE, 1)]


def test_two_hosts_behave_as_one(address: str, tmp_path: Path) -> None:
    mails = tmp_path / "mails"
    with two_hosts(
        tmp_path, EXCHANGE_DATABASE_URL=address, EXCHANGE_MAIL_URL=f"file://{mails}"
    ) as hosts:
        database = Database(address)
        for email in ("limited@city.example", "both@city.example"):
            add_person(database, email)
        guesses_count_together(hosts)
        a_session_opens_everywhere_and_ends_everywhere(hosts)
        a_feed_is_kept_once(hosts, database)
        each_mail_leaves_once(hosts, database, mails)
        database.dispose()
