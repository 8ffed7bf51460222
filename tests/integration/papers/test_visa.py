"""The papers for guests' visas: what they say, what stays a ruled blank, who is asked for it."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.audit.models import AuditLine
from exchange.core.database import Localized, Name
from exchange.core.errors import DomainError, StaleRowError
from exchange.core.permissions import Role
from exchange.delegations.enums import Direction, MemberRole
from exchange.delegations.models import Visit
from exchange.papers.models import VisaParticulars
from exchange.papers.particulars import VisaPlan, particulars_of, state_visa
from exchange.people.models import Person
from tests.factories.delegations import ACTOR, make_member, make_visit
from tests.factories.itineraries import make_item
from tests.factories.partners import make_partner
from tests.integration.papers.test_papers import cells, opened, words
from tests.servers.statements import count_statements
from tests.servers.visitor import Visitor

#: The last day of the schedule.
LAST = "10:00 市長表敬\n鉄道\n熊本 13:00 → ハイデルベルク市 19:00 出発"
HERE = ("Asia/Tokyo", "Asia/Tokyo")
PLAN = VisaPlan(
    mission="在フランクフルト日本国総領事",
    issued_on=date(2027, 3, 1),
    inviter_address="熊本市見本区一丁目",
    inviter_post="熊本市長",
    inviter_name="見本 市長",
    inviter_phone="096-000-0001",
    contact_section="国際課",
    contact_name="見本 担当",
    contact_phone="096-000-0002",
    background="昨年の訪問で申し合わせた。",
    relation="友好都市の職員",
    same_guarantor=True,
)


@pytest.fixture
def visit(session: Session) -> Visit:
    make_partner(session)
    visit = make_visit(
        session, direction=Direction.IN, starts=date(2027, 5, 17), ends=date(2027, 5, 19)
    )
    head = make_member(
        session, visit, "頭見", role=MemberRole.LEADER, title=Localized({"ja": "市長"})
    )
    session.get_one(Person, head.person_id).rename(
        Name("頭見", "花", native="Hana Töne", passport="TONE HANA")
    )
    make_member(session, visit, "甲野", diet="卵を除く")
    make_member(session, visit, "乙野")
    return visit


@pytest.fixture
def client(client_as: Callable[..., Visitor]) -> Visitor:
    return client_as(Role.COORDINATOR)


def stated(session: Session, visit: Visit, plan: VisaPlan = PLAN, version: int = 0) -> None:
    state_visa(session, actor=ACTOR, visit_id=visit.id, version=version, plan=plan)


def test_the_invitation_is_addressed_and_gives_the_reasons(
    client: Visitor, session: Session, visit: Visit
) -> None:
    stated(session, visit)
    said = words(opened(client, visit, "visa-letter.pdf?letter=invitation"))
    for text in (
        "招へい理由書",
        "令和9年(2027年)3月1日",
        "在フランクフルト日本国総領事殿",
        "TONEHANA",
        "HanaTöne",
        "ほか2名（別紙名簿のとおり）",
        "熊本市長",
        "友好都市提携35周年",
        "昨年の訪問で申し合わせた。",
        "友好都市の職員",
        "096-000-0002",
    ):
        assert text in said
    assert "卵" not in said


def test_the_guarantor_is_the_inviter_or_somebody_else(
    client: Visitor, session: Session, visit: Visit
) -> None:
    stated(session, visit)
    said = words(opened(client, visit, "visa-letter.pdf?letter=guarantee"))
    for text in ("身元保証書", "1滞在費", "2帰国旅費", "3日本国法令の遵守", "見本市長"):
        assert text in said
    other = VisaPlan(guarantor_name="保証 花子", guarantor_post="見本協会会長")
    stated(session, visit, other, version=1)
    said = words(opened(client, visit, "visa-letter.pdf?letter=guarantee"))
    assert "保証花子" in said
    assert "機関名" not in said
    assert "見本市長" not in said


def test_what_nobody_stated_is_ruled_and_named_before_printing(
    client: Visitor, session: Session, visit: Visit
) -> None:
    page = client.get(f"/delegations/{visit.id}/papers/").text
    for text in ("空欄になる項目：宛先（在外公館長）、招へい人の所在地", "行程のない日：3日"):
        assert text in page
    for text in ("宿泊先が未確認の夜：2泊", "到着の便（初日の交通）", "連絡先が未入力です"):
        assert text in page
    said = words(opened(client, visit, "visa-letter.pdf"))
    assert "令和年月日" in said
    assert "None" not in said
    stated(session, visit)
    page = client.get(f"/delegations/{visit.id}/papers/").text
    assert "空欄になる項目" not in page
    session.get_one(Visit, visit.id).purpose = ""
    for member in visit_members(session, visit):
        member.rename(Name("頭見", "花"))
    session.flush()
    page = client.get(f"/delegations/{visit.id}/papers/").text
    assert "空欄になる項目：招へい目的、団長の旅券の氏名" in page


def visit_members(session: Session, visit: Visit) -> list[Person]:
    return [each for each in session.scalars(select(Person)) if each.passport_name]


def test_a_letter_without_a_head_names_nobody(client: Visitor, session: Session) -> None:
    make_partner(session)
    alone = make_visit(session, direction=Direction.IN)
    said = words(opened(client, alone, "visa-letter.pdf"))
    assert "別紙名簿" not in said
    assert "査証申請人：未確認" in words(opened(client, alone, "stay.pdf"))


def test_the_schedule_says_each_day_whom_to_ask_and_where_they_sleep(  # long: file and page
    client: Visitor, session: Session, visit: Visit
) -> None:
    stated(session, visit)
    make_item(
        session,
        visit,
        "2027-05-17 15:00",
        "2027-05-17 16:00",
        zones=HERE,
        title=Localized({"ja": "到着"}),
        place="阿蘇くまもと空港",
        transport="見本航空1便",
        lodging="見本ホテル",
    )
    make_item(
        session,
        visit,
        "2027-05-19 13:00",
        "2027-05-19 19:00",
        zones=("Asia/Tokyo", "Europe/Berlin"),
        title=Localized({"ja": "出発"}),
    )
    make_item(session, visit, "2027-05-19 10:00", "2027-05-19 11:00", zones=HERE, transport="鉄道")
    name, rows = cells(client, visit, "stay.xlsx")
    contact = "国際課 見本 担当 096-000-0002"
    assert name == "滞在予定表"
    assert rows[1:] == [
        [
            "令和9年(2027年)5月17日(月)",
            "15:00 到着\n阿蘇くまもと空港、見本航空1便",
            contact,
            "見本ホテル",
        ],
        ["令和9年(2027年)5月18日(火)", "未確認", contact, "未確認"],
        ["令和9年(2027年)5月19日(水)", LAST, contact, ""],
    ]
    assert "TONEHANAほか2名（別紙名簿のとおり）" in words(opened(client, visit, "stay.pdf"))
    page = client.get(f"/delegations/{visit.id}/papers/").text
    assert "行程のない日：1日" in page
    assert "宿泊先が未確認の夜：1泊" in page
    assert "便" not in page.partition("滞在予定表")[2].partition("招へい理由書")[0]


def test_what_is_stated_is_kept_audited_and_guarded_against_two_at_once(
    client: Visitor, session: Session, visit: Visit
) -> None:
    path = f"/delegations/{visit.id}/papers/visa"
    typed = {"mission": "在見本日本国大使", "same_guarantor": "y", "issued_on": "2027-03-01"}
    assert client.submit(path, typed).status_code == 302
    row = particulars_of(session, VisaParticulars, visit.id)
    assert row is not None
    assert (row.mission, row.same_guarantor, row.version) == ("在見本日本国大使", True, 1)
    [line] = session.scalars(select(AuditLine).where(AuditLine.act == "papers.state_visa"))
    assert line.fields == ["issued_on", "mission", "same_guarantor"]
    assert client.submit(path, {**typed, "mission": "別"}).status_code == 409
    assert client.submit(path, {**typed, "version": "1"}).status_code == 302
    assert client.submit(path, {"mission": "長" * 121, "version": "1"}).status_code == 422
    stale = VisaPlan(mission="別")
    with pytest.raises(StaleRowError):
        stated(session, visit, stale, version=7)


def test_a_visit_of_ours_abroad_has_no_visa_papers(client: Visitor, session: Session) -> None:
    make_partner(session)
    ours = make_visit(session)
    for path in ("stay.pdf", "stay.xlsx", "visa-letter.pdf", "papers/visa"):
        assert client.get(f"/delegations/{ours.id}/{path}").status_code == 400
    page = client.get(f"/delegations/{ours.id}/papers/").text
    assert "招へい理由書" not in page
    with pytest.raises(DomainError):
        stated(session, ours)


def test_an_unknown_letter_is_refused(client: Visitor, visit: Visit) -> None:
    assert client.get(f"/delegations/{visit.id}/visa-letter.pdf?letter=x").status_code == 400


def test_a_schedule_needs_no_more_statements_for_a_large_visit(
    client: Visitor, session: Session, visit: Visit
) -> None:
    def counted() -> int:
        session.flush()
        with count_statements() as statements:
            assert client.get(f"/delegations/{visit.id}/stay.pdf").status_code == 200
        return len(statements)

    make_item(session, visit, "2027-05-17 09:00", "2027-05-17 09:30")
    counted()  # the first request of a person notes that they were here
    few = counted()
    for number in range(6):
        make_member(session, visit, f"見本{number}")
        make_item(
            session, visit, f"2027-05-18 {9 + number:02}:00", f"2027-05-18 {9 + number:02}:30"
        )
    assert counted() == few
