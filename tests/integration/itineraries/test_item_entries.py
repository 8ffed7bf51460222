"""What itineraries give to the calendar."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy.orm import Session

from exchange.core.entries import Audience, EntryKind, EntryQuery
from exchange.core.offers import Subject
from exchange.core.permissions import Actor, Role
from exchange.delegations.enums import VisitState
from exchange.delegations.queries.published import visit_shown
from exchange.itineraries.entries import SOURCE, find_entries, itinerary_entries
from exchange.itineraries.panels import find_panels
from tests.factories.delegations import make_visit
from tests.factories.itineraries import make_item
from tests.factories.partners import make_partner, make_san_antonio
from tests.servers.statements import count_statements


def actor(role: Role) -> Actor:
    return Actor(user_id=None, role=role, name="見本")


STAFF = EntryQuery(
    first=date(2027, 5, 1),
    last=date(2027, 5, 31),
    language="ja",
    audience=Audience.STAFF,
    actor=actor(Role.SECTION),
)


@pytest.fixture(autouse=True)
def _partners(session: Session) -> None:
    make_partner(session)
    make_san_antonio(session)


def test_those_who_work_with_items_see_them_at_their_clocks(session: Session) -> None:
    visit = make_visit(session)
    item = make_item(session, visit, "2027-05-31 23:00", "2027-05-31 23:30", track="随行班")
    [entry] = find_entries(session, STAFF)
    assert entry.uid == f"itinerary-{item.id}@exchange.kumamoto-city"
    assert entry.starts == item.start.local
    assert str(getattr(entry.starts, "tzinfo", None)) == "Europe/Berlin"
    assert entry.audience is Audience.STAFF


@pytest.mark.parametrize("who", [None, actor(Role.SCHOOL), actor(Role.VIEWER)])
def test_others_see_no_item(session: Session, who: Actor | None) -> None:
    visit = make_visit(session, state=VisitState.CONFIRMED)
    make_item(session, visit)
    assert find_entries(session, replace(STAFF, actor=who)) == ()
    assert find_panels(session, subject=Subject("visit", visit.id), actor=who) == ()


def test_the_public_sees_no_item(session: Session) -> None:
    make_item(session, make_visit(session, state=VisitState.CONFIRMED))
    assert find_entries(session, replace(STAFF, audience=Audience.PUBLIC)) == ()


def test_items_are_of_the_days_and_partners_asked_for(session: Session) -> None:
    make_item(session, make_visit(session, partners=["san-antonio", "heidelberg"]))
    for query, count in (
        (STAFF, 1),
        (replace(STAFF, partners=frozenset({"heidelberg"})), 1),
        (replace(STAFF, partners=frozenset({"kaohsiung"})), 0),
        (replace(STAFF, first=date(2027, 5, 21)), 0),
        (replace(STAFF, last=date(2027, 5, 17)), 0),
    ):
        assert len(find_entries(session, query)) == count


def test_items_need_as_many_statements_for_many_as_for_few(session: Session) -> None:
    make_item(session, make_visit(session))
    session.expire_all()
    with count_statements() as few:
        find_entries(session, STAFF)
    for _ in range(5):
        make_item(session, make_visit(session, partners=["heidelberg", "san-antonio"]))
    session.expire_all()
    with count_statements() as many:
        assert len(find_entries(session, STAFF)) == 6
    assert len(many) == len(few)


def test_an_item_tells_the_language_its_title_really_has(session: Session) -> None:
    make_item(session, make_visit(session))
    [english] = find_entries(session, replace(STAFF, language="en"))
    assert (english.title, english.language) == ("市長表敬", "ja")


def test_a_page_of_something_else_has_no_programme(session: Session) -> None:
    visit = make_visit(session)
    found = find_panels(session, subject=Subject("task", visit.id), actor=actor(Role.SECTION))
    assert found == ()


def test_an_itinerary_is_the_visit_and_all_its_items(session: Session) -> None:
    visit = make_visit(session)
    make_item(session, visit, "2027-04-01 09:00", "2027-04-01 10:00")
    make_item(session, visit)
    found = itinerary_entries(session, visit_shown(session, visit.id), "ja")
    assert [entry.kind for entry in found] == [EntryKind.VISIT, *[EntryKind.ITINERARY] * 2]
    assert all(entry.last_modified for entry in found)
    assert SOURCE.topics == ("visits",)
