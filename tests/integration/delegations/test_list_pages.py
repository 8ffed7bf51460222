"""The pages of lists, orders and titles, as a coordinator uses them."""

import io
import re
from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.core.database import Localized, uuid7
from exchange.core.permissions import Role
from exchange.delegations.enums import Direction, MemberRole
from exchange.delegations.models import EventOrder, TitleTerm, Visit, VisitMember
from exchange.delegations.queries import members_of
from tests.factories.delegations import make_member, make_visit
from tests.factories.itineraries import make_item
from tests.factories.partners import make_partner
from tests.factories.people import make_person
from tests.factories.sheets import xlsx_of
from tests.servers.statements import count_statements
from tests.servers.visitor import Visitor

SignIn = Callable[..., Visitor]
PASTED = (
    "姓名\t職稱\t團內職務\t護照號碼\n陳其明\t副市長\t團長\tX10000001\n林美麗\t局長\t團員\tX10000002\n"
    "王大文\t科長\t團員\tX10000003\n"
)
SECOND = PASTED.replace("王大文", "張小華").replace("局長", "副局長")


@pytest.fixture
def visit(session: Session) -> Visit:
    make_partner(
        session,
        slug="kaohsiung",
        names=Localized({"ja": "高雄市"}),
        native_language="zh-Hant",
        languages=["zh-Hant-TW"],
    )
    return make_visit(session, direction=Direction.IN, partners=["kaohsiung"])


@pytest.fixture
def client(client_as: SignIn) -> Visitor:
    return client_as(Role.COORDINATOR)


def paste(client: Visitor, visit: Visit, text: str = PASTED) -> str:
    answer = client.submit(
        f"/delegations/{visit.id}/members/list", {"text": text, "key": str(uuid7())}
    )
    assert answer.status_code == 302
    return answer.headers["Location"]


def confirm(client: Visitor, path: str, **fields: str) -> int:
    digest = re.search(r'name="digest"[^>]*value="(\w+)"', client.get(path).text)
    assert digest is not None
    fields = {"digest": digest[1], "leave_titles": "y", **fields}
    return client.submit(f"{path}confirm", fields).status_code


def names(session: Session, visit: Visit) -> list[str]:
    session.expire_all()
    return [member.person.name.written for member in members_of(session, visit.id)]


def test_three_screens_from_pasting_to_the_record(
    client: Visitor, session: Session, visit: Visit
) -> None:
    page = f"/delegations/{visit.id}/members/list"
    assert "これまでの名簿" not in client.get(page).text
    path = paste(client, visit)
    shown = client.get(path).text
    assert "＋3 −0 ～0" in shown
    assert "「旅券・身分証の番号など」の列は保存しません：護照號碼" in shown
    assert "X1000000" not in shown
    assert "対訳のない職名（3件）" in shown
    assert names(session, visit) == []
    assert confirm(client, path) == 302
    assert names(session, visit) == ["陳其明", "林美麗", "王大文"]
    assert "名簿を確定しました" in client.get(path).text
    assert client.post(f"{path}confirm", data={"digest": "x"}).status_code == 422
    assert client.submit(f"{path}confirm", {"digest": "x"}).status_code == 302
    assert "確定済み" in client.get(page).text


def test_the_next_version_shows_plus_minus_and_the_papers(
    client: Visitor, session: Session, visit: Visit
) -> None:
    confirm(client, paste(client, visit))
    gone = members_of(session, visit.id)[2].id
    path = paste(client, visit, SECOND)
    # Nothing was printed yet that could be out of date.
    assert "出し直す書類はありません" in client.get(path).text
    client.get(f"/delegations/{visit.id}/cards.pdf?list=name_plates")
    shown = client.get(path).text
    assert "＋1 −1 ～1" in shown
    assert "<strong>職名</strong> 局長 → 副局長" in shown
    assert "王大文の代わりの人" in shown
    assert "<ul><li>卓上名札</li></ul>" in shown
    assert confirm(client, path, **{f"instead-{gone}": "4"}) == 302
    former = client.get(f"/delegations/{visit.id}/members/former").text
    assert former.index("王大文") < former.index("張小華")


def test_a_file_is_taken_as_it_was_sent(client: Visitor, session: Session, visit: Visit) -> None:
    body = xlsx_of([["Titel", "Name"], ["Rätin", "Erika Mustermann"]])
    fields = {"file": (io.BytesIO(body), "Liste.xlsx"), "text": "", "key": str(uuid7())}
    path = client.submit(f"/delegations/{visit.id}/members/list", fields).headers["Location"]
    assert "Liste.xlsx" in client.get(path).text
    assert confirm(client, path) == 302
    assert names(session, visit) == ["Erika Mustermann"]


