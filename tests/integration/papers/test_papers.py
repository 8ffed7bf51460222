"""The papers of a visit: opened again and read; who gets them, and what is written down."""

import io
import re
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
import python_calamine
from pypdf import PdfReader
from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.audit.models import AuditLine
from exchange.core import clock
from exchange.core.database import Localized, Name
from exchange.core.permissions import Role, system_actor
from exchange.delegations.enums import Direction, MemberRole
from exchange.delegations.models import Visit
from exchange.delegations.services.purging import empty_needs
from exchange.itineraries.enums import Attending
from exchange.itineraries.services.items import correct_item, end_item, plan_of
from exchange.itineraries.services.tracks import set_tracks, tracks_seen
from exchange.itineraries.services.versions import publish_version
from exchange.papers.cards import CARDS
from exchange.papers.rules import ROSTERS
from exchange.people.models import Person
from tests.factories.delegations import ACTOR, make_member, make_visit
from tests.factories.itineraries import make_item
from tests.factories.partners import make_partner
from tests.servers.statements import count_statements
from tests.servers.visitor import Visitor

SignIn = Callable[..., Visitor]
CEREMONY = Localized({"ja": "調印式", "de": "Unterzeichnung"})


@pytest.fixture
def visit(session: Session) -> Visit:
    make_partner(session)
    return make_visit(session, direction=Direction.IN)


@pytest.fixture
def client(client_as: SignIn) -> Visitor:
    return client_as(Role.COORDINATOR)


def opened(client: Visitor, visit: Visit, path: str) -> PdfReader:
    answer = client.get(f"/delegations/{visit.id}/{path}")
    assert (answer.status_code, answer.content_type) == (200, "application/pdf")
    return PdfReader(io.BytesIO(answer.data))


def words(reader: PdfReader) -> str:
    return "".join("".join(page.extract_text().split()) for page in reader.pages)


def cells(client: Visitor, visit: Visit, path: str) -> tuple[str, list[list[object]]]:
    answer = client.get(f"/delegations/{visit.id}/{path}")
    assert answer.status_code == 200
    book = python_calamine.load_workbook(io.BytesIO(answer.data))
    name = book.sheet_names[0]
    return name, [list(row) for row in book.get_sheet_by_name(name).to_python()]


def logged(session: Session) -> list[dict[str, str | None]]:
    printed = select(AuditLine).where(AuditLine.act == "papers.print")
    lines = session.scalars(printed.order_by(AuditLine.at, AuditLine.id)).all()
    return [{value.field: value.new for value in line.values} for line in lines]


def test_our_programme_has_everything_and_the_partners_only_what_is_theirs(  # long: both papers
    client: Visitor, session: Session, visit: Visit
) -> None:
    mine = Localized({"ja": "電話096-328-2070"})
    theirs = Localized({"ja": "集合は正面玄関", "de": "Treffpunkt Haupteingang"})
    guest = make_member(session, visit, "来賓")
    make_member(session, visit, "随員")
    make_item(
        session,
        visit,
        title=CEREMONY,
        place="市庁舎",
        end_place="熊本城",
        own_text=mine,
        partner_text=theirs,
        interpreter="通訳見本",
        vehicle="市バス",
        dress="平服",
        speech=True,
        attending=Attending.NAMED,
        people=[guest.person_id],
    )
    make_item(session, visit, "2027-05-20 08:00", "2027-05-20 09:00")
    ours = words(opened(client, visit, "programme.pdf"))
    for said in ("電話096-328-2070", "来賓花子", "通訳：通訳見本", "市バス", "服装：平服", "全員"):
        assert said in ours
    assert "市庁舎→熊本城" in ours
    assert "Unterzeichnung" not in ours
    reader = opened(client, visit, "programme.pdf?side=partner")
    paper = words(reader)
    for said in ("調印式", "Unterzeichnung", "TreffpunktHaupteingang", "Programm", "19.Mai2027"):
        assert said in paper
    assert not {"電話096-328-2070", "来賓花子", "市バス"} & {paper}
    assert "来賓" not in paper
    assert "電話" not in paper
    contents = reader.pages[0].get_contents()
    assert contents is not None
    assert b"de" in set(re.findall(rb"/Lang\((.+?)\)", contents.get_data()))
    assert logged(session) == [
        {"paper": "programme_own", "purpose": "訪問の準備と実施", "count": "2"},
        {"paper": "programme_partner", "purpose": "訪問の準備と実施", "count": "2"},
    ]


