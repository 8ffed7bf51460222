"""The clash report of a visit: what is gathered for the rules, and what the page says."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.closures.models import AvoidedDays, Holiday
from exchange.core.database import Localized
from exchange.core.permissions import Role
from exchange.delegations.enums import VisitState
from exchange.delegations.models import Visit
from exchange.delegations.queries import visit_by_id
from exchange.itineraries.enums import Attending, ClashKind
from exchange.itineraries.models import TrackPerson, Transfer
from exchange.itineraries.queries import items_of
from exchange.itineraries.services.checking import check_visit
from exchange.itineraries.services.items import end_item
from exchange.itineraries.services.tracks import set_tracks, tracks_seen
from tests.factories.delegations import ACTOR, make_member, make_visit
from tests.factories.itineraries import make_item
from tests.factories.partners import make_partner, make_san_antonio
from tests.servers.statements import count_statements
from tests.servers.visitor import Visitor

SignIn = Callable[..., Visitor]
K = ClashKind


@pytest.fixture
def visit(session: Session) -> Visit:
    make_partner(session)
    make_san_antonio(session)
    return make_visit(session)


@pytest.fixture
def client(client_as: SignIn) -> Visitor:
    return client_as(Role.COORDINATOR)


def kinds(session: Session, visit: Visit) -> list[ClashKind]:
    return [found.kind for found in check_visit(session, visit_by_id(session, visit.id))]


def test_a_visit_without_items_has_nothing_to_check(session: Session, visit: Visit) -> None:
    assert kinds(session, visit) == []


def test_members_attend_what_has_no_track_and_nobody_an_empty_one(
    session: Session, visit: Visit
) -> None:
    item = make_item(session, visit)
    assert kinds(session, visit) == [K.NOBODY]
    make_member(session, visit)
    assert kinds(session, visit) == []
    make_item(session, visit, "2027-05-20 09:00", "2027-05-20 10:00", attending=Attending.NAMED)
    assert kinds(session, visit) == [K.NOBODY]
    assert item.attending is Attending.PARTY


def test_a_person_is_found_in_two_tracks(session: Session, visit: Visit) -> None:
    one, two = make_member(session, visit, "甲"), make_member(session, visit, "乙")
    make_item(session, visit, track="A", vehicle="1号車", interpreter="見本通訳")
    make_item(session, visit, track="B", vehicle="1号車", interpreter="見本 通訳")
    tracks = {"A": [one.person_id], "B": [one.person_id, two.person_id]}
    seen = tracks_seen(session, visit.id)
    set_tracks(session, actor=ACTOR, visit_id=visit.id, tracks=tracks, seen=seen)
    found = check_visit(session, visit_by_id(session, visit.id))
    assert [(each.kind, list(each.who)) for each in found] == [
        (K.INTERPRETER, ["見本通訳"]),
        (K.PERSON, ["甲 花子"]),
        (K.VEHICLE, ["1号車"]),
    ]


@pytest.mark.parametrize(
    ("state", "found"), [(VisitState.PLANNED, [K.ELSEWHERE]), (VisitState.CANCELLED, [])]
)
def test_a_person_s_duties_in_other_visits_count_unless_these_are_called_off(
    session: Session, visit: Visit, state: VisitState, found: list[ClashKind]
) -> None:
    mayor = make_member(session, visit).person_id
    make_item(session, visit, "2027-05-19 09:00", "2027-05-19 10:00")
    other = make_visit(session, state=state, partners=["san-antonio"])
    zones = ("Asia/Tokyo", "Asia/Tokyo")
    make_item(
        session,
        other,
        "2027-05-19 16:30",
        "2027-05-19 17:30",
        zones=zones,
        attending=Attending.NAMED,
        people=(mayor,),
    )
    assert kinds(session, visit) == found


def test_closed_days_and_days_to_avoid_are_those_of_both_sides(
    session: Session, visit: Visit
) -> None:
    make_member(session, visit)
    make_item(session, visit, "2027-05-17 09:00", "2027-05-17 10:00")
    make_item(session, visit, "2027-05-20 09:00", "2027-05-20 10:00")
    whit = Localized({"ja": "聖霊降臨祭の月曜日"})
    days = ["2027-05-17", "2027-05-21"]
    session.add(Holiday(slug="test-holiday", names=whit, places=["heidelberg"], days=days))
    avoided = {"starts": date(2027, 5, 20), "ends": date(2027, 5, 20), "reason": "議会"}
    session.add(AvoidedDays(place="kumamoto", **avoided))
    session.add(AvoidedDays(place="guilin", **avoided))
    session.flush()
    found = check_visit(session, visit_by_id(session, visit.id))
    assert [(each.kind, list(each.who)[1:]) for each in found] == [
        (K.CLOSED, [whit]),
        (K.CLOSED, ["議会"]),
    ]


def test_a_diet_is_told_at_a_set_meal(session: Session, visit: Visit) -> None:
    make_member(session, visit, "菜食", diet="菜食")
    make_item(session, visit, set_meal=True)
    [found] = check_visit(session, visit_by_id(session, visit.id))
    assert (found.kind, list(found.who)) == (K.DIET, ["菜食 花子"])


def test_the_page_says_what_who_when_and_links_to_the_item(
    client: Visitor, session: Session, visit: Visit
) -> None:
    make_member(session, visit, "見本団員")
    first = make_item(session, visit, title=Localized({"ja": "市長表敬"}))
    make_item(session, visit, title=Localized({"ja": "視察"}))
    shown = client.get(f"/delegations/{visit.id}/itinerary/clashes").text
    assert f"/delegations/{visit.id}/items/{first.id}/edit" in shown
    plain = " ".join(re.sub(r"<[^>]+>", " ", shown).split())
    assert "同じ人が二か所 見本団員 花子 5月19日(水) 09:00 ハイデルベルク市 市長表敬" in plain


def test_a_page_without_findings_says_so(client: Visitor, session: Session, visit: Visit) -> None:
    shown = client.get(f"/delegations/{visit.id}/itinerary/clashes").text
    assert "重なりも抜けも見つかりません" in shown


def test_the_minutes_of_a_way_are_said_once(
    client: Visitor, session: Session, visit: Visit
) -> None:
    make_member(session, visit)
    make_item(session, visit, "2027-05-19 09:00", "2027-05-19 10:00", place="市庁舎")
    make_item(session, visit, "2027-05-19 10:10", "2027-05-19 11:00", place="城")
    assert kinds(session, visit) == [K.TRANSFER]
    path = f"/delegations/{visit.id}/itinerary/transfers"
    way = {"origin": "市庁舎", "destination": "城"}
    assert (
        "間は10分、必要なのは15分" in client.get(f"/delegations/{visit.id}/itinerary/clashes").text
    )
    for minutes, status in (("5", 302), ("10", 302), ("1441", 422), ("x", 422)):
        assert client.submit(path, {**way, "minutes": minutes}).status_code == status
    assert client.submit(path, {**way, "origin": " ", "minutes": "5"}).status_code == 422
    [known] = session.scalars(select(Transfer))
    assert (known.origin, known.minutes) == ("市庁舎", 10)
    assert kinds(session, visit) == []


def test_people_are_put_into_tracks_on_one_page(
    client: Visitor, session: Session, visit: Visit
) -> None:
    path = f"/delegations/{visit.id}/itinerary/tracks"
    assert "班のある行程か、団員がまだありません" in client.get(path).text
    member = make_member(session, visit, "見本団員")
    make_item(session, visit, track="随行班")
    assert 'aria-label="見本団員 花子は随行班"' in client.get(path).text
    ticked = {"track-0": [str(member.person_id), "x"], "track-9": str(member.person_id)}
    opened = tracks_seen(session, visit.id)
    for _ in range(2):
        seen = tracks_seen(session, visit.id)
        assert client.submit(path, {**ticked, "seen": seen}).status_code == 302
    [row] = session.scalars(select(TrackPerson))
    assert (row.track, row.person_id) == ("随行班", member.person_id)
    assert " checked" in client.get(path).text
    [item] = items_of(session, visit.id)
    end_item(session, actor=ACTOR, visit_id=visit.id, key=item.id, version=item.version)
    assert "随行班" in client.get(path).text  # a track stays while somebody is in it
    stale = client.submit(path, {"seen": opened})  # opened before somebody was put into it
    assert stale.status_code == 409
    assert "見ている間に、班か参加者が変わりました" in stale.text
    assert len(session.scalars(select(TrackPerson)).all()) == 1
    assert client.submit(path, {"seen": tracks_seen(session, visit.id)}).status_code == 302
    assert session.scalars(select(TrackPerson)).all() == []


def test_a_report_needs_as_many_statements_for_many_items_as_for_few(
    session: Session, visit: Visit
) -> None:
    member = make_member(session, visit)
    other = make_visit(session, partners=["san-antonio"])
    make_item(session, visit, people=(member.person_id,))
    make_item(session, other, people=(member.person_id,))
    found = visit_by_id(session, visit.id)
    with count_statements() as few:
        check_visit(session, found)
    for hour in range(8, 18):
        for where in (visit, other):
            make_item(session, where, f"2027-05-19 {hour:02}:00", f"2027-05-19 {hour:02}:50")
    with count_statements() as many:
        check_visit(session, found)
    assert len(many) == len(few) <= 15
