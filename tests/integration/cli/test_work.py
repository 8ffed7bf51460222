"""`exchange work --once`, and a worker told to stop."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from sqlalchemy import select

from exchange.core.database import Database, unit_of_work
from exchange.outbox.enums import MailState
from exchange.outbox.models import Mail
from exchange.outbox.services import write_mail
from exchange.rooms.keeping import DAILY_JOBS
from tests.policy.sources import ROOT


def start(database: Database, folder: Path, *arguments: str) -> "subprocess.Popen[str]":
    """Start the command in a process of its own."""
    environment = {name: value for name, value in os.environ.items() if "EXCHANGE" not in name}
    environment |= {
        "EXCHANGE_DATABASE_URL": database.engine.url.render_as_string(hide_password=False),
        "EXCHANGE_INSTANCE_DIR": str(folder),
        "EXCHANGE_MAIL_URL": f"file://{folder}/mail",
    }
    return subprocess.Popen(
        [sys.executable, "-m", "exchange.cli", "work", *arguments],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_what_waits_is_done_once_and_the_command_ends(
    fresh_database: Database, tmp_path: Path
) -> None:
    with unit_of_work(fresh_database) as session:
        key = write_mail(session, to="a@b.example", subject="x", body="y", language="en").id
    process = start(fresh_database, tmp_path, "--once")
    output, errors = process.communicate(timeout=120)
    assert (process.returncode, output, errors) == (0, f"{1 + len(DAILY_JOBS)} jobs tried\n", "")
    assert (tmp_path / "mail" / f"{key}.eml").exists()
    with fresh_database.reading() as session:
        assert session.scalars(select(Mail.state)).all() == [MailState.SENT]


def test_a_worker_ends_when_told_to(fresh_database: Database, tmp_path: Path) -> None:
    with unit_of_work(fresh_database) as session:
        write_mail(session, to="a@b.example", subject="x", body="y", language="en")
    process = start(fresh_database, tmp_path)
    folder = tmp_path / "mail"
    while not (folder.exists() and list(folder.iterdir())):
        assert process.poll() is None
        time.sleep(0.05)
    process.send_signal(signal.SIGTERM)
    _, errors = process.communicate(timeout=120)
    assert (process.returncode, errors) == (0, "")