def test_a_programme_says_its_version_and_marks_what_changed_since_one(
    client: Visitor, session: Session, visit: Visit
) -> None:
    item = make_item(session, visit)
    gone = make_item(session, visit, "2027-05-19 13:00", "2027-05-19 14:00", title=CEREMONY)
    assert "出力・案（版なし）1/1" in words(opened(client, visit, "programme.pdf"))
    publish_version(session, actor=ACTOR, visit_id=visit.id, note="")
    paper = words(opened(client, visit, "programme.pdf"))
    assert "第1版（" in paper
    assert "出力・第1版1/1" in paper
    plan = plan_of(item)
    values = {name: getattr(plan, name) for name in plan.__dataclass_fields__}
    values["place"] = "別館"
    correct_item(
        session,
        actor=ACTOR,
        visit_id=visit.id,
        key=item.id,
        version=item.version,
        plan=type(plan)(**values),
    )
    end_item(session, actor=ACTOR, visit_id=visit.id, key=gone.id, version=gone.version)
    make_item(
        session, visit, "2027-05-20 09:00", "2027-05-20 10:00", title=Localized({"ja": "見学"})
    )
    paper = words(opened(client, visit, "programme.pdf?since=1"))
    for said in ("出力・第1版のあと変更あり", "第1版からの変更に印", "変更市長表敬", "新規見学"):
        assert said in paper
    assert "なくなった行程" in paper
    assert paper.index("なくなった行程") < paper.index("調印式")
    page = client.get(f"/delegations/{visit.id}/papers/").text
    assert "第1版のあとに行程が変わっています" in page
    assert page.count("変更あり。出し直してください") == 0


def test_a_programme_is_of_a_track_or_a_person(
    client: Visitor, session: Session, visit: Visit
) -> None:
    one, two = make_member(session, visit, "甲野"), make_member(session, visit, "乙野")
    make_item(session, visit, title=Localized({"ja": "視察"}), track="視察班")
    make_item(session, visit, title=Localized({"ja": "商談"}), track="商談班")
    set_tracks(
        session,
        actor=ACTOR,
        visit_id=visit.id,
        tracks={"視察班": [one.person_id], "商談班": [two.person_id]},
        seen=tracks_seen(session, visit.id),
    )
    for query, name in (
        ("track=視察班", "視察班の行程"),
        (f"person={one.person_id}", "甲野花子の行程"),
    ):
        paper = words(opened(client, visit, f"programme.pdf?{query}"))
        assert name in paper
        assert ("視察" in paper, "商談" in paper) == (True, False)


def test_both_clocks_and_the_end_on_another_day_are_printed(
    client: Visitor, session: Session, visit: Visit
) -> None:
    make_item(
        session,
        visit,
        "2027-05-17 12:00",
        "2027-05-18 08:30",
        zones=("Europe/Berlin", "Asia/Tokyo"),
        title=Localized({"ja": "移動"}),
    )
    paper = words(opened(client, visit, "programme.pdf?side=partner"))
    assert "ハイデルベルク市12:00→熊本5月18日(火)08:30" in paper
    assert "Heidelberg→Kumamoto" in paper
    name, rows = cells(client, visit, "programme.xlsx")
    assert name == "行程表"
    assert rows[0] == ["月日", "時刻", "内容", "場所", "出席・通訳", "交通・宿泊・食事"]
    assert [str(rows[1][0])[:16], rows[1][2]] == ["令和9年(2027年)5月17日", "移動"]


def test_each_list_has_its_own_columns_and_what_is_not_kept_is_blank(  # long: six lists
    client: Visitor, session: Session, visit: Visit
) -> None:
    title = Localized({"ja": "市議会議員", "de": "Stadtrat"})
    head = make_member(
        session, visit, "頭見", role=MemberRole.LEADER, title=Localized({"ja": "市長"})
    )
    person = session.get_one(Person, head.person_id)
    person.rename(
        Name("頭見", "花", "とうみ", "はな", "Toumi", "Hana", native="Töne", passport="TONE HANA")
    )
    make_member(session, visit, "甲野", title=title, diet="卵を除く")
    make_member(session, visit, "乙野", title=title, companion_of_id=head.id)
    session.flush()
    rows = {kind.value: cells(client, visit, f"roster.xlsx?list={kind}")[1] for kind in ROSTERS}
    assert rows["airline_list"][:2] == [
        [
            "番号",
            "旅券の氏名",
            "性別",
            "生年月日",
            "国籍・地域",
            "旅券番号",
            "有効期限",
            "移動の配慮",
        ],
        ["1", "TONE HANA", "", "", "", "", "", ""],
    ]
    assert rows["meal_list"][2] == ["2", "甲野 花子", "卵を除く"]
    assert rows["rooming_list"][3][3] == "頭見 花"
    assert rows["roster"][1] == [
        "1",
        "団長",
        "頭見 花\nTöne",
        "とうみ はな",
        "熊本市国際課",
        "市長",
    ]
    assert rows["partner_roster"][0][1] == "役割 / Funktion"
    assert rows["partner_roster"][2][5] == "市議会議員\nStadtrat"
    assert rows["partner_roster"][1][3] == "TOUMI Hana"
    paper = words(opened(client, visit, "roster.pdf?list=visa_list&purpose=査証の申請"))
    assert "3名（市長、市議会議員2名）" in paper
    assert "空欄（性別、生年月日、国籍・地域、旅券番号）" in paper
    assert "卵" not in paper
    assert logged(session)[-1] == {"paper": "visa_list", "purpose": "査証の申請", "count": "3"}


