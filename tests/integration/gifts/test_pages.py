"""The pages of gifts: the register, its form, the stock, the lists, the workbooks."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from io import BytesIO
from uuid import UUID

import pytest
from python_calamine import load_workbook
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from exchange.audit.models import AuditLine
from exchange.core.amounts import Money
from exchange.core.database import Localized
from exchange.core.offers import Subject
from exchange.core.permissions import Role
from exchange.gifts.enums import GiftDirection, GiftLine
from exchange.gifts.models import Gift, GiftLimit, StockItem, Taboo
from exchange.gifts.panels import find_panels
from exchange.gifts.queries import gift_by_id, gifts_matching, on_hand
from exchange.gifts.services import add_taboo
from tests.factories.attachments import make_document
from tests.factories.delegations import make_member, make_visit
from tests.factories.gifts import ACTOR, CLOCKS, make_gift, make_stock
from tests.factories.itineraries import make_item
from tests.factories.partners import make_partner
from tests.factories.people import make_person
from tests.servers.statements import count_statements
from tests.servers.visitor import Visitor

KEY = "0190c7c0-0000-7000-8000-000000000000"
FIELDS = {
    "key": KEY,
    "day": "2026-11-20",
    "partner": "heidelberg",
    "giver": "熊本市",
    "recipient": "Stadt Heidelberg",
    "title": "来民渋うちわ",
    "quantity": "2",
    "currency": "JPY",
    "unit_price": "1,500",
    "line": "entertainment",
}
NEW = "/gifts/new?direction=given&partner=heidelberg"


@pytest.fixture(autouse=True)
def _partner(session: Session) -> None:
    make_partner(session)


@pytest.fixture
def visitor(client_as: Callable[..., Visitor]) -> Visitor:
    visitor = client_as(Role.COORDINATOR)
    visitor.get("/gifts/?lang=en")
    return visitor


def cells(answer: TestResponse) -> Sequence[Sequence[object]]:
    with load_workbook(BytesIO(answer.data)) as book:
        return book.get_sheet_by_index(0).to_python()


def only(session: Session) -> Gift:
    session.expire_all()
    return gift_by_id(session, session.scalars(select(Gift.id)).one())


def test_a_gift_is_recorded_changed_and_taken_off(visitor: Visitor, session: Session) -> None:
    assert "Please choose the partner." in visitor.get("/gifts/new").text
    assert "Nothing is on record in the last ten years." in visitor.get(NEW).text
    assert visitor.submit(NEW, FIELDS).location == f"/gifts/{KEY}/"
    gift = only(session)
    assert (gift.id, gift.value, gift.line) == (
        UUID(KEY),
        Money(3000, "JPY"),
        GiftLine.ENTERTAINMENT,
    )
    assert "¥3,000" in visitor.get(f"/gifts/{KEY}/").text
    form = visitor.get(f"/gifts/{KEY}/edit").text
    assert 'value="1500"' in form
    changed = {**FIELDS, "quantity": "3", "version": "1"}
    assert visitor.submit(f"/gifts/{KEY}/edit", changed).status_code == 302
    assert only(session).value == Money(4500, "JPY")
    stale = visitor.submit(f"/gifts/{KEY}/edit", changed)
    assert stale.status_code == 409
    assert "Somebody else has changed this" in stale.text
    assert visitor.submit(f"/gifts/{KEY}/end", {"version": "2"}).location == "/gifts/"
    assert "Taken off the register" in visitor.get(f"/gifts/{KEY}/").text
    assert "There are no gifts to show." in visitor.get("/gifts/").text


def test_the_form_of_a_visit_knows_its_day_people_and_programme(
    visitor: Visitor, session: Session
) -> None:
    visit = make_visit(session)
    member = make_member(session, visit, family="団員")
    make_item(session, visit)
    stranger = make_person(session)
    page = visitor.get(f"/gifts/new?visit={visit.id}&person={stranger.id}&lang=ja").text
    assert 'value="2027-05-17"' in page
    assert "団員 花子" in page
    assert "市長表敬" in page
    assert f'value="{stranger.id}" selected' in page
    sent = {**FIELDS, "visit_id": str(visit.id), "recipient_id": str(member.person_id)}
    answer = visitor.submit(f"/gifts/new?visit={visit.id}", {**sent, "recipient": ""})
    assert answer.status_code == 302
    assert only(session).received_by == "団員 花子"
    assert "団員 花子" in visitor.get(f"/gifts/{KEY}/edit").text


def test_what_was_received_is_registered_without_a_line(visitor: Visitor, session: Session) -> None:
    path = "/gifts/new?direction=received&partner=heidelberg"
    assert 'name="line"' not in visitor.get(path).text
    received = {**FIELDS, "giver": "Stadtrat", "recipient": "熊本市"}
    del received["line"]
    assert visitor.submit(path, received).status_code == 302
    gift = only(session)
    assert (gift.direction, gift.line) == (GiftDirection.RECEIVED, GiftLine.NONE)
    assert visitor.submit(f"/gifts/{KEY}/edit", {**received, "version": "1"}).status_code == 302


def test_what_speaks_against_it_is_shown_and_asked_once(visitor: Visitor, session: Session) -> None:
    make_gift(session)
    fans = replace(CLOCKS, words="ウチワ", partners=["heidelberg"])
    add_taboo(session, actor=ACTOR, plan=fans)
    other = {**FIELDS, "recipient": "Gemeinderat"}
    answer = visitor.submit(NEW, other)
    assert answer.status_code == 422
    assert "The same was given to this city on 20 November 2026" in answer.text
    assert "Customs and meaning: Sounds like a funeral" in answer.text
    assert "Please read the notes above" in answer.text
    assert visitor.submit(NEW, {**other, "cautions_read": "y"}).status_code == 302


def test_the_same_to_the_same_asks_for_the_reason_on_its_field(
    visitor: Visitor, session: Session
) -> None:
    make_gift(session)
    answer = visitor.submit(NEW, FIELDS)
    assert answer.status_code == 422
    assert "The same person was given this on 20 November 2026." in answer.text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"unit_price": "千円"}, "cannot be read as a number"),
        ({"currency": "円"}, "is not a currency code"),
        ({"quantity": "0"}, "Quantity"),
        ({"day": ""}, "Please fill in"),
        ({"partner": "atlantis"}, "Not a valid choice"),
    ],
)
def test_what_cannot_be_read_is_refused_and_stays_typed(
    visitor: Visitor, session: Session, changes: dict[str, str], sentence: str
) -> None:
    answer = visitor.submit(NEW, {**FIELDS, **changes})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "来民渋うちわ" in answer.text
    assert session.scalars(select(Gift)).all() == []


def test_a_refused_change_shows_the_form_again(visitor: Visitor, session: Session) -> None:
    gift = make_gift(session)
    session.commit()
    path = f"/gifts/{gift.id}/edit"
    assert visitor.submit(path, {**FIELDS, "day": "", "version": "1"}).status_code == 422
    assert visitor.submit(path, {**FIELDS, "giver": "", "version": "1"}).status_code == 422


@pytest.mark.parametrize(
    "path",
    [
        "/gifts/?direction=up",
        "/gifts/?line=x",
        "/gifts/?year=1",
        "/gifts/?year=x",
        "/gifts/?partner=atlantis",
        "/gifts/new?visit=x",
    ],
)
def test_an_address_nobody_links_to_is_refused(visitor: Visitor, path: str) -> None:
    assert visitor.get(path).status_code == 400


def test_a_gift_for_nobody_cannot_be_sent(visitor: Visitor) -> None:
    assert visitor.submit("/gifts/new", FIELDS).status_code == 400


def test_the_list_is_narrowed_by_direction_line_year_partner_and_words(
    visitor: Visitor, session: Session
) -> None:
    make_gift(session, line=GiftLine.REWARDS, value=Money(1, "JPY"))
    make_gift(session, direction=GiftDirection.RECEIVED, title=Localized({"ja": "陶器"}))
    for query, words in (
        ("direction=given", "Kutami fan"),
        ("direction=received", "陶器"),
        ("line=rewards", "Kutami fan"),
        ("q=ｋｕｔａｍｉ", "Kutami fan"),
    ):
        page = visitor.get(f"/gifts/?{query}").text
        assert words in page
        assert ("陶器" in page) is (words == "陶器")
    assert "Kutami fan" in visitor.get("/gifts/?year=2026&partner=heidelberg").text
    assert "Kutami fan" not in visitor.get("/gifts/?year=2025").text


def test_the_list_asks_the_same_few_statements_whatever_it_lists(
    visitor: Visitor, session: Session
) -> None:
    make_gift(session)
    visitor.get("/gifts/")
    with count_statements() as few:
        visitor.get("/gifts/")
    for number in range(60):
        make_gift(session, recipient=f"見本{number}", day=date(2026, 1, 1 + number % 28))
    session.commit()
    session.expire_all()
    with count_statements() as more:
        page = visitor.get("/gifts/").text
    assert len(more) == len(few) <= 7
    assert "cursor=" in page


def test_workbooks_hold_names_only_for_those_who_may_read_them(
    visitor: Visitor, session: Session, client_as: Callable[..., Visitor]
) -> None:
    make_gift(session, line=GiftLine.ENTERTAINMENT, value=Money(3000, "JPY"), quantity=2)
    make_gift(
        session,
        direction=GiftDirection.RECEIVED,
        giver="見本 太郎",
        title=Localized({"ja": "皿"}),
        value=Money(950, "EUR"),
    )
    rows = cells(visitor.get("/gifts/gifts.xlsx?direction=received"))
    assert rows[0][-3:] == ["From", "To", "Note"]
    assert rows[1][8:10] == [9.5, "EUR"]
    assert rows[1][-3] == "見本 太郎"
    officer = client_as(Role.SECTION)
    officer.get("/gifts/?lang=en")
    assert "見本 太郎" not in str(cells(officer.get("/gifts/gifts.xlsx")))
    taken = session.scalars(select(AuditLine).where(AuditLine.act == "gifts.export")).all()
    assert [line.fields for line in taken] == [["count"]]  # the officer's has no names
    published = cells(officer.get("/gifts/entertainment.xlsx?year=2026"))
    assert published == [
        ["Date", "Amount (yen)", "Content"],
        ["2026-11-20", 3000.0, "Gift (来民渋うちわ, quantity 2)"],
    ]
    assert len(cells(officer.get("/gifts/entertainment.xlsx"))) == 2


def test_a_section_officer_sees_gifts_without_names(
    session: Session, client_as: Callable[..., Visitor]
) -> None:
    gift = make_gift(session, recipient="見本 受子", note="秘密の備考")
    officer = client_as(Role.SECTION)
    for path in ("/gifts/", f"/gifts/{gift.id}/"):
        page = officer.get(path).text
        assert "来民渋うちわ" in page
        assert "見本 受子" not in page
        assert "秘密の備考" not in page
    for role in (Role.VIEWER, Role.ADMINISTRATOR, Role.SCHOOL):
        assert client_as(role).get("/gifts/").status_code == 403


def test_a_photograph_is_kept_with_the_gift(visitor: Visitor, session: Session) -> None:
    gift = make_gift(session)
    document = make_document(session, Subject("gift", gift.id))
    page = visitor.get(f"/gifts/{gift.id}/").text
    assert f"/gifts/documents/{document.id}/" in page
    assert visitor.get(f"/gifts/documents/{document.id}/").status_code == 200


def test_panels_stand_on_the_pages_of_visit_partner_and_person(
    visitor: Visitor, session: Session, client_as: Callable[..., Visitor]
) -> None:
    visit, person = make_visit(session), make_person(session)
    make_gift(session, visit_id=visit.id, recipient_id=person.id, recipient="")
    for path in (f"/delegations/{visit.id}/", "/partners/heidelberg/", f"/people/{person.id}/"):
        assert "Kutami fan" in visitor.get(path).text, path
    viewer = client_as(Role.VIEWER)
    for path in (f"/delegations/{visit.id}/", "/partners/heidelberg/"):
        assert "来民渋うちわ" not in viewer.get(path).text
    assert "Register of gifts" in visitor.get("/delegations/").text
    assert "/gifts/" not in viewer.get("/delegations/").text
    assert find_panels(session, subject=Subject("visit", visit.id), actor=None) == ()
    assert find_panels(session, subject=Subject("edition", visit.id), actor=ACTOR) == ()


def test_the_search_box_finds_gifts_for_those_who_read_them(
    visitor: Visitor, session: Session, client_as: Callable[..., Visitor]
) -> None:
    gift = make_gift(session)
    page = visitor.get("/search/?q=ＫＵＴＡＭＩ&lang=en").text
    assert f"/gifts/{gift.id}/" in page
    assert "Heidelberg" in page
    assert "/gifts/" not in client_as(Role.VIEWER).get("/search/?q=kutami").text
    assert gifts_matching(session, " ") == ()


def test_a_stock_is_kept_bought_and_ended(visitor: Visitor, session: Session) -> None:
    assert "Nothing is kept in stock yet." in visitor.get("/gifts/stock/").text
    fields = {"key": KEY, "name": "皿", "unit_value": "3,000"}
    assert visitor.get("/gifts/stock/new").status_code == 200
    refused = visitor.submit("/gifts/stock/new", {**fields, "unit_value": "高い"})
    assert refused.status_code == 422
    assert visitor.submit("/gifts/stock/new", fields).location == f"/gifts/stock/{KEY}/"
    move = {"kind": "bought", "number": "4", "day": "2026-11-20"}
    assert visitor.submit(f"/gifts/stock/{KEY}/move", move).status_code == 302
    short = visitor.submit(f"/gifts/stock/{KEY}/move", {**move, "kind": "used", "number": "5"})
    assert (short.status_code, "There are only 4 in stock." in short.text) == (422, True)
    assert on_hand(session, UUID(KEY)) == 4
    left = visitor.submit(f"/gifts/stock/{KEY}/end", {"version": "1"})
    assert "There are 4 left in stock." in left.text
    assert 'value="3000"' in visitor.get(f"/gifts/stock/{KEY}/edit").text
    changed = {**fields, "maker": "窯", "version": "1"}
    assert visitor.submit(f"/gifts/stock/{KEY}/edit", changed).status_code == 302
    assert visitor.submit(f"/gifts/stock/{KEY}/edit", changed).status_code == 409
    visitor.submit(f"/gifts/stock/{KEY}/move", {**move, "kind": "counted", "number": "0"})
    assert "皿" in visitor.get("/gifts/stock/").text
    assert visitor.submit(f"/gifts/stock/{KEY}/end", {"version": "2"}).status_code == 302
    assert session.scalars(select(StockItem.ended_at)).one() is not None


def test_a_gift_from_the_stock_needs_no_more_than_its_recipient(
    visitor: Visitor, session: Session
) -> None:
    item = make_stock(session, 2)
    assert "Higo inlay (in stock: 2)" in visitor.get(NEW).text
    fields = {
        **{name: FIELDS[name] for name in ("key", "day", "partner", "giver", "recipient")},
        "quantity": "1",
        "line": "rewards",
        "stock_item_id": str(item.id),
    }
    assert visitor.submit(NEW, fields).status_code == 302
    assert on_hand(session, item.id) == 1
    assert "From the city’s stock" in visitor.get(f"/gifts/{KEY}/").text
    page = visitor.get(f"/gifts/stock/{item.id}/").text
    assert f"/gifts/{KEY}/" in page


def test_lists_of_what_to_avoid_and_of_limits_are_kept(visitor: Visitor, session: Session) -> None:
    fields = {"key": KEY, "kind": "manners", "words": "時計", "note": "縁起", "source": "未確認"}
    new = "/gifts/settings/taboos/new"
    assert visitor.get(new).status_code == 200
    assert visitor.submit(new, {**fields, "words": ""}).status_code == 422
    assert visitor.submit(new, {**fields, "partners": ["heidelberg"]}).status_code == 302
    path = f"/gifts/settings/taboos/{KEY}"
    assert "時計" in visitor.get("/gifts/settings/").text
    assert "時計" in visitor.get(NEW).text
    assert "checked" in visitor.get(f"{path}/edit").text
    assert visitor.submit(f"{path}/edit", {**fields, "version": "1"}).status_code == 302
    assert visitor.submit(f"{path}/edit", {**fields, "version": "1"}).status_code == 409
    assert "All partners" in visitor.get("/gifts/settings/").text
    assert visitor.submit(f"{path}/end", {"version": "2"}).status_code == 302
    assert session.scalars(select(Taboo.ended_at)).one() is not None


def test_a_limit_is_set_put_right_and_taken_back(visitor: Visitor, session: Session) -> None:
    fields = {"key": KEY, "line": "rewards", "most": "10,000", "since": "2027-04-01"}
    new = "/gifts/settings/limits/new"
    assert visitor.get(new).status_code == 200
    assert visitor.submit(new, {**fields, "most": "0"}).status_code == 422
    assert visitor.submit(new, fields).status_code == 302
    page = visitor.get("/gifts/settings/").text
    assert "¥10,000" in page
    assert "(not yet)" in page
    path = f"/gifts/settings/limits/{KEY}"
    assert visitor.get(f"{path}/edit").status_code == 200
    changed = {**fields, "limit_note": "要綱第3条", "version": "1"}
    assert visitor.submit(f"{path}/edit", changed).status_code == 302
    assert visitor.submit(f"{path}/edit", changed).status_code == 409
    assert visitor.submit(f"{path}/end", {"version": "2"}).status_code == 302
    assert session.scalars(select(GiftLimit.ended_at)).one() is not None
