"""The programme to read, and today on a phone with who came."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.core import clock
from exchange.core.database import Localized, uuid7
from exchange.core.permissions import Role
from exchange.delegations.models import Visit
from exchange.itineraries.enums import Attending, Presence
from exchange.itineraries.models import PresenceTick
from exchange.itineraries.services.tracks import tracks_seen
from tests.factories.delegations import make_member, make_visit
from tests.factories.itineraries import make_item
from tests.factories.partners import make_partner
from tests.servers.statements import count_statements
from tests.servers.visitor import Visitor

SignIn = Callable[..., Visitor]


@pytest.fixture
def visit(session: Session) -> Visit:
    make_partner(session)
    return make_visit(session)


@pytest.fixture
def client(client_as: SignIn) -> Visitor:
    return client_as(Role.COORDINATOR)


def title(text: str) -> Localized:
    return Localized({"ja": text})


def test_the_day_is_today_at_the_place_or_the_nearest(
    client: Visitor, session: Session, visit: Visit
) -> None:
    make_item(session, visit, "2027-05-19 09:00", "2027-05-19 10:00", title=title("表敬の題"))
    make_item(session, visit, "2027-05-20 09:00", "2027-05-20 10:00", title=title("視察の題"))
    path = f"/delegations/{visit.id}/itinerary/today"
    with clock.held(datetime(2027, 5, 19, 23, 0, tzinfo=UTC)):  # the 20th in Heidelberg
        shown = client.get(path).text
    assert "視察の題" in shown
    assert "表敬の題" not in shown
    assert "次の行程" in shown
    assert "表敬の題" in client.get(path).text  # months before: the first day
    assert "表敬の題" in client.get(f"{path}?day=2027-05-19").text
    assert client.get(f"{path}?day=morgen").status_code == 400


def test_a_day_without_items_says_so(client: Visitor, visit: Visit) -> None:
    assert "行程はまだありません" in client.get(f"/delegations/{visit.id}/itinerary/today").text


def test_a_tick_has_its_instant_and_name_and_can_be_undone(
    client: Visitor, session: Session, visit: Visit
) -> None:
    member, item = make_member(session, visit, "見本団員"), make_item(session, visit)
    base = f"/delegations/{visit.id}/items/{item.id}"
    path = f"{base}/people/{member.person_id}"
    answer = client.submit(f"{path}/arrived")
    assert answer.headers["Location"].endswith(f"/today?day=2027-05-19#item-{item.id}")
    assert client.submit(f"{path}/left_early").status_code == 302
    shown = client.get(f"/delegations/{visit.id}/itinerary/today?day=2027-05-19").text
    assert "早退：見本団員" not in shown
    ticks = session.scalars(select(PresenceTick).order_by(PresenceTick.at)).all()
    assert [tick.presence for tick in ticks] == [Presence.ARRIVED, Presence.LEFT_EARLY]
    assert ticks[0].by
    for _ in range(2):
        assert client.submit(f"{base}/ticks/{ticks[1].id}/undo").status_code == 302
    again = client.get(f"/delegations/{visit.id}/itinerary/today?day=2027-05-19").text
    assert "早退：見本団員" in again
    assert "来た：見本団員" not in again


def test_ticks_are_of_those_who_attend(client: Visitor, session: Session, visit: Visit) -> None:
    member = make_member(session, visit)
    item = make_item(session, visit, attending=Attending.NAMED)
    base = f"/delegations/{visit.id}/items/{item.id}"
    assert client.submit(f"{base}/people/{member.person_id}/arrived").status_code == 404
    assert client.submit(f"{base}/people/{member.person_id}/asleep").status_code == 400
    assert client.submit(f"{base}/ticks/{uuid7()}/undo").status_code == 404


def test_a_programme_is_of_all_of_a_track_and_of_a_person(
    client: Visitor, session: Session, visit: Visit
) -> None:
    one, two = make_member(session, visit, "甲"), make_member(session, visit, "乙")
    make_item(session, visit, title=title("全員の題"), fixed=True, own_text=title("内の文"))
    make_item(
        session, visit, "2027-05-19 11:00", "2027-05-19 12:30", track="A", title=title("甲の題")
    )
    make_item(
        session, visit, "2027-05-19 11:00", "2027-05-19 12:30", track="B", title=title("乙の題")
    )
    tracks = {
        "track-0": str(one.person_id),
        "track-1": str(two.person_id),
        "seen": tracks_seen(session, visit.id),
    }
    client.submit(f"/delegations/{visit.id}/itinerary/tracks", tracks)
    path = f"/delegations/{visit.id}/itinerary/"

    def seen(query: str) -> list[str]:
        return re.findall(r"<h4>(\S+の題)", client.get(path + query).text)

    assert seen("") == ["全員の題", "甲の題", "乙の題"]
    assert seen("?track=A") == ["全員の題", "甲の題"]
    assert seen(f"?person={two.person_id}") == ["全員の題", "乙の題"]
    shown = client.get(path).text
    assert "1時間30分" in shown
    assert "内の文" in shown
    assert shown.count('draggable="true"') == 2
    for query in ("?track=C", "?person=x"):
        assert client.get(path + query).status_code == 400


def test_section_officers_read_the_programme_and_no_name(
    client_as: SignIn, session: Session, visit: Visit
) -> None:
    make_member(session, visit, "見本団員")
    make_item(session, visit, track="A")
    officer = client_as(Role.SECTION)
    shown = officer.get(f"/delegations/{visit.id}/itinerary/")
    assert shown.status_code == 200
    assert "見本団員" not in shown.text
    assert "draggable" not in shown.text
    for page in ("today", "clashes", "versions", "move", "tracks"):
        assert officer.get(f"/delegations/{visit.id}/itinerary/{page}").status_code == 403


def test_an_empty_programme_says_what_to_do(client: Visitor, visit: Visit) -> None:
    assert "行程はまだありません" in client.get(f"/delegations/{visit.id}/itinerary/").text


@pytest.mark.parametrize("page", ["", "grid", "today?day=2027-05-19", "clashes", "versions"])
def test_a_page_needs_as_many_statements_for_forty_items_as_for_one(
    client: Visitor, session: Session, visit: Visit, page: str
) -> None:
    make_member(session, visit)
    make_item(session, visit)
    path = f"/delegations/{visit.id}/itinerary/{page}"
    client.get(path)  # the first request of a person notes that they were here
    with count_statements() as few:
        assert client.get(path).status_code == 200
    for hour in range(20):
        for track in ("A", "B"):
            times = (f"2027-05-19 {hour:02}:00", f"2027-05-19 {hour:02}:50")
            make_item(session, visit, *times, track=track)
    with count_statements() as many:
        assert client.get(path).status_code == 200
    assert len(many) == len(few) <= 20
