"""An unchanged feed against floors measured in the same rounds; ratios, never milliseconds."""

from collections.abc import Callable
from datetime import date, timedelta
from itertools import count

from flask import Flask
from sqlalchemy import select, text

from config import Settings
from exchange.app import create_app
from exchange.core import clock
from exchange.core.database import Database, Localized, unit_of_work
from exchange.core.revisions import touch
from exchange.delegations.enums import VisitState
from exchange.delegations.models import Visit
from tests.bench.figures import Table
from tests.bench.floors import written_by_package
from tests.bench.house import forget_written
from tests.bench.measuring import paired
from tests.factories.delegations import make_visit
from tests.servers.statements import count_statements

FEED = "/feeds/anniversaries.ics"
#: Why an unchanged feed costs more than a route of one SELECT.
WHY = (
    "the same SELECT brings the revisions of all topics; the request is numbered, counted, let in"
    " by the gate and answered with the headers of the house"
)
#: Why one after a change costs more than a join of what is stored.
LOOKS = (
    "the floor trusts what it stored; the feed reads every entry's columns and the row that"
    " remembers it, compares both, and keeps the new bytes for everybody else"
)


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
    instance: tuple[Settings, Database], table: Table
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
    assert len(statements) == 1
    beside = f"a route with one indexed SELECT, {one:.2f} ms"
    table.most(1, "feed, asked for with its ETag", known / one, 1.5, beside=beside, why=WHY)
    beside = f"a body kept and one SELECT, {kept:.2f} ms"
    table.most(2, "feed, whole, nothing changed", whole / kept, 2, beside=beside, why=WHY)


def test_a_long_feed_beside_its_floors(instance: tuple[Settings, Database], table: Table) -> None:
    """A thousand published visits: unchanged, after one of them changed, and built anew."""
    settings, database = instance
    subscriber = create_app(settings, database).test_client()
    short = "/feeds/anniversaries.ics?partner=ulsan&milestones=1"
    short_tag = subscriber.get(short).headers["ETag"]
    _publish_visits(database, 1000)
    long_tag = subscriber.get(FEED).headers["ETag"]
    short_tag = subscriber.get(short).headers["ETag"]
    joined = _joined(database, subscriber.get(FEED).data)
    few, many = paired(
        lambda: subscriber.get(short, headers={"If-None-Match": short_tag}),
        lambda: subscriber.get(FEED, headers={"If-None-Match": long_tag}),
    )
    numbers = count()
    floor, alone, both = paired(
        joined,
        lambda: _change_one(database, next(numbers)),
        lambda: (_change_one(database, next(numbers)), subscriber.get(FEED).data),
        calls=4,
    )
    kept = subscriber.get(FEED).data
    by_package = written_by_package(database, kept)

    def anew() -> bytes:
        _forget_everything(database)
        body: bytes = subscriber.get(FEED).data
        return body

    assert anew() == kept
    package, whole = paired(by_package, anew)
    what = f"feed of {kept.count(b'BEGIN:VEVENT'):,}"
    beside = f"the same of {subscriber.get(short).data.count(b'BEGIN:VEVENT')}, {few:.2f} ms"
    table.most(1, f"{what}, asked for with its ETag", many / few, 1.1, beside=beside)
    beside = f"stored VEVENTs joined, {floor:.1f} ms"
    rebuilt = (both - alone) / floor
    table.most(3, f"{what} after one entry changed", rebuilt, 2, beside=beside, why=LOOKS)
    beside = f"one SELECT and the icalendar package, {package:.0f} ms"
    table.most(4, f"{what}, nothing kept", whole / package, 1.3, beside=beside)


def _publish_visits(database: Database, number: int) -> None:
    with unit_of_work(database) as session:
        for at in range(number):
            day = date(clock.today().year, 1, 1) + timedelta(days=at % 3000)
            make_visit(
                session,
                title=Localized({"ja": f"訪問{at}"}),
                starts=day,
                ends=day + timedelta(days=2),
                state=VisitState.CONFIRMED,
                published_at=clock.now(),
            )
        touch(session, "visits")


def _change_one(database: Database, number: int) -> int:
    """Give one visit another title; return its number."""
    with unit_of_work(database) as session:
        visit = session.scalars(select(Visit).order_by(Visit.id).limit(1)).one()
        visit.title = Localized({"ja": f"変わった訪問{number}"})
        touch(session, "visits")
    return number


def _joined(database: Database, body: bytes) -> Callable[[], bytes]:
    """Keep every VEVENT as a row and return the floor: one SELECT of them all, and their join."""
    head, *events = body.split(b"BEGIN:VEVENT")
    with database.engine.begin() as connection:
        connection.execute(text("CREATE TABLE stored (at INTEGER PRIMARY KEY, body BLOB)"))
        connection.execute(
            text("INSERT INTO stored VALUES (:at, :body)"),
            [{"at": at, "body": event} for at, event in enumerate(events)],
        )

    def join() -> bytes:
        with database.engine.connect() as connection:
            rows = connection.execute(text("SELECT body FROM stored ORDER BY at"))
            return head + b"".join(b"BEGIN:VEVENT" + bytes(row.body) for row in rows)

    assert join() == body
    return join


def _forget_everything(database: Database) -> None:
    """Make the next answer a full build: neither kept bytes nor anything a process keeps."""
    forget_written()
    with database.engine.begin() as connection:
        connection.execute(text("DELETE FROM kept_feeds"))
