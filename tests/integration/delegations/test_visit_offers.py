"""What visits give to the calendar, to other pages and to the search box."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy.orm import Session

from exchange.core.entries import (
    Audience,
    CalendarEntry,
    EntryKind,
    EntryQuery,
    EntryState,
)
from exchange.core.offers import Subject
from exchange.core.permissions import Actor, Role
from exchange.core.text import fold
from exchange.delegations import search
from exchange.delegations.entries import find_entries
from exchange.delegations.enums import VisitState
from exchange.delegations.panels import find_panels
from exchange.people import search as people_search
from exchange.people.models import Person
from tests.factories.delegations import make_member, make_visit
from tests.factories.partners import make_partner, make_san_antonio
from tests.servers.statements import count_statements
from tests.servers.visitor import Visitor

S = VisitState
PRESSED = datetime(2026, 11, 1, tzinfo=UTC)
PUBLIC = EntryQuery(first=date(2027, 5, 1), last=date(2027, 5, 31), language="ja")
SETTLED = (S.CONFIRMED, S.UNDER_WAY, S.CLOSED, S.POSTPONED, S.CANCELLED)


def actor(role: Role) -> Actor:
    return Actor(user_id=None, role=role, name="見本")


STAFF = replace(PUBLIC, audience=Audience.STAFF, actor=actor(Role.SECTION))


@pytest.fixture(autouse=True)
def _partners(session: Session) -> None:
    make_partner(session)
    make_san_antonio(session)


def titles(found: object) -> list[str]:
    assert isinstance(found, list)
    return [entry.title for entry in found if isinstance(entry, CalendarEntry)]


@pytest.mark.parametrize("state", list(S))
def test_the_public_sees_only_visits_somebody_published(session: Session, state: S) -> None:
    make_visit(session, state=state)
    assert find_entries(session, PUBLIC) == []
    if state in SETTLED:
        make_visit(session, state=state, published_at=PRESSED)
        [entry] = find_entries(session, PUBLIC)
        assert entry.audience is Audience.PUBLIC


@pytest.mark.parametrize(
    ("state", "title", "shown"),
    [
        (S.CONFIRMED, "ハイデルベルク友好訪問", EntryState.CONFIRMED),
        (S.POSTPONED, "【延期】ハイデルベルク友好訪問", EntryState.TENTATIVE),
        (S.CANCELLED, "ハイデルベルク友好訪問", EntryState.CANCELLED),
    ],
)
def test_what_does_not_take_place_is_said_honestly(
    session: Session, state: S, title: str, shown: EntryState
) -> None:
    make_visit(session, state=state, published_at=PRESSED)
    [entry] = find_entries(session, PUBLIC)
    assert (entry.title, entry.state) == (title, shown)


def test_the_public_part_is_a_fixed_list_of_fields(session: Session) -> None:
    visit = make_visit(
        session, state=S.CANCELLED, published_at=PRESSED, purpose="目的の文", hosts="受入の文"
    )
    make_member(session, visit, "団員名")
    [entry] = find_entries(session, PUBLIC)
    assert entry == CalendarEntry(
        uid=f"visits-{visit.id}@exchange.kumamoto-city",
        kind=EntryKind.VISIT,
        audience=Audience.PUBLIC,
        title="ハイデルベルク友好訪問",
        language="ja",
        starts=date(2027, 5, 17),
        ends=date(2027, 5, 22),
        text="派遣\nハイデルベルク市",
        categories=("派遣",),
        path=None,
        partners=("heidelberg",),
        state=EntryState.CANCELLED,
        sequence=visit.version - 1,
        last_modified=visit.updated_at,
    )


def test_staff_see_drafts(session: Session) -> None:
    visit = make_visit(session)
    [span] = find_entries(session, STAFF)
    assert (span.state, span.path) == (EntryState.TENTATIVE, f"/delegations/{visit.id}/")


@pytest.mark.parametrize("who", [None, actor(Role.SCHOOL)])
def test_a_school_and_nobody_get_what_the_public_gets(session: Session, who: Actor | None) -> None:
    make_visit(session)
    assert find_entries(session, replace(STAFF, actor=who)) == []


def test_entries_are_of_the_days_and_partners_asked_for(session: Session) -> None:
    make_visit(session, partners=["san-antonio", "heidelberg"])
    for query, count in (
        (STAFF, 1),
        (replace(STAFF, partners=frozenset({"heidelberg"})), 1),
        (replace(STAFF, partners=frozenset({"kaohsiung"})), 0),
        (replace(STAFF, first=date(2027, 5, 23)), 0),
        (replace(STAFF, first=date(2027, 5, 22)), 1),
        (replace(STAFF, last=date(2027, 5, 16)), 0),
        (replace(STAFF, last=date(2027, 5, 17)), 1),
    ):
        assert len(find_entries(session, query)) == count


def test_entries_need_as_many_statements_for_many_as_for_few(session: Session) -> None:
    make_visit(session)
    session.expire_all()
    with count_statements() as few:
        find_entries(session, STAFF)
    for _ in range(5):
        make_visit(session, partners=["heidelberg", "san-antonio"])
    session.expire_all()
    with count_statements() as many:
        assert len(find_entries(session, STAFF)) == 6
    assert len(many) == len(few)


def test_titles_come_in_the_language_asked_for_with_their_real_tag(session: Session) -> None:
    make_visit(session)
    [english] = find_entries(session, replace(STAFF, language="en"))
    assert (english.title, english.language) == ("Visit to Heidelberg", "en")


def test_a_partner_s_page_tells_the_public_of_published_visits_only(
    client: Visitor, client_as: Callable[..., Visitor], session: Session
) -> None:
    make_visit(session, state=S.CONFIRMED)
    assert "訪問の記録はありません" in client.get("/partners/heidelberg/").text
    make_visit(session, state=S.CANCELLED, published_at=PRESSED)
    shown = client.get("/partners/heidelberg/").text
    assert shown.count("ハイデルベルク友好訪問") == 1
    assert "中止" in shown
    assert "/delegations/" not in shown
    staff = client_as(Role.VIEWER).get("/partners/heidelberg/").text
    assert staff.count("ハイデルベルク友好訪問") == 2
    school = client_as(Role.SCHOOL).get("/partners/heidelberg/").text
    assert school.count("ハイデルベルク友好訪問") == 1


def test_a_person_s_page_lists_their_visits(
    client_as: Callable[..., Visitor], session: Session
) -> None:
    member = make_member(session, make_visit(session))
    shown = client_as(Role.COORDINATOR).get(f"/people/{member.person_id}/").text
    assert "ハイデルベルク友好訪問" in shown
    subject = Subject("person", member.person_id)
    assert find_panels(session, subject=subject, actor=actor(Role.VIEWER)) == ()
    assert find_panels(session, subject=subject, actor=None) == ()
    assert find_panels(session, subject=Subject("task", member.id), actor=None) == ()


@pytest.mark.parametrize("typed", ["ハイデルベルク", "はいでるべるく", "heidelberg", "海德堡"])
def test_a_visit_is_found_by_its_title_in_any_language(session: Session, typed: str) -> None:
    visit = make_visit(session)
    [hit] = search.find_hits(session, fold(typed), actor(Role.VIEWER))
    assert (hit.title, hit.path) == (visit.title, f"/delegations/{visit.id}/")
    assert search.find_hits(session, fold(typed), actor(Role.SCHOOL)) == ()
    assert search.find_hits(session, "", actor(Role.VIEWER)) == []


def test_people_are_found_only_by_those_who_may_see_members(session: Session) -> None:
    member = make_member(session, make_visit(session), "髙見本")
    [hit] = people_search.find_hits(session, fold("高見本"), actor(Role.COORDINATOR))
    assert hit.path == f"/people/{member.person_id}/"
    assert hit.title == "髙見本 花子"
    assert people_search.find_hits(session, "高見本", actor(Role.VIEWER)) == ()
    assert people_search.find_hits(session, "", actor(Role.COORDINATOR)) == []
    assert session.get(Person, member.person_id) is not None
