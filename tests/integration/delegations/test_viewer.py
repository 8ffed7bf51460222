"""A viewer reads visits as they are counted and dated, and nothing of who is where."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy.orm import Session

from exchange.core.database import Localized
from exchange.core.permissions import Role
from exchange.delegations.enums import VisitState
from exchange.delegations.models import Visit
from tests.factories.delegations import make_member, make_visit
from tests.factories.itineraries import make_item
from tests.factories.partners import make_partner
from tests.servers.visitor import Visitor

SignIn = Callable[..., Visitor]
TITLE = "ハイデルベルク友好訪問"
#: A member's name, what is on the programme, its place and its track.
PERSONAL = ("見本団員", "会食の題", "宿の名", "随行の班")


def readable(body: str) -> str:
    """Undo JSON's escapes, so that words are found in pages and data alike."""
    return re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), body)


@pytest.fixture
def visit(session: Session) -> Visit:
    make_partner(session)
    visit = make_visit(session, state=VisitState.CONFIRMED)
    name, title, place, track = PERSONAL
    make_member(session, visit, name, diet="甲殻類")
    make_item(session, visit, title=Localized({"ja": title}), place=place, track=track)
    return visit


@pytest.mark.parametrize(
    "path",
    [
        "/delegations/",
        "/delegations/{visit}/",
        "/calendar/?from=2027-05",
        "/calendar/entries.json?start=2027-05-01&end=2027-06-01",
        "/partners/heidelberg/",
        "/search/?q=ハイデルベルク",
    ],
)
def test_pages_tell_a_viewer_of_the_visit_alone(client_as: SignIn, visit: Visit, path: str) -> None:
    address = path.format(visit=visit.id)
    shown = client_as(Role.VIEWER).get(address).get_data(as_text=True)
    told = client_as(Role.COORDINATOR).get(address).get_data(as_text=True)
    assert TITLE in readable(shown)
    assert TITLE in readable(told)
    assert [words for words in (*PERSONAL, "甲殻類") if words in readable(shown)] == []


@pytest.mark.parametrize("path", ["/people/", "/people/{person}/", "/delegations/{visit}/{file}"])
def test_what_is_all_personal_is_closed_to_a_viewer(
    client_as: SignIn, session: Session, visit: Visit, path: str
) -> None:
    person = make_member(session, visit, "見本次").person_id
    address = path.format(person=person, visit=visit.id, file="itinerary.ics")
    assert client_as(Role.VIEWER).get(address).status_code == 403
    assert client_as(Role.COORDINATOR).get(address).status_code == 200


@pytest.mark.parametrize("typed", PERSONAL)
def test_the_search_box_finds_a_viewer_no_person_and_no_item(
    client_as: SignIn, visit: Visit, typed: str
) -> None:
    page = client_as(Role.VIEWER).get(f"/search/?q={typed}").get_data(as_text=True)
    assert "/people/" not in page
    assert f"/delegations/{visit.id}" not in page


@pytest.mark.parametrize(
    ("role", "holds"),
    [
        (Role.VIEWER, False),
        (Role.ADMINISTRATOR, False),
        (Role.SECTION, True),
        (Role.COORDINATOR, True),
    ],
)
def test_items_stand_on_the_calendar_of_those_who_work_with_them(
    client_as: SignIn, visit: Visit, role: Role, holds: bool
) -> None:
    day = date(2027, 5, 19).isoformat()
    answer = client_as(role).get(f"/calendar/entries.json?start={day}&end=2027-05-20")
    kinds = [entry["kind"] for entry in answer.json or []]
    assert kinds == (["visits", "itinerary"] if holds else ["visits"])
