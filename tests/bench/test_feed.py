"""An unchanged feed against floors measured in the same rounds; ratios, never milliseconds."""

import pytest
from flask import Flask
from sqlalchemy import text

from config import Settings
from exchange.app import create_app
from exchange.core.database import Database
from tests.bench.conftest import paired
from tests.servers.statements import count_statements

FEED = "/feeds/anniversaries.ics"


def bare(database: Database) -> Flask:
    """Build the floor: a route with one indexed SELECT, and one that also answers kept bytes."""
    floor = Flask("floor")

    @floor.get("/one-select")
    def one_select() -> str:
        with database.engine.connect() as connection:
            connection.execute(text("SELECT number FROM revisions WHERE topic = 'partners'"))
        return "ok"

    @floor.get("/kept")
    def kept() -> bytes:
        with database.engine.connect() as connection:
            connection.execute(text("SELECT number FROM revisions WHERE topic = 'partners'"))
            body = connection.scalar(text("SELECT body FROM kept_feeds LIMIT 1"))
        return bytes(body)

    return floor


def test_an_unchanged_feed_beside_its_floors(
    instance: tuple[Settings, Database], capsys: pytest.CaptureFixture[str]
) -> None:
    settings, database = instance
    subscriber = create_app(settings, database).test_client()
    tag = subscriber.get(FEED).headers["ETag"]
    floor = bare(database).test_client()
    one, known, kept, whole = paired(
        lambda: floor.get("/one-select"),
        lambda: subscriber.get(FEED, headers={"If-None-Match": tag}),
        lambda: floor.get("/kept"),
        lambda: subscriber.get(FEED),
    )
    with count_statements() as statements:
        subscriber.get(FEED, headers={"If-None-Match": tag})
    with capsys.disabled():
        print(f"\nfeed, conditional: {known / one:.2f} x one SELECT ({one:.2f} ms CPU)")
        print(f"feed, kept bytes: {whole / kept:.2f} x body kept + one SELECT ({kept:.2f} ms CPU)")
    assert len(statements) <= 2