def test_nothing_sent_and_what_is_no_table_are_refused(client: Visitor, visit: Visit) -> None:
    page = f"/delegations/{visit.id}/members/list"
    assert client.submit(page, {"text": ""}).status_code == 422
    broken = {"file": (io.BytesIO(b"PK\x03\x04spoilt"), "x.xlsx"), "text": ""}
    assert client.submit(page, broken).status_code == 422


def test_refused_rows_are_named_and_stop_the_confirmation(client: Visitor, visit: Visit) -> None:
    path = paste(client, visit, PASTED.replace("團員", "團長"))
    shown = client.get(path).text
    assert "団長が複数います（2, 3, 4行目）" in shown
    assert 'name="digest"' not in shown
    assert client.submit(f"{path}confirm", {"digest": "x"}).status_code == 422


def test_a_column_is_put_right_on_the_page_and_remembered(client: Visitor, visit: Visit) -> None:
    path = paste(client, visit, "貴賓\t級別\n甲\t局長\n")
    assert "「氏名」の列が見つかりません" in client.get(path).text
    fields = {"sheet": "0", "encoding": "utf-8", "header_row": "1", "version": "1"}
    bad = {**fields, "header_row": "x"}
    assert client.submit(f"{path}reading", bad).status_code == 422
    said = {**fields, "column-0": "full_name", "column-1": "title", "complete": "y"}
    assert client.submit(f"{path}reading", said).status_code == 302
    assert "＋1" in client.get(path).text
    assert client.submit(f"{path}reading", {**said, "version": "1"}).status_code == 409
    assert "＋1" in client.get(paste(client, visit, "貴賓\t級別\n乙\t局長\n")).text


def test_titles_are_approved_while_a_list_is_checked(
    client: Visitor, session: Session, visit: Visit
) -> None:
    path = paste(client, visit)
    words = {
        "term-0": "副市長",
        "title-0-ja": "副市長",
        "title-0-en": "Deputy Mayor",
        "term-1": "別の職名",
        "title-1-ja": "局長",
    }
    assert client.submit(f"{path}titles", words).status_code == 302
    term = session.scalars(select(TitleTerm)).one()
    assert (term.term, term.language, term.title["en"]) == ("副市長", "zh-Hant", "Deputy Mayor")
    assert term.approved_by
    assert "対訳のない職名（2件）" in client.get(path).text
    digest = re.search(r'name="digest"[^>]*value="(\w+)"', client.get(path).text)
    assert digest is not None
    refused = client.submit(f"{path}confirm", {"digest": digest[1]})
    assert refused.status_code == 422
    assert "対訳のない職名が2件あります" in refused.text


def test_a_list_is_dropped_at_once(client: Visitor, visit: Visit) -> None:
    path = paste(client, visit)
    assert client.submit(f"{path}discard", {"version": "99"}).status_code == 409
    assert client.submit(f"{path}discard", {"version": "1"}).status_code == 302
    assert "この名簿は破棄されました" in client.get(path).text


def test_the_glossary_is_edited_on_its_page(
    client: Visitor, session: Session, visit: Visit
) -> None:
    base = "/delegations/titles/kaohsiung/"
    assert "承認した対訳はまだありません" in client.get(base).text
    assert client.get(f"{base}new").status_code == 200
    fields = {"term": "局長", "language": "zh-Hant", "title": "局長", "title_en": "Director"}
    assert client.submit(f"{base}new", {**fields, "title": ""}).status_code == 422
    assert client.submit(f"{base}new", fields).headers["Location"] == base
    twice = client.submit(f"{base}new", fields)
    assert twice.status_code == 422
    assert "この職名はすでに対訳表にあります" in twice.text
    row = session.scalars(select(TitleTerm)).one()
    assert "Director" in client.get(base).text
    path = f"{base}{row.id}/edit"
    assert 'value="Director"' in client.get(path).text
    change = {**fields, "title_en": "Director General", "version": str(row.version)}
    assert client.submit(path, {**change, "term": ""}).status_code == 422
    assert client.submit(path, {**change, "version": "99"}).status_code == 409
    assert client.submit(path, change).status_code == 302
    session.expire_all()
    assert row.title["en"] == "Director General"
    same = {**change, "version": str(row.version)}
    assert client.submit(path, same).status_code == 302
    assert client.submit(f"{base}{row.id}/end", {"version": str(row.version)}).status_code == 302
    assert client.get(path).status_code == 404
    assert client.submit(f"{base}new", fields).status_code == 302