def test_what_was_purged_is_on_no_list_and_the_page_says_when(
    client: Visitor, session: Session, visit: Visit
) -> None:
    visit.starts, visit.ends = date(2026, 1, 5), date(2026, 1, 8)
    make_member(session, visit, "甲野", diet="卵を除く")
    make_member(session, visit, "乙野")
    path = f"/delegations/{visit.id}/papers/"
    assert "list=meal_list" in client.get(path).text
    with clock.held(datetime(2026, 3, 2, 3, 0, tzinfo=UTC)):
        empty_needs(session, actor=system_actor("tests"), today=clock.today(), limit=50)
    session.flush()
    page = client.get(path).text
    said = "令和8年(2026年)3月2日に消去しました（保存のきまり：訪問の終了から30日）"
    assert (said in page, "list=meal_list" in page) == (True, False)
    assert client.get(f"/delegations/{visit.id}/roster.pdf?list=meal_list").status_code == 410
    assert "移動の配慮" not in cells(client, visit, "roster.xlsx?list=airline_list")[1][0]
    paper = words(opened(client, visit, "roster.pdf?list=airline_list"))
    assert "載せていない列：移動の配慮（令和8年(2026年)3月2日に消去" in paper
    assert "登録がないため空欄の列：旅券の氏名" in paper


def test_a_demo_visit_is_marked_on_paper_and_workbook(client: Visitor, session: Session) -> None:
    make_partner(session)
    visit = make_visit(session, is_demo=True)
    assert "見本データ" in words(opened(client, visit, "roster.pdf"))
    assert cells(client, visit, "roster.xlsx")[0] == "名簿（見本データを含む）"


def test_the_page_says_what_is_missing_and_what_to_print_anew(
    client: Visitor, session: Session, visit: Visit
) -> None:
    path = f"/delegations/{visit.id}/papers/"
    page = client.get(path).text
    assert '<a href="/delegations/" aria-current="true">訪問</a>' in page
    others = 7  # the sheet of approval, seats, briefing, three papers for visas, emergency cards
    assert page.count("団員がいません") == len(ROSTERS) + len(CARDS) + others
    assert "行程がありません" in page
    member = make_member(session, visit, "見本", title_as_sent="Stadtrat")
    make_item(session, visit)
    page = client.get(path).text
    for said in (
        "Deutschの題名がない行程：1件",
        "行程の版がまだありません",
        "職名が空欄になる人：1名",
        "旅券の氏名が空欄になる人：1名",
        "団長が決まっていません",
    ):
        assert said in page
    assert client.get(f"/delegations/{visit.id}/roster.pdf").status_code == 200
    assert "出し直してください" not in client.get(path).text
    make_member(session, visit, "新人", role=MemberRole.LEADER)
    session.flush()
    page = client.get(path).text
    assert page.count("出し直してください") == 1
    assert "団長が決まっていません" not in page
    assert member.ended_at is None


@pytest.mark.parametrize(
    "path",
    [
        "programme.pdf?side=nobody",
        "programme.pdf?track=なし",
        "programme.pdf?person=nobody",
        "programme.pdf?since=7",
        "programme.pdf?language=xx",
        "roster.pdf?list=seating",
        f"roster.pdf?purpose={'長' * 201}",
    ],
)
def test_what_a_visit_does_not_have_is_refused_and_not_logged(
    client: Visitor, session: Session, visit: Visit, path: str
) -> None:
    answer = client.get(f"/delegations/{visit.id}/{path}")
    assert (answer.status_code, logged(session)) == (400, [])


@pytest.mark.parametrize("role", [Role.VIEWER, Role.SECTION, Role.SCHOOL, Role.ADMINISTRATOR])
def test_papers_are_for_those_who_may_see_members(
    client_as: SignIn, session: Session, visit: Visit, role: Role
) -> None:
    client = client_as(role)
    for path in ("papers/", "programme.pdf", "programme.xlsx", "roster.pdf", "roster.xlsx"):
        assert client.get(f"/delegations/{visit.id}/{path}").status_code in {403, 404}
    assert logged(session) == []


@pytest.mark.parametrize("path", ["papers/", "programme.pdf", "roster.pdf", "roster.xlsx"])
def test_a_paper_needs_no_more_statements_for_a_large_visit(
    client: Visitor, session: Session, visit: Visit, path: str
) -> None:
    def counted() -> int:
        session.flush()
        with count_statements() as statements:
            assert client.get(f"/delegations/{visit.id}/{path}").status_code == 200
        return len(statements)

    make_member(session, visit)
    make_item(session, visit)
    counted()  # the first request of a person notes that they were here
    few = counted()
    for number in range(8):
        make_member(session, visit, f"見本{number}")
        make_item(
            session, visit, f"2027-05-20 {9 + number:02}:00", f"2027-05-20 {9 + number:02}:30"
        )
    session.flush()
    assert counted() == few


def test_a_visits_page_leads_to_its_papers_and_says_nothing_once_all_is_there(
    client: Visitor, session: Session, visit: Visit
) -> None:
    make_item(session, visit, title=CEREMONY)
    publish_version(session, actor=ACTOR, visit_id=visit.id, note="")
    page = client.get(f"/delegations/{visit.id}/").text
    assert f'href="/delegations/{visit.id}/papers/"' in page
    assert client.get(f"/delegations/{visit.id}/papers/").text.count(">なし</td>") == 3
