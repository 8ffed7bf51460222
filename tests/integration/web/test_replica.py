"""Who reads the copy that follows the database, and when nobody does."""

import shutil
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest
from flask import Flask
from sqlalchemy import func, select

from config import Settings
from exchange.accounts.models import User
from exchange.audit.models import AuditLine
from exchange.audit.services import record
from exchange.core.database import Database, reference_uuid, unit_of_work
from exchange.core.database import replica as replicas
from exchange.core.offers import Subject
from exchange.core.permissions import Role, system_actor
from exchange.web.access import public
from exchange.web.transactions import session
from tests.factories.accounts import make_user
from tests.servers.building import build_app
from tests.servers.visitor import Visitor

pytestmark = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)

PATHS = ("/probe", "/probe.json", "/probe.ics", "/probe/<token>")


def act(database: Database) -> None:
    """Change something: each change leaves a line."""
    with unit_of_work(database) as writing:
        subject = Subject("partner", reference_uuid("partner", "ulsan"))
        record(writing, actor=system_actor("tests"), act="probe", subject=subject)


@pytest.fixture
def copy(fresh_database: Database, tmp_path: Path) -> Path:
    """Give a copy of the database that holds its newest line."""
    act(fresh_database)
    fresh_database.dispose()
    source = fresh_database.engine.url.database or ""
    return Path(shutil.copyfile(source, tmp_path / "copy.sqlite3"))


@pytest.fixture
def app(
    settings: Settings, fresh_database: Database, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> Flask:
    """Build an application that looks at the copy at every request, and say who answered."""
    monkeypatch.setattr(replicas, "INTERVAL", 0.0)
    for name in ("WRITTEN", "PLAYED"):  # files have no log that is played: count the acts
        monkeypatch.setattr(replicas, name, select(func.count()).select_from(AuditLine))
    app = build_app(replace(settings, read_database_url=f"sqlite:///{copy}"), fresh_database)

    def answered_by(**_values: str) -> str:
        engine = session().connection().engine
        return "copy" if engine is app.extensions["replica"].engine else "database"

    for path in PATHS:
        app.add_url_rule(path, path, public(answered_by), methods=["GET", "POST"])
    return app


@pytest.fixture
def client(app: Flask) -> Visitor:
    """Give a stranger, after the first look."""
    stranger = cast(Visitor, app.test_client(use_cookies=False))
    assert stranger.get("/probe").text == "database"  # nothing to compare with yet
    return stranger


def test_a_stranger_s_page_is_read_from_the_copy(client: Visitor) -> None:
    assert client.get("/probe").text == "copy"


@pytest.mark.parametrize("path", ["/probe.json", "/probe.ics", "/probe/s3cret"])
def test_what_programs_poll_and_secret_links_are_read_from_the_database(
    client: Visitor, path: str
) -> None:
    assert client.get(path).text == "database"


def test_who_may_have_written_something_reads_the_database(
    app: Flask, client: Visitor, fresh_database: Database
) -> None:
    person = cast(Visitor, app.test_client())
    with unit_of_work(fresh_database) as writing:
        user_id = make_user(writing, role=Role.VIEWER).id
    with fresh_database.reading() as reading:
        person.sign_in(reading.get_one(User, user_id))
    assert person.get("/probe").text == "database"
    typing = cast(Visitor, app.test_client())
    assert typing.submit("/probe").text == "database"
    assert typing.get("/probe").text == "database"
    assert typing.get("/readyz").status_code == 503  # asked of the database, which has no stories


def test_a_copy_that_is_too_far_behind_is_not_asked(
    client: Visitor, fresh_database: Database
) -> None:
    act(fresh_database)
    assert client.get("/probe").text == "copy"  # it may still be on its way
    assert client.get("/probe").text == "database"


def test_a_copy_that_is_gone_is_not_asked(
    app: Flask, client: Visitor, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert client.get("/probe").text == "copy"
    replica: replicas.Replica = app.extensions["replica"]
    replica.dispose()
    copy.unlink()
    copy.mkdir()
    monkeypatch.setattr(replicas, "INTERVAL", 3600.0)
    assert client.get("/probe").text == "database"  # found out when it was asked
    monkeypatch.setattr(replicas, "INTERVAL", 0.0)
    assert client.get("/probe").text == "database"  # and at every look


def test_the_copy_refuses_to_be_written(app: Flask, client: Visitor) -> None:
    replica: replicas.Replica = app.extensions["replica"]
    opened = replica.session()
    assert opened is not None
    assert opened.info["read_only"]
    opened.close()
    replica.dispose()
