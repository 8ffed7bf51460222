"""Moving a day in one act, and one item by a button or by dragging it."""

import re
from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from exchange.core.database import Localized
from exchange.core.permissions import Role
from exchange.delegations.models import Visit
from exchange.itineraries.models import ItineraryItem
from exchange.itineraries.queries import items_of
from tests.factories.delegations import make_visit
from tests.factories.itineraries import make_item, wall
from tests.factories.partners import make_partner
from tests.servers.visitor import Visitor

SignIn = Callable[..., Visitor]
BERLIN = "Europe/Berlin"


@pytest.fixture
def visit(session: Session) -> Visit:
    make_partner(session)
    return make_visit(session)


@pytest.fixture
def client(client_as: SignIn) -> Visitor:
    return client_as(Role.COORDINATOR)


def starts(session: Session, visit: Visit) -> list[str]:
    session.expire_all()
    items = items_of(session, visit.id)
    return [f"{item.start.day:%m-%d} {item.start.clock:%H:%M} {item.title['ja']}" for item in items]


def digest_in(page: str) -> str:
    found = re.search(r'name="digest" value="(\w+)"', page)
    assert found is not None
    return found[1]


def test_a_cancelled_flight_moves_the_first_day_and_the_ceremony_stays(
    client: Visitor, session: Session, visit: Visit
) -> None:
    zones = ("Asia/Tokyo", BERLIN)
    make_item(
        session,
        visit,
        "2027-05-17 09:30",
        "2027-05-17 18:30",
        zones=zones,
        title=Localized({"ja": "移動"}),
    )
    make_item(
        session,
        visit,
        "2027-05-17 20:00",
        "2027-05-17 21:00",
        fixed=True,
        title=Localized({"ja": "式典"}),
    )
    make_item(session, visit, title=Localized({"ja": "表敬"}))
    path = f"/delegations/{visit.id}/itinerary/move"
    assert 'value="2027-05-17"' in client.get(path).text
    asked = {"day": "2027-05-17", "days": "1"}
    shown = client.submit(path, asked)
    assert shown.status_code == 200
    assert "動かせない行程なので残ります" in shown.text
    assert "1件を動かす" in shown.text
    assert starts(session, visit) == ["05-17 09:30 移動", "05-17 20:00 式典", "05-19 09:00 表敬"]
    confirmed = client.submit(path, {**asked, "digest": digest_in(shown.text)})
    assert confirmed.status_code == 302
    assert starts(session, visit) == ["05-17 20:00 式典", "05-18 09:30 移動", "05-19 09:00 表敬"]
    page = client.submit(path, asked).text
    assert "動かせない行程なので残ります" in page
    assert "件を動かす" not in page


def test_a_move_is_refused_when_an_item_was_changed_since(
    client: Visitor, session: Session, visit: Visit
) -> None:
    item = make_item(session, visit)
    path = f"/delegations/{visit.id}/itinerary/move"
    asked = {"day": "2027-05-19", "minutes": "30"}
    digest = digest_in(client.submit(path, asked).text)
    item.place = "別の場所"
    session.flush()
    answer = client.submit(path, {**asked, "digest": digest})
    assert answer.status_code == 409
    assert "行程が変わりました" in answer.text
    assert starts(session, visit) == ["05-19 09:00 市長表敬"]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"day": "2027-05-18", "days": "1"}, "その日に始まる行程がありません"),
        ({"day": "2027-05-19"}, "動かす日数か分を入れてください"),
        ({"day": "2027-05-19", "days": "100"}, "92日より遠くへは動かせません"),
        ({"day": "2027-05-19", "minutes": "2000"}, "分より多くは動かせません"),
        ({"day": "", "days": "1"}, "error-summary"),
        ({"day": "2027-05-19", "after": "10:00", "days": "1"}, "その日に始まる行程がありません"),
    ],
)
def test_a_move_that_is_none_is_refused(
    client: Visitor, session: Session, visit: Visit, fields: dict[str, str], sentence: str
) -> None:
    make_item(session, visit)
    answer = client.submit(f"/delegations/{visit.id}/itinerary/move", fields)
    assert answer.status_code == 422
    assert sentence in answer.text


def press(client: Visitor, visit: Visit, item: ItineraryItem, **fields: str) -> int:
    path = f"/delegations/{visit.id}/items/{item.id}/move"
    return client.submit(path, {"version": str(item.version), **fields}).status_code


@pytest.mark.parametrize(
    ("fields", "start", "track"),
    [
        ({"minutes": "15"}, "2027-05-19 09:15", "A"),
        ({"minutes": "-15"}, "2027-05-19 08:45", "A"),
        ({"days": "1"}, "2027-05-20 09:00", "A"),
        ({"day": "2027-05-21", "track": "B"}, "2027-05-21 09:00", "B"),
        ({"day": "2027-05-19", "track": "", "clock": "11:30"}, "2027-05-19 11:30", ""),
        ({"day": "2027-05-19", "track": "A"}, "2027-05-19 09:00", "A"),
    ],
)
def test_one_item_moves_by_a_button_or_to_where_it_was_dropped(
    client: Visitor, session: Session, visit: Visit, fields: dict[str, str], start: str, track: str
) -> None:
    item = make_item(session, visit, track="A")
    make_item(session, visit, "2027-05-22 09:00", "2027-05-22 10:00", track="B")
    assert press(client, visit, item, **fields) == 302
    session.expire_all()
    moved = next(each for each in items_of(session, visit.id) if each.id == item.id)
    assert (moved.start, moved.track) == (wall(start, BERLIN), track)


def test_a_fixed_or_changed_item_and_a_nonsense_place_are_refused(
    client: Visitor, session: Session, visit: Visit
) -> None:
    item, fixed = make_item(session, visit), make_item(session, visit, fixed=True)
    assert press(client, visit, item, version="99", days="1") == 409
    assert press(client, visit, item, day="gestern") == 400
    assert press(client, visit, item, track="知らない班") == 422
    path = f"/delegations/{visit.id}/items/{fixed.id}/move"
    answer = client.submit(path, {"version": str(fixed.version), "days": "1"})
    assert answer.status_code == 422
    assert "動かせない行程です" in answer.text
