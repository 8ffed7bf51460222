"""Name plates, badges and seats: opened again and read."""

import io
from collections.abc import Callable

import pytest
from pypdf import PdfReader
from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.audit.models import AuditLine
from exchange.core.database import Localized, Name, uuid7
from exchange.core.permissions import Role
from exchange.delegations.enums import Direction, MemberRole
from exchange.delegations.models import Visit
from exchange.delegations.services.orders import add_event_order
from exchange.people.models import Person
from tests.factories.delegations import ACTOR, make_member, make_visit
from tests.factories.partners import make_partner
from tests.servers.statements import count_statements
from tests.servers.visitor import Visitor

SignIn = Callable[..., Visitor]
MILLIMETRE = 72 / 25.4


@pytest.fixture
def visit(session: Session) -> Visit:
    make_partner(session)
    visit = make_visit(session, direction=Direction.IN)
    title = Localized({"ja": "上級市長", "de": "Oberbürgermeister"})
    head = make_member(session, visit, role=MemberRole.LEADER, title=title)
    person = session.get_one(Person, head.person_id)
    person.rename(
        Name(
            "ヴュルツナー", "E", "", "", "Würzner", "Eckart", native="Eckart Würzner", passport="X"
        )
    )
    for family in ("甲野", "乙野"):
        make_member(session, visit, family)
    return visit


@pytest.fixture
def client(client_as: SignIn) -> Visitor:
    return client_as(Role.COORDINATOR)


def opened(client: Visitor, visit: Visit, path: str) -> PdfReader:
    answer = client.get(f"/delegations/{visit.id}/{path}")
    assert (answer.status_code, answer.content_type) == (200, "application/pdf")
    return PdfReader(io.BytesIO(answer.data))


def words(reader: PdfReader) -> str:
    return "".join("".join(page.extract_text().split()) for page in reader.pages)


def test_badges_name_everybody_in_their_scripts_on_one_sheet(
    client: Visitor, session: Session, visit: Visit
) -> None:
    reader = opened(client, visit, "cards.pdf?list=badges")
    box = reader.pages[0].mediabox
    size = [round(float(side) / MILLIMETRE) for side in (box.width, box.height)]
    assert (len(reader.pages), size) == (1, [210, 297])
    said = words(reader)
    for text in ("EckartWürzner", "WÜRZNEREckart", "Oberbürgermeister", "上級市長", "熊本市国際課"):
        assert text in said
    assert "団員Mitglied" in said
    [line] = session.scalars(select(AuditLine).where(AuditLine.act == "papers.print"))
    found = {value.field: value.new for value in line.values}
    assert found == {"paper": "badges", "purpose": "訪問の準備と実施", "count": "3"}


def test_ten_badges_and_two_name_plates_stand_on_a_page(
    client: Visitor, session: Session, visit: Visit
) -> None:
    for number in range(8):
        make_member(session, visit, f"見本{number}")
    assert len(opened(client, visit, "cards.pdf?list=badges").pages) == 2
    plates = opened(client, visit, "cards.pdf?list=name_plates")
    assert len(plates.pages) == 6
    assert "上級市長" in words(plates)
    assert "熊本市国際課" not in words(plates)


def test_the_first_sits_to_the_hosts_right_and_the_second_to_the_left(
    client: Visitor, visit: Visit
) -> None:
    said = words(opened(client, visit, "seating.pdf")).partition("出力")[2]
    assert said.index("2番") < said.index("1番") < said.index("3番")
    assert said.index("主催者の左") < said.index("主催者の右")
    assert "旗：" in said


def test_an_event_has_its_own_seats(client: Visitor, session: Session, visit: Visit) -> None:
    order = add_event_order(session, actor=ACTOR, visit_id=visit.id, key=uuid7(), name="晩餐会")
    page = client.get(f"/delegations/{visit.id}/papers/").text
    assert "席次表：晩餐会" in page
    assert f"/delegations/{visit.id}/seating.pdf?order={order.id}" in page
    assert "晩餐会" in words(opened(client, visit, f"seating.pdf?order={order.id}"))


@pytest.mark.parametrize("path", ["cards.pdf?list=roster", "seating.pdf?order=none"])
def test_what_a_visit_does_not_have_is_refused(client: Visitor, visit: Visit, path: str) -> None:
    assert client.get(f"/delegations/{visit.id}/{path}").status_code == 400


@pytest.mark.parametrize("path", ["cards.pdf", "seating.pdf"])
def test_cards_and_seats_need_no_more_statements_for_a_large_visit(
    client: Visitor, session: Session, visit: Visit, path: str
) -> None:
    def counted() -> int:
        session.flush()
        with count_statements() as statements:
            assert client.get(f"/delegations/{visit.id}/{path}").status_code == 200
        return len(statements)

    counted()  # the first request of a person notes that they were here
    few = counted()
    for number in range(8):
        make_member(session, visit, f"見本{number}")
    assert counted() == few


def test_a_name_that_is_the_same_in_its_own_script_stands_once(
    client: Visitor, session: Session, visit: Visit
) -> None:
    member = make_member(session, visit)
    person = session.get_one(Person, member.person_id)
    person.rename(Name("範例", "一", native="範例一"))
    session.flush()
    assert words(opened(client, visit, "cards.pdf?list=badges")).count("範例一") == 1
