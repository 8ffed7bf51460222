"""The application on one kind of database, with the city's facts: what benchmarks ask."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import cast
from uuid import UUID

from flask import Flask

from config import ROOT, Settings
from exchange.agreements import entries as anniversaries
from exchange.calendars.ical.writing import _written
from exchange.calendars.services import published
from exchange.core.database import Database, unit_of_work
from exchange.core.permissions import Role
from exchange.delegations import entries as visits
from exchange.youth.models import School
from tests.bench.measuring import Clock
from tests.factories.accounts import make_user
from tests.servers.application import free_port
from tests.servers.hosts import wait_for_port
from tests.servers.visitor import Visitor


@dataclass(frozen=True, slots=True)
class House:
    """One application, its database, and a clock of what both spend."""

    name: str
    settings: Settings
    database: Database
    app: Flask
    clock: Clock

    def visitor(self, role: Role, school_id: UUID | None = None) -> Visitor:
        """Sign somebody of a role in."""
        with unit_of_work(self.database) as session:
            user = make_user(session, role=role, school_id=school_id)
            session.expunge(user)
        found = cast(Visitor, self.app.test_client())
        found.sign_in(user)
        return found

    def desk_of(self, school: School) -> Visitor:
        """Sign somebody at a school's desk in."""
        return self.visitor(Role.SCHOOL, school.id)

    @property
    def environment(self) -> Mapping[str, str]:
        """Return what a process of this house is started with."""
        kept = {name: text for name, text in os.environ.items() if not name.startswith("EXCHANGE_")}
        url = self.database.engine.url.render_as_string(hide_password=False)
        return {
            **kept,
            "EXCHANGE_DATABASE_URL": url,
            "EXCHANGE_INSTANCE_DIR": str(self.settings.instance_dir),
            "EXCHANGE_SECRET_KEY": self.settings.secret_key or "",
            "EXCHANGE_DATA_KEY": self.settings.data_key or "",
            "EXCHANGE_LEDGER_KEY": self.settings.ledger_key or "",
            "EXCHANGE_BASE_URL": "http://localhost",
            "EXCHANGE_SECOND_FACTOR": "optional",
        }


@contextmanager
def serving(house: House, workers: int, folder: Path) -> Iterator[int]:
    """Serve a house by so many processes of four threads, as `exchange serve` does by two."""
    port = free_port()
    options = ["--workers", str(workers), "--threads", "4", "--preload", "--log-level", "warning"]
    with (folder / f"serving-{port}.log").open("wb") as log:
        process = subprocess.Popen(
            [
                *(sys.executable, "-m", "gunicorn", *options, "--no-control-socket"),
                *("--bind", f"127.0.0.1:{port}", "tests.bench.wsgi:application"),
            ],
            cwd=ROOT,
            env=dict(house.environment),
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            wait_for_port(port, process)
            yield port
        finally:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(timeout=20)
            process.kill()
            process.wait()


def forget_written() -> None:
    """Let no calendar entry be known as it is made, remembered or written."""
    _written.cache_clear()
    for kept in (anniversaries._MADE, visits._MADE, published._AGREED):
        kept._made.clear()
