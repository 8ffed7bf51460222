"""Two hundred visits with forty items each: lists and reports stay within their statements."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import insert
from sqlalchemy.orm import Session

from exchange.core.database import Localized, uuid7
from exchange.core.entries import Audience, EntryQuery
from exchange.core.permissions import Actor, Role
from exchange.delegations.models import Visit, VisitPartner
from exchange.itineraries.entries import find_entries
from exchange.itineraries.enums import Attending
from exchange.itineraries.models import ItineraryItem
from tests.factories.delegations import make_member, make_visit
from tests.factories.itineraries import make_item
from tests.factories.partners import make_partner
from tests.servers.statements import count_statements
from tests.servers.visitor import Visitor

VISITS, ITEMS = 200, 40
BLANK = (
    *("track", "end_place", "city", "end_city", "transport", "lodging", "meal", "host"),
    *("interpreter", "vehicle", "dress", "rain_plan", "gift_note", "cost_note"),
)
FIRST = date(2027, 1, 4)


def fill(session: Session, partner_id: object) -> None:  # long: rows column by column
    """Add visits a day apart from each other, their items an hour apart."""
    now = datetime(2026, 11, 1, tzinfo=UTC)
    plain = {"version": 1, "created_at": now, "updated_at": now, "is_demo": False}
    blank = dict.fromkeys(BLANK, "")
    ticks = dict.fromkeys(("set_meal", "speech", "fixed"), False)
    visits, links, items = [], [], []
    for number in range(VISITS):
        key, day = uuid7(), FIRST + timedelta(days=number)
        visits.append(
            {
                "id": key,
                "direction": "out",
                "level": "mayor",
                "title": Localized({"ja": f"訪問{number}"}),
                "search_key": f"訪問{number}",
                "starts": day,
                "ends": day + timedelta(days=1),
                "state": "draft",
                **plain,
            }
        )
        links.append({"visit_id": key, "partner_id": partner_id, "position": 1})
        for hour in range(ITEMS):
            begins = datetime.combine(day, time(0), tzinfo=UTC) + timedelta(minutes=30 * hour)
            items.append(
                {
                    "id": uuid7(),
                    "visit_id": key,
                    "title": Localized({"ja": "行程"}),
                    "place": "市庁舎",
                    "start_day": begins.date(),
                    "start_clock": begins.time(),
                    "start_zone": "UTC",
                    "start_fold": 0,
                    "end_day": begins.date(),
                    "end_clock": begins.time(),
                    "end_zone": "UTC",
                    "end_fold": 0,
                    "starts_at": begins,
                    "ends_at": begins,
                    "attending": Attending.PARTY,
                    **blank,
                    **ticks,
                    **plain,
                }
            )
    session.execute(insert(Visit), visits)
    session.execute(insert(VisitPartner), links)
    session.execute(insert(ItineraryItem), items)


@pytest.fixture
def visit(session: Session) -> Visit:
    make_partner(session)
    visit = make_visit(session)
    make_member(session, visit)
    make_item(session, visit)
    return visit


def test_lists_and_reports_need_no_more_statements_among_two_hundred_visits(
    client_as: Callable[..., Visitor], session: Session, visit: Visit
) -> None:
    client = client_as(Role.COORDINATOR)
    month = EntryQuery(
        first=FIRST,
        last=FIRST + timedelta(days=30),
        language="ja",
        audience=Audience.STAFF,
        actor=Actor(user_id=None, role=Role.COORDINATOR, name="見本"),
    )
    pages = (
        "/delegations/",
        f"/delegations/{visit.id}/itinerary/",
        f"/delegations/{visit.id}/itinerary/clashes",
    )
    for page in pages:  # the first request of a person notes that they were here, and read it
        client.get(page)

    def counted() -> list[int]:
        found = []
        for page in pages:
            with count_statements() as statements:
                assert client.get(page).status_code == 200
            found.append(len(statements))
        return found

    few = counted()
    with count_statements() as alone:
        find_entries(session, month)
    fill(session, visit.partners[0].id)
    assert counted() == few
    with count_statements() as many:
        assert len(find_entries(session, month)) > ITEMS * 30
    assert (len(alone), len(many)) == (1, 3)
