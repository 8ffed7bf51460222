"""A finer date is adopted: what subscribers' calendars see, in the bytes themselves."""

from collections.abc import Callable
from datetime import datetime

from icalendar import Calendar, Event
from sqlalchemy.orm import Session

from exchange.core.database import reference_uuid
from exchange.core.permissions import Role
from tests.servers.visitor import Visitor

SignIn = Callable[..., Visitor]
FEED = "/feeds/anniversaries.ics?lang=ja&partner=ulsan"


def events(client: Visitor) -> dict[str, Event]:
    answer = client.get(FEED)
    assert answer.status_code == 200
    calendar = Calendar.from_ical(answer.data)
    return {str(event["UID"]): event for event in calendar.events}


def sequence(event: Event) -> int:
    return int(str(event.get("SEQUENCE", 0)))


def modified(event: Event) -> datetime:
    found: datetime = event.decoded("LAST-MODIFIED")
    return found


def test_adopting_a_finer_date_keeps_the_uid_and_raises_the_sequence(
    client: Visitor, client_as: SignIn, session: Session
) -> None:
    before = events(client)
    uid = next(uid for uid in before if uid.endswith("-2027@exchange.kumamoto-city"))
    assert uid == "ulsan-affiliation-2027@exchange.kumamoto-city"
    assert str(before[uid].decoded("DTSTART")) == "2027-04-01"
    assert "4月中（日は未確定）" in str(before[uid]["SUMMARY"])
    assert sequence(before[uid]) == 0
    key = reference_uuid("date_claim", "ulsan-2010/SEOUL/2010-04-26")
    fields = {"claims": [str(key)], "reason": "韓国の三紙が一致"}
    answer = client_as(Role.COORDINATOR).submit("/agreements/claims/", fields)
    assert answer.status_code == 302
    after = events(client)
    assert after.keys() == before.keys()
    assert str(after[uid].decoded("DTSTART")) == "2027-04-26"
    assert "日は未確定" not in str(after[uid]["SUMMARY"])
    for name in after:
        assert sequence(after[name]) == sequence(before[name]) + 1
        assert modified(after[name]) > modified(before[name])


def test_writing_a_claim_down_moves_nothing_for_subscribers(
    client: Visitor, client_as: SignIn, session: Session
) -> None:
    before = client.get(FEED)
    source = reference_uuid("source", "KM-US")
    fields = {"date": "2010-04-27", "source_id": str(source), "kind": "official"}
    answer = client_as(Role.COORDINATOR).submit("/agreements/ulsan-2010/claims/new", fields)
    assert answer.status_code == 302
    after = client.get(FEED)
    assert after.data == before.data
    assert after.headers["ETag"] == before.headers["ETag"]
