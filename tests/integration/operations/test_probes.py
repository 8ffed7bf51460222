"""What machines ask: alive, ready, counted."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.orm import Session

from exchange.core import clock
from exchange.core.database import Database
from exchange.core.database.revision import newest_revision
from exchange.jobs.services import enqueue
from exchange.outbox.services import write_mail
from tests.servers.statements import count_statements
from tests.servers.visitor import Visitor

TOKEN = "metrics-token-for-the-tests"


@pytest.fixture
def migrated(session: Session) -> str:
    """Say that the database stands at the newest migration, as `exchange migrate` does."""
    session.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)"))
    session.execute(
        text("INSERT INTO alembic_version VALUES (:found)"), {"found": newest_revision()}
    )
    session.commit()
    return newest_revision()


@pytest.fixture
def unreachable(app: Flask) -> Iterator[None]:
    """Let the database be one whose folder is not there."""
    before = app.extensions["database"]
    app.extensions["database"] = Database("sqlite:////no/such/folder/x.sqlite3")
    yield
    app.extensions["database"] = before


def test_a_living_server_says_so_and_asks_the_database_nothing(client: Visitor) -> None:
    with count_statements() as statements:
        answer = client.get("/healthz")
    assert (answer.status_code, answer.json, statements) == (200, {"status": "ok"}, [])


def test_a_ready_server_says_how_long_the_oldest_job_and_mail_have_waited(
    client: Visitor, session: Session, migrated: str
) -> None:
    now = clock.machine_now()
    enqueue(session, "probe", run_at=now + timedelta(hours=1))  # not due: it does not wait
    quiet = client.get("/readyz")
    assert quiet.status_code == 200
    assert quiet.json == {
        "status": "ready",
        "database": "ok",
        "migrations": "ok",
        "keys": "ok",
        "oldest_job_seconds": None,
        "oldest_mail_seconds": None,
    }
    mail = write_mail(session, to="a@city.example", subject="件名", body="本文", language="ja")
    mail.created_at = now - timedelta(minutes=2)
    enqueue(session, "probe", run_at=now - timedelta(minutes=5))
    session.commit()
    waited = client.get("/readyz").json or {}
    assert 300 <= waited["oldest_job_seconds"] < 330
    assert 120 <= waited["oldest_mail_seconds"] < 150


def test_a_database_that_was_not_migrated_gets_nobody(client: Visitor) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json == {
        "status": "not ready",
        "database": "ok",
        "migrations": "differ",
        "keys": "ok",
        "oldest_job_seconds": None,
        "oldest_mail_seconds": None,
    }


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
@pytest.mark.usefixtures("unreachable")
def test_a_server_whose_database_is_away_lives_but_is_not_ready(
    app: Flask, client: Visitor
) -> None:
    app.extensions["settings"] = replace(app.extensions["settings"], metrics_token=TOKEN)
    assert client.get("/healthz").status_code == 200
    answer = client.get("/readyz")
    assert (answer.status_code, (answer.json or {})["database"]) == (503, "away")
    counted = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert counted.status_code == 200
    assert "exchange_database_up 0" in counted.text


def test_what_it_says_holds_no_secret(app: Flask, client: Visitor, migrated: str) -> None:
    settings = app.extensions["settings"]
    told = client.get("/readyz").text + client.get("/healthz").text
    secrets = (settings.secret_key, settings.data_key.partition(":")[2], settings.ledger_key)
    assert not [secret for secret in secrets if secret in told]
    assert str(settings.instance_dir) not in told
    assert migrated not in told


def test_without_a_token_there_are_no_metrics(client: Visitor) -> None:
    assert client.get("/metrics").status_code == 404


@pytest.mark.parametrize("sent", [None, "Bearer wrong", f"Basic {TOKEN}", TOKEN, "Bearer 見本"])
def test_metrics_are_for_who_has_the_token(app: Flask, client: Visitor, sent: str | None) -> None:
    app.extensions["settings"] = replace(app.extensions["settings"], metrics_token=TOKEN)
    headers = {"Authorization": sent.encode().decode("latin-1")} if sent else {}
    answer = client.get("/metrics", headers=headers)
    assert (answer.status_code, answer.data) == (401, b"")
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_metrics_count_requests_by_route_and_what_waits(
    app: Flask, client: Visitor, session: Session
) -> None:
    app.extensions["settings"] = replace(app.extensions["settings"], metrics_token=TOKEN)
    write_mail(session, to="a@city.example", subject="件名", body="本文", language="ja")
    session.commit()
    client.get("/consent/s3cret-token?name=見本太郎")
    answer = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert answer.headers["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
    lines = answer.text.splitlines()
    labels = 'method="GET",route="/consent/<token>",status="404"'
    assert [line for line in lines if line.startswith(f"exchange_requests_total{{{labels}}} ")]
    assert 'exchange_jobs{state="waiting"} 1' in lines
    assert 'exchange_mails{state="waiting"} 1' in lines
    assert "s3cret" not in answer.text
    assert "見本" not in answer.text
