"""The feed as three independent parsers read it: the same entries, dates and words."""

from datetime import date, datetime

import pytest
from sqlalchemy.orm import Session

from exchange.calendars.feeds import describe_visit
from exchange.calendars.ical import calendar_bytes
from exchange.core.database import Localized
from exchange.core.languages import FEED_LANGUAGES
from exchange.delegations.queries.published import visit_shown
from exchange.itineraries.entries import itinerary_entries
from tests.factories.delegations import make_visit
from tests.factories.itineraries import make_item
from tests.servers.visitor import Visitor
from tests.unit.calendars.readers import by_ical, by_icalendar, by_vobject

FEED = "/feeds/anniversaries.ics"


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
@pytest.mark.parametrize("query", ["", "&months=span", "&download=1&milestones=1"])
@pytest.mark.parametrize("language", FEED_LANGUAGES)
def test_three_parsers_read_the_same_feed(
    client: Visitor, fixed_today: date, language: str, query: str
) -> None:
    body = client.get(f"{FEED}?lang={language}{query}").data
    found = by_icalendar(body)
    assert len(found) == len({each.uid for each in found}) == body.count(b"BEGIN:VEVENT")
    assert by_vobject(body) == found
    assert by_ical(body) == found


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_three_parsers_read_the_same_hours_in_two_zones(
    session: Session, fixed_today: date
) -> None:
    visit = make_visit(session, title=Localized({"ja": "訪問；団, 「式典」\\資料"}))
    for day in ("2027-05-18", "2027-05-19"):
        make_item(session, visit, f"{day} 10:00", f"{day} 11:00")
    body = calendar_bytes(
        itinerary_entries(session, visit_shown(session, visit.id), "ja"),
        feed=describe_visit("訪問", visit.id, language="ja", base_url=None),
        one_time=True,
    )
    found = by_icalendar(body)
    for peer in (by_vobject(body), by_ical(body)):
        assert [(each.uid, each.title, each.text) for each in peer] == [
            (each.uid, each.title, each.text) for each in found
        ]
        assert [instant(each.starts) for each in peer] == [instant(e.starts) for e in found]
        assert [instant(each.ends) for each in peer] == [instant(e.ends) for e in found]


def instant(moment: date | datetime) -> float | date:
    return moment.timestamp() if isinstance(moment, datetime) else moment
