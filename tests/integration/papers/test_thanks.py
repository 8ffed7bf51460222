"""Whom to thank after a visit: who stands on the list, why, and what the letters log ticks."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.core.database import Localized, uuid7
from exchange.core.permissions import Role
from exchange.delegations.enums import Direction, MemberRole
from exchange.delegations.models import Visit
from exchange.gifts.enums import GiftDirection
from exchange.itineraries.enums import Attending
from exchange.letters.enums import LetterDirection, LetterKind
from exchange.letters.models import Letter
from exchange.partners.models import Partner
from exchange.people.enums import PostKind
from exchange.people.models import Person, Post
from tests.factories.delegations import make_member, make_visit
from tests.factories.gifts import make_gift
from tests.factories.itineraries import make_item
from tests.factories.letters import make_letter
from tests.factories.partners import make_partner
from tests.factories.people import make_person
from tests.integration.papers.test_papers import cells, opened, words
from tests.servers.statements import count_statements
from tests.servers.visitor import Visitor

HERE = ("Asia/Tokyo", "Asia/Tokyo")


@pytest.fixture
def partner(session: Session) -> Partner:
    return make_partner(session)


@pytest.fixture
def visit(session: Session, partner: Partner) -> Visit:
    return make_visit(
        session, direction=Direction.IN, partners=[partner.slug], hosts="熊本市、熊本県"
    )


@pytest.fixture
def client(client_as: Callable[..., Visitor]) -> Visitor:
    return client_as(Role.COORDINATOR)


def rows(client: Visitor, visit: Visit) -> dict[str, list[str]]:
    """Return post, language, reasons and letter by name, as the workbook has them."""
    _, found = cells(client, visit, "thanks.xlsx")
    return {str(row[1]): [str(cell) for cell in row[2:]] for row in found[1:]}


def give_post(session: Session, partner: Partner, person: Person) -> None:
    session.add(
        Post(
            person_id=person.id,
            partner_id=partner.id,
            kind=PostKind.OFFICIAL,
            title=Localized({"ja": "国際室長"}),
        )
    )
    session.flush()


def test_hosts_programme_gifts_interpreters_and_contacts_are_thanked_once_each(  # long: all kinds
    client: Visitor, session: Session, visit: Visit, partner: Partner
) -> None:
    head = make_member(
        session, visit, "頭見", role=MemberRole.LEADER, title=Localized({"ja": "市長"})
    )
    official = make_member(session, visit, "甲野")
    give_post(session, partner, session.get_one(Person, official.person_id))
    make_member(session, visit, "乙野")
    make_item(
        session,
        visit,
        zones=HERE,
        title=Localized({"ja": "歓迎会"}),
        host="見本協会, 本市、熊本県",
        interpreter="通訳 見本",
    )
    make_item(
        session,
        visit,
        "2027-05-20 09:00",
        "2027-05-20 10:00",
        zones=HERE,
        title=Localized({"ja": "視察"}),
        place="見本博物館",
    )
    make_item(
        session,
        visit,
        "2027-05-20 11:00",
        "2027-05-20 12:00",
        zones=HERE,
        title=Localized({"ja": "移動"}),
        place="見本空港",
        transport="バス",
    )
    make_item(
        session,
        visit,
        "2027-05-21 11:00",
        "2027-05-21 23:00",
        zones=("Asia/Tokyo", "Europe/Berlin"),
        title=Localized({"ja": "出発"}),
        place="見本空港",
    )
    for title, giver in (("扇子", {"giver_id": head.person_id}), ("花瓶", {"giver": "見本協会"})):
        values = {"giver": "", **giver}
        make_gift(
            session,
            direction=GiftDirection.RECEIVED,
            visit_id=visit.id,
            title=Localized({"ja": title}),
            recipient="熊本市",
            **values,
        )
    make_gift(session, visit_id=visit.id, recipient="見本財団")
    found = rows(client, visit)
    assert found == {
        "頭見 花子": [
            "熊本市国際課 市長",
            "Deutsch",
            "相手側の窓口・来訪者\n記念品の贈り主（扇子）",
            "未",
        ],
        "甲野 花子": ["熊本市国際課 国際室長", "Deutsch", "相手側の窓口・来訪者", "未"],
        "熊本県": ["", "日本語", "受入・共催\n行程の受入先（歓迎会）", "未"],
        "見本協会": ["", "日本語", "行程の受入先（歓迎会）\n記念品の贈り主（花瓶）", "未"],
        "通訳 見本": ["", "日本語", "通訳（歓迎会）", "未"],
        "見本博物館": ["", "日本語", "訪問先・会場（視察）", "未"],
    }
    said = words(opened(client, visit, "thanks.pdf"))
    assert "6件のうち礼状の記録済み0件" in said
    assert "見本博物館" in said


def test_of_a_visit_of_ours_the_hosts_abroad_and_those_met_are_thanked_in_their_language(
    client: Visitor, session: Session, partner: Partner
) -> None:
    visit = make_visit(session, partners=[partner.slug], hosts="Stadt Heidelberg")
    make_member(session, visit, "団長", role=MemberRole.LEADER)
    met, ours = make_person(session), make_person(session)
    give_post(session, partner, met)
    make_item(
        session,
        visit,
        attending=Attending.NAMED,
        people=[met.id, ours.id],
        host="Museum Heidelberg",
    )
    found = rows(client, visit)
    assert [row[1] for row in found.values()] == ["Deutsch"] * 3
    assert list(found)[1:] == ["Stadt Heidelberg", "Museum Heidelberg"]


def test_the_ticks_follow_the_letters_log(client: Visitor, session: Session, visit: Visit) -> None:
    head = make_member(session, visit, "頭見", role=MemberRole.LEADER)
    make_letter(session, visit_id=visit.id, counterpart="熊本県", kind=LetterKind.INVITATION)
    make_letter(session, visit_id=visit.id, counterpart="熊本県", direction=LetterDirection.IN)
    make_letter(session, counterpart="熊本県")
    assert rows(client, visit)["熊本県"][3] == "未"
    make_letter(session, visit_id=visit.id, counterpart="熊本 県", number="国際発第9号")
    make_letter(session, visit_id=visit.id, counterpart="", person_id=head.person_id)
    found = rows(client, visit)
    assert found["熊本県"][3] == "済 令和8年(2026年)11月10日 国際発第9号"
    assert found["頭見 花子"][3] == "済 令和8年(2026年)11月10日"
    page = client.get(f"/delegations/{visit.id}/papers/thanks").text
    assert "2件のうち礼状の記録済み2件" in page
    assert "礼状を記録：" not in page


def test_one_act_logs_a_letter_and_opens_it(
    client: Visitor, session: Session, visit: Visit
) -> None:
    head = make_member(session, visit, "頭見", role=MemberRole.LEADER)
    path = f"/delegations/{visit.id}/papers/thanks"
    page = client.get(path).text
    keys = re.findall(r'name="to" value="([^"]+)"', page)
    assert keys[0] == str(head.person_id)
    for to in keys:
        typed = {"to": to, "key": str(uuid7())}
        answer = client.submit(path, typed)
        assert answer.status_code == 302
        assert re.fullmatch(r"/letters/[0-9a-f-]+/edit", answer.headers["Location"])
        assert client.submit(path, typed | {"key": str(uuid7())}).location == answer.location
    letters = session.scalars(select(Letter).order_by(Letter.id)).all()
    assert [(each.person_id, each.counterpart) for each in letters] == [
        (head.person_id, ""),
        (None, "熊本県"),
    ]
    assert {each.kind for each in letters} == {LetterKind.THANKS}
    assert letters[0].title["en"] == "With thanks: Visit to Heidelberg"
    assert letters[0].visit_id == visit.id
    assert "礼状を記録：" not in client.get(path).text
    assert "礼状の記録がない相手" not in client.get(f"/delegations/{visit.id}/papers/").text


def test_nobody_of_the_list_is_refused(client: Visitor, session: Session, visit: Visit) -> None:
    path = f"/delegations/{visit.id}/papers/thanks"
    assert client.submit(path, {"to": "x", "key": str(uuid7())}).status_code == 400
    assert session.scalars(select(Letter)).all() == []


def test_a_list_without_anybody_says_why(
    client: Visitor, session: Session, partner: Partner
) -> None:
    empty = make_visit(session, partners=[partner.slug], starts=date(2027, 5, 20))
    page = client.get(f"/delegations/{empty.id}/papers/thanks").text
    assert "礼状を出す相手が見つかりません" in page


def test_the_list_needs_no_more_statements_for_a_large_visit(
    client: Visitor, session: Session, visit: Visit
) -> None:
    def counted() -> int:
        session.flush()
        with count_statements() as statements:
            assert client.get(f"/delegations/{visit.id}/papers/thanks").status_code == 200
        return len(statements)

    def grow(number: int) -> None:
        member = make_member(session, visit, f"見本{number}")
        make_item(
            session, visit, f"2027-05-20 {9 + number:02}:00", f"2027-05-20 {9 + number:02}:30"
        )
        make_gift(
            session,
            direction=GiftDirection.RECEIVED,
            visit_id=visit.id,
            giver="",
            giver_id=member.person_id,
            recipient="熊本市",
        )
        make_letter(session, visit_id=visit.id, counterpart="", person_id=member.person_id)

    grow(0)
    counted()  # the first request of a person notes that they were here
    few = counted()
    for number in range(1, 6):
        grow(number)
    assert counted() == few