def test_places_are_typed_and_a_departure_says_why(
    client: Visitor, session: Session, visit: Visit
) -> None:
    head = make_member(session, visit, "長", role=MemberRole.LEADER)
    others = [make_member(session, visit, name) for name in "甲乙"]
    page = f"/delegations/{visit.id}/members/order"

    def places(*typed: tuple[VisitMember, int], reason: str = "") -> dict[str, str]:
        seen = re.search(r'name="seen"[^>]*value="(\w+)"', client.get(page).text)
        assert seen is not None
        found = {f"place-{member.id}": str(place) for member, place in typed}
        return {**found, "seen": seen[1], "reason": reason}

    def surnames() -> str:
        return "".join(name[0] for name in names(session, visit))

    assert client.submit(page, places((others[1], 2))).status_code == 302
    assert surnames() == "長乙甲"
    refused = client.submit(page, places((others[1], 1)))
    assert refused.status_code == 422
    assert "役の順（団長・副団長・団員・随行）と違う席次です" in refused.text
    assert client.submit(page, places((others[1], 0))).status_code == 422
    assert client.submit(page, {**places(), "reason": "あ" * 501}).status_code == 422
    assert client.submit(page, {**places(), "seen": "x"}).status_code == 409
    done = places((others[1], 1), reason="先方の希望")
    assert client.submit(page, {**done, "place-x": "1"}).status_code == 302
    assert surnames() == "乙長甲"
    assert "席次の理由：先方の希望" in client.get(f"/delegations/{visit.id}/members/").text
    assert client.submit(page, places(reason="先方の希望")).status_code == 302
    assert client.submit(page, places((head, 1), reason="先方の希望")).status_code == 302
    assert "席次の理由" not in client.get(f"/delegations/{visit.id}/members/").text


def test_a_button_does_not_depart_from_the_usual_order(
    client: Visitor, session: Session, visit: Visit
) -> None:
    head = make_member(session, visit, "長", role=MemberRole.LEADER)
    make_member(session, visit, "甲")
    path = f"/delegations/{visit.id}/members/{head.id}/down"
    refused = client.submit(path, {"version": str(head.version)})
    assert refused.status_code == 422
    assert "役の順と違う席次になります" in refused.text


def test_an_event_has_an_order_of_its_own(client: Visitor, session: Session, visit: Visit) -> None:
    one, two = (make_member(session, visit, name) for name in "甲乙")
    base = f"/delegations/{visit.id}"
    assert client.submit(f"{base}/orders/new", {"name": ""}).status_code == 422
    fields = {"name": "歓迎夕食会", "key": str(uuid7())}
    path = client.submit(f"{base}/orders/new", fields).headers["Location"]
    assert client.submit(f"{base}/orders/new", fields).headers["Location"] == path
    seen = re.search(r'name="seen"[^>]*value="(\w+)"', client.get(path).text)
    assert seen is not None
    moved = {f"place-{two.id}": "1", "seen": seen[1], "reason": ""}
    assert client.submit(path, {**moved, "reason": "あ" * 501}).status_code == 422
    assert client.submit(path, {**moved, "seen": "x"}).status_code == 409
    assert client.submit(path, moved).status_code == 302
    make_member(session, visit, "丙")
    shown = client.get(path).text
    assert shown.index("乙 花子") < shown.index("甲 花子") < shown.index("丙 花子")
    assert [name[0] for name in names(session, visit)] == ["甲", "乙", "丙"]
    assert "歓迎夕食会" in client.get(f"{base}/members/order").text
    order = session.scalars(select(EventOrder)).one()
    seen = re.search(r'name="seen"[^>]*value="(\w+)"', client.get(path).text)
    assert seen is not None
    assert client.submit(path, {"seen": seen[1], "reason": "主賓のため"}).status_code == 302
    assert client.submit(path, {"seen": seen[1], "reason": "主賓のため"}).status_code == 302
    session.expire_all()
    assert (order.reason, one.precedence) == ("主賓のため", 1)
    version = str(order.version)
    assert client.submit(f"{path}end", {"version": version}).status_code == 302
    assert client.get(path).status_code == 404


def test_the_head_is_flagged_and_is_one(client: Visitor, session: Session, visit: Visit) -> None:
    one = make_member(session, visit, "甲")
    two = make_member(session, visit, "乙")
    base = f"/delegations/{visit.id}/members/"
    assert "団長がまだ決まっていません" in client.get(base).text
    assert client.submit(f"{base}{one.id}/head", {"version": "99"}).status_code == 409
    for member in (one, two, two):
        answer = client.submit(f"{base}{member.id}/head", {"version": str(member.version)})
        assert answer.status_code == 302
        session.expire_all()
    assert (one.role, two.role) == (MemberRole.MEMBER, MemberRole.LEADER)
    assert "団長がまだ決まっていません" not in client.get(base).text
    change = {"role": "leader", "version": str(one.version)}
    refused = client.submit(f"{base}{one.id}/edit", change)
    assert refused.status_code == 422
    assert "団長はすでにほかの団員です" in refused.text


