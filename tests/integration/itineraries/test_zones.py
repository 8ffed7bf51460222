"""Planned times follow their zones' rules: the clocks stay, the instants move."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

import exchange.cli.serve
from exchange.audit.models import AuditLine
from exchange.cli import main
from exchange.core.database import Database, unit_of_work
from exchange.core.keys import new_key
from exchange.core.revisions import revisions
from exchange.itineraries.models import ItineraryItem
from exchange.itineraries.services.items import end_item
from exchange.itineraries.services.zones import Followed, follow_zones
from tests.factories.delegations import ACTOR, make_visit
from tests.factories.itineraries import make_item
from tests.factories.partners import make_partner
from tests.servers.application import free_port

HOUR = timedelta(hours=1)
MORNING = datetime(2027, 5, 19, 7, 0, tzinfo=UTC)


def as_under_old_rules(session: Session, item: ItineraryItem, **changes: object) -> None:
    """Leave a row as it was derived when the zone stood an hour further west."""
    values = {"starts_at": item.starts_at + HOUR, "ends_at": item.ends_at + HOUR, **changes}
    session.execute(update(ItineraryItem).where(ItineraryItem.id == item.id).values(values))
    session.expire_all()


@pytest.fixture
def item(session: Session) -> ItineraryItem:
    make_partner(session)
    return make_item(session, make_visit(session))


def test_instants_follow_and_clocks_stay(session: Session, item: ItineraryItem) -> None:
    as_under_old_rules(session, item)
    before = revisions(session, ["visits"])["visits"]
    assert follow_zones(session, actor=ACTOR) == Followed(1, [])
    session.expire_all()
    assert (item.starts_at, item.ends_at) == (MORNING, MORNING + 1.5 * HOUR)
    assert item.start.clock == time(9, 0)
    assert revisions(session, ["visits"])["visits"] == before + 1
    line = session.scalars(select(AuditLine).order_by(AuditLine.id.desc())).first()
    assert line is not None
    assert (line.act, line.subject_id) == ("visits.follow_zones", item.visit_id)
    assert line.fields == ["ends_at", "item", "starts_at"]


def test_nothing_moves_while_the_rules_hold(session: Session, item: ItineraryItem) -> None:
    version, before = item.version, revisions(session, ["visits"])
    assert follow_zones(session, actor=ACTOR) == Followed(0, [])
    session.expire_all()
    assert (item.version, revisions(session, ["visits"])) == (version, before)


def test_an_ended_item_is_left_alone(session: Session, item: ItineraryItem) -> None:
    end_item(session, actor=ACTOR, visit_id=item.visit_id, key=item.id, version=item.version)
    as_under_old_rules(session, item)
    assert follow_zones(session, actor=ACTOR) == Followed(0, [])


@pytest.mark.parametrize(
    "clocks",
    [
        {"start_day": date(2027, 3, 28), "start_clock": time(2, 30)},  # now skipped in Berlin
        {"end_clock": time(8, 0)},  # now before the start
    ],
)
def test_clocks_that_make_no_sense_any_more_are_named_and_kept(
    session: Session, item: ItineraryItem, clocks: dict[str, object]
) -> None:
    as_under_old_rules(session, item, **clocks)
    other = make_item(session, make_visit(session))
    as_under_old_rules(session, other)
    assert follow_zones(session, actor=ACTOR) == Followed(1, [item.visit_id])
    session.expire_all()
    assert item.starts_at == MORNING + HOUR


def test_serving_begins_with_it(
    fresh_database: Database,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with unit_of_work(fresh_database) as session:
        make_partner(session)
        item = make_item(session, make_visit(session))
        as_under_old_rules(session, item)
    settings = {
        "DATABASE_URL": fresh_database.engine.url.render_as_string(hide_password=False),
        "SECRET_KEY": new_key(),
        "DATA_KEY": f"k1:{new_key()}",
        "LEDGER_KEY": new_key(),
    }
    for name, value in settings.items():
        monkeypatch.setenv(f"EXCHANGE_{name}", value)
    monkeypatch.setenv("EXCHANGE_BASE_URL", "http://localhost")
    monkeypatch.setattr(exchange.cli.serve._Server, "run", lambda _server: None)
    assert main(["serve", "--no-worker", "--port", str(free_port())]) == 0
    with fresh_database.reading() as session:
        assert session.scalars(select(ItineraryItem.starts_at)).all() == [MORNING]
    assert "items that follow: 1" in capsys.readouterr().out
