"""What is on a visit's programme, at the clocks of its places."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from icalendar import Calendar
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from exchange.audit.models import AuditLine
from exchange.core.database import uuid7
from exchange.core.permissions import Role
from exchange.delegations.models import Visit
from exchange.itineraries.models import ItineraryItem
from exchange.itineraries.queries import items_of
from exchange.itineraries.services.items import correct_item, end_item, plan_of
from tests.factories.delegations import ACTOR, make_visit
from tests.factories.itineraries import make_item, wall
from tests.factories.partners import make_partner, make_san_antonio
from tests.servers.visitor import Visitor

SignIn = Callable[..., Visitor]
ITEM = {
    "title": "ハイデルベルク市長表敬",
    "start_day": "2027-05-19",
    "start_clock": "10:00",
    "start_zone": "Europe/Berlin",
    "end_clock": "11:00",
    "end_zone": "Europe/Berlin",
    "place": "市庁舎",
}
FLIGHT = {
    "title": "羽田→ニューアーク",
    "start_day": "2027-05-17",
    "start_clock": "19:53",
    "start_zone": "Asia/Tokyo",
    "end_day": "2027-05-17",
    "end_clock": "18:59",
    "end_zone": "America/New_York",
}
GAP = {**ITEM, "start_day": "2027-03-28", "start_clock": "02:30", "end_clock": "04:00"}
FAR = {**ITEM, "start_day": "2199-12-31", "start_clock": "23:00", "end_clock": "23:30"}
TWICE = {**ITEM, "start_day": "2026-10-25", "start_clock": "02:30", "end_clock": "05:00"}


@pytest.fixture
def visit(session: Session) -> Visit:
    make_partner(session)
    make_san_antonio(session)
    return make_visit(session)


@pytest.fixture
def client(client_as: SignIn) -> Visitor:
    return client_as(Role.COORDINATOR)


def items(session: Session, visit: Visit) -> list[ItineraryItem]:
    session.expire_all()
    return list(items_of(session, visit.id))


def test_an_item_is_kept_at_the_clocks_of_its_place(
    client: Visitor, session: Session, visit: Visit
) -> None:
    path = f"/delegations/{visit.id}/items/new"
    opened = client.get(path).text
    city = "ハイデルベルク市（フランクフルト / ベルリン）"
    assert f'<option value="Europe/Berlin" selected>{city}</option>' in opened
    assert "Etc/GMT" not in opened
    fields = {**ITEM, "key": str(uuid7())}
    for _ in range(2):
        answer = client.submit(path, fields)
        assert answer.headers["Location"] == f"/delegations/{visit.id}/#itinerary"
    [item] = items(session, visit)
    assert item.start == wall("2027-05-19 10:00", "Europe/Berlin")
    assert item.end == wall("2027-05-19 11:00", "Europe/Berlin")
    assert item.starts_at.isoformat() == "2027-05-19T08:00:00+00:00"


def test_a_page_shows_both_clocks_by_city(client: Visitor, session: Session, visit: Visit) -> None:
    make_item(session, visit, "2027-05-19 18:00", "2027-05-19 20:00")
    shown = re.sub(r"<[^>]+>|\s+", " ", client.get(f"/delegations/{visit.id}/").text)
    shown = " ".join(shown.split())
    assert "令和9年(2027年)5月19日(水)" in shown
    assert "18:00 ハイデルベルク市 翌日 01:00 熊本" in shown
    assert "Europe" not in shown
    assert "Asia/Tokyo" not in shown


def test_arriving_before_leaving_across_the_date_line_is_fine(
    client: Visitor, session: Session, visit: Visit
) -> None:
    answer = client.submit(f"/delegations/{visit.id}/items/new", FLIGHT)
    assert answer.status_code == 302
    [item] = items(session, visit)
    assert item.end.local < item.start.local.replace(tzinfo=item.end.local.tzinfo)
    assert item.ends_at > item.starts_at
    assert "ニューヨーク" in client.get(f"/delegations/{visit.id}/").text


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({**ITEM, "end_clock": "09:00"}, "時差を入れて計算しても、終了が開始より前です"),
        (GAP, "2027年)3月28日の02:30は、現地の時計が進められるため存在しない時刻です。03:00以降"),
        (FAR, "訪問の期間（令和9年(2027年)5月17日～令和9年(2027年)5月22日）から離れすぎています"),
        ({**ITEM, "start_zone": "Atlantis/Capital"}, "error-summary"),
        ({**ITEM, "start_clock": "25:00"}, "error-summary"),
        ({**ITEM, "title": " "}, "error-summary"),
    ],
)
def test_a_faulty_item_is_refused_and_what_was_typed_stays(
    client: Visitor, session: Session, visit: Visit, fields: dict[str, str], sentence: str
) -> None:
    answer = client.submit(f"/delegations/{visit.id}/items/new", fields)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "市庁舎" in answer.text
    assert items(session, visit) == []


@pytest.mark.usefixtures("visit")
def test_a_time_that_comes_twice_is_asked_about(client: Visitor, session: Session) -> None:
    autumn = make_visit(session, starts=date(2026, 10, 24), ends=date(2026, 10, 30))
    path = f"/delegations/{autumn.id}/items/new"
    assert "start_fold" not in client.get(path).text
    asked = client.submit(path, TWICE)
    assert asked.status_code == 422
    assert "2回あります" in asked.text
    assert asked.text.count('name="start_fold"') == 2
    assert client.submit(path, {**TWICE, "start_fold": "1"}).status_code == 302
    [item] = items(session, autumn)
    assert item.starts_at.isoformat() == "2026-10-25T01:30:00+00:00"
    assert item.start.fold == 1


def test_an_item_is_corrected_and_a_stale_form_is_compared(
    client: Visitor, session: Session, visit: Visit
) -> None:
    item = make_item(session, visit)
    path = f"/delegations/{visit.id}/items/{item.id}/edit"
    assert 'value="09:00"' in client.get(path).text
    change = {**ITEM, "version": str(item.version)}
    assert client.submit(path, {**change, "title": ""}).status_code == 422
    assert client.submit(path, change).status_code == 302
    again = client.submit(path, {**change, "end_clock": "12:00", "end_zone": "Asia/Seoul"})
    assert again.status_code == 422  # Seoul's noon is long past
    stale = client.submit(path, {**change, "end_clock": "12:00"})
    assert stale.status_code == 409
    cells = re.findall(r'<td role="cell"[^>]*>([^<]*)</td>', stale.text)
    assert cells == ["", "11:00", "12:00"]
    [kept] = items(session, visit)
    assert kept.end == wall("2027-05-19 11:00", "Europe/Berlin")


def test_saving_an_item_without_a_change_keeps_its_version(session: Session, visit: Visit) -> None:
    item = make_item(session, visit)
    version = item.version
    correct_item(
        session,
        actor=ACTOR,
        visit_id=visit.id,
        key=item.id,
        version=version,
        plan=plan_of(item),
    )
    assert item.version == version


def test_an_item_taken_off_is_ended_not_deleted(
    client: Visitor, session: Session, visit: Visit
) -> None:
    item = make_item(session, visit)
    path = f"/delegations/{visit.id}/items/{item.id}/end"
    assert client.submit(path, {"version": "99"}).status_code == 409
    assert client.submit(path, {"version": str(item.version)}).status_code == 302
    assert items(session, visit) == []
    assert session.scalar(select(func.count()).select_from(ItineraryItem)) == 1
    acts = session.scalars(select(AuditLine.act).where(AuditLine.subject_id == visit.id))
    assert "visits.end_item" in set(acts)
    assert client.submit(path, {"version": "2"}).status_code == 404


def test_an_item_of_another_visit_is_not_found(
    client: Visitor, session: Session, visit: Visit
) -> None:
    item = make_item(session, make_visit(session))
    path = f"/delegations/{visit.id}/items/{item.id}"
    assert client.get(f"{path}/edit").status_code == 404
    assert client.submit(f"{path}/edit", ITEM).status_code == 404


def test_items_stand_in_true_order_whatever_the_clocks_show(session: Session, visit: Visit) -> None:
    there = make_item(session, visit, "2027-05-19 09:00", "2027-05-19 10:00")
    here = make_item(
        session, visit, "2027-05-19 12:00", "2027-05-19 13:00", zones=("Asia/Tokyo", "Asia/Tokyo")
    )
    gone = make_item(session, visit)
    end_item(session, actor=ACTOR, visit_id=visit.id, key=gone.id, version=gone.version)
    assert items(session, visit) == [here, there]


def test_the_file_of_an_itinerary_reads_back_with_both_zones(
    client: Visitor, session: Session, visit: Visit
) -> None:
    assert client.submit(f"/delegations/{visit.id}/items/new", FLIGHT).status_code == 302
    [item] = items(session, visit)
    answer = client.get(f"/delegations/{visit.id}/itinerary.ics")
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    events = {str(event["UID"]): event for event in Calendar.from_ical(answer.data).events}
    assert set(events) == {
        f"visits-{visit.id}@exchange.kumamoto-city",
        f"itinerary-{item.id}@exchange.kumamoto-city",
    }
    flight = events[f"itinerary-{item.id}@exchange.kumamoto-city"]
    assert flight["SUMMARY"] == "羽田→ニューアーク"
    assert (flight["DTSTART"].params["TZID"], flight["DTEND"].params["TZID"]) == (
        "Asia/Tokyo",
        "America/New_York",
    )
    assert (flight.start, flight.end) == (item.starts_at, item.ends_at)
    [alarm] = flight.alarms.times
    assert alarm.trigger == item.starts_at - timedelta(days=1)
    assert b"BEGIN:VTIMEZONE" in answer.data
    whole = events[f"visits-{visit.id}@exchange.kumamoto-city"]
    assert (whole.start, whole.end) == (date(2027, 5, 17), date(2027, 5, 23))
    assert client.get(f"/delegations/{item.id}/itinerary.ics").status_code == 404


def test_the_file_counts_its_revisions_so_that_calendars_take_the_newer_one(
    client: Visitor, session: Session, visit: Visit
) -> None:
    def sequences() -> list[int]:
        body = client.get(f"/delegations/{visit.id}/itinerary.ics").data
        return [int(str(event["SEQUENCE"])) for event in Calendar.from_ical(body).walk("VEVENT")]

    item = make_item(session, visit)
    before = sequences()
    correct_item(
        session,
        actor=ACTOR,
        visit_id=visit.id,
        key=item.id,
        version=item.version,
        plan=replace(plan_of(item), place="市庁舎"),
    )
    assert sequences() == [before[0], before[1] + 1]
    visit.purpose = "改訂"
    session.flush()
    assert sequences() == [before[0] + 1, before[1] + 2]