def test_a_companion_and_needs_are_typed_by_hand(
    client: Visitor, session: Session, visit: Visit
) -> None:
    one, two = (make_member(session, visit, name) for name in "甲乙")
    path = f"/delegations/{visit.id}/members/{two.id}/edit"
    change = {
        "role": "member",
        "mobility": "車椅子",
        "companion_of": str(one.id),
        "version": str(two.version),
    }
    assert client.submit(path, {**change, "companion_of": str(two.id)}).status_code == 422
    assert client.submit(path, change).status_code == 302
    session.expire_all()
    assert (two.mobility, two.companion_of_id) == ("車椅子", one.id)
    page = client.get(f"/delegations/{visit.id}/members/").text
    assert "甲 花子の同伴" in page
    assert "車椅子" in page


def test_members_come_fifty_at_a_time_in_few_statements(
    client: Visitor, session: Session, visit: Visit
) -> None:
    base = f"/delegations/{visit.id}/members/"
    counted = []
    for more in (2, 50):
        for number in range(more):
            make_member(session, visit, f"見本{number}")
        with count_statements() as statements:
            first = client.get(base).text
        counted.append(len(statements))
    assert counted[1] <= counted[0] <= 10
    following = re.search(r'rel="next" href="([^"]+)"', first)
    assert following is not None
    second = client.get(following[1].replace("&amp;", "&")).text
    assert re.findall(r'data-label="席次" class="number">(\d+)<', first)[-1] == "50"
    assert re.findall(r'data-label="席次" class="number">(\d+)<', second) == ["51", "52"]
    with count_statements() as statements:
        assert client.get(f"{base}former").status_code == 200
    assert len(statements) <= 6


def test_a_long_list_is_compared_in_as_many_statements_as_a_short_one(
    client: Visitor, session: Session, visit: Visit
) -> None:
    client.get(f"/delegations/{visit.id}/members/")  # that they were here and read is noted once
    counted = []
    for number in (3, 60):
        rows = "".join(f"見本{at}\t職{at}\n" for at in range(number))
        path = paste(client, visit, f"姓名\t職稱\n{rows}")
        with count_statements() as statements:
            assert client.get(path).status_code == 200
        counted.append(len(statements))
    assert counted[0] == counted[1]


def test_an_item_of_the_programme_has_one_order(
    client: Visitor, session: Session, visit: Visit
) -> None:
    make_member(session, visit, "甲")
    item = make_item(session, visit)
    base = f"/delegations/{visit.id}"
    assert "05/19 市長表敬" in client.get(f"{base}/members/order").text
    fields = {"item": str(item.id), "key": str(uuid7())}
    path = client.submit(f"{base}/orders/new", fields).headers["Location"]
    assert "市長表敬" in client.get(path).text
    assert session.scalars(select(EventOrder.item_id)).all() == [item.id]
    twice = client.submit(f"{base}/orders/new", {"item": str(item.id), "key": str(uuid7())})
    assert twice.status_code == 422
    assert "この予定にはすでに席次があります" in twice.text
    assert client.submit(f"{base}/orders/new", {"item": str(uuid7())}).status_code == 422


def test_a_list_that_waits_is_named_on_the_members_page(client: Visitor, visit: Visit) -> None:
    path = paste(client, visit)
    page = client.get(f"/delegations/{visit.id}/members/").text
    assert "確認を待っている名簿があります" in page
    assert path in page


def test_what_is_longer_than_a_delegation_is_no_list_of_one(client: Visitor, visit: Visit) -> None:
    rows = "".join(f"見本{at}\t職\n" for at in range(600))
    shown = client.get(paste(client, visit, f"姓名\t職稱\n{rows}")).text
    assert "500名までの名簿を送ってください" in shown
    assert 'name="digest"' not in shown


def test_only_our_own_peoples_readings_suggest_a_spelling(
    client: Visitor, session: Session, visit: Visit
) -> None:
    ours = make_visit(session, partners=["kaohsiung"])
    person = make_person(session)
    assert (
        "候補は MIHON HANAKO です"
        in client.get(f"/delegations/{ours.id}/members/add/{person.id}").text
    )
    assert "MIHON" not in client.get(f"/delegations/{visit.id}/members/add/{person.id}").text


def test_a_passport_is_typed_in_capitals_and_in_latin_letters(
    client: Visitor, session: Session
) -> None:
    person = make_person(session)
    path = f"/people/{person.id}/edit"
    fields = {"family_name": "見本", "version": str(person.version)}
    assert client.submit(path, {**fields, "passport_name": "みほん"}).status_code == 422
    assert client.submit(path, {**fields, "passport_name": "Mihon, Hanako"}).status_code == 302
    session.expire_all()
    assert person.passport_name == "MIHON HANAKO"


def test_a_list_that_names_no_head_says_so(client: Visitor, visit: Visit) -> None:
    words = "この名簿では団長がわかりません"
    assert words in client.get(paste(client, visit, "姓名\t職稱\n甲\t局長\n")).text
    assert words not in client.get(paste(client, visit)).text
