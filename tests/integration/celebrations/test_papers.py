"""The calendar of a fiscal year: opened again and read."""

import io
import re
from collections.abc import Callable
from datetime import date

import pytest
from pypdf import PdfReader
from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.celebrations.enums import CelebrationState
from exchange.celebrations.models import Celebration
from exchange.celebrations.services.celebrations import Occasion
from exchange.celebrations.services.states import (
    advance_celebration,
    cancel_celebration,
    postpone_celebration,
    publish_celebration,
)
from exchange.closures.services import AvoidedPlan, avoid_days
from exchange.core.dates import PartialDate
from exchange.core.permissions import Role
from exchange.partners.models import Partner, Source
from tests.factories.celebrations import ACTOR, HEIDELBERG, make_celebration, plan
from tests.servers.statements import count_statements
from tests.servers.visitor import Visitor

MILLIMETRE = 72 / 25.4
PAPER = "/celebrations/years/2027.pdf"


def opened(client: Visitor, query: str = "", path: str = PAPER) -> PdfReader:
    answer = client.get(f"{path}?{query}")
    assert (answer.status_code, answer.content_type) == (200, "application/pdf")
    return PdfReader(io.BytesIO(answer.data))


def words(reader: PdfReader) -> str:
    return "".join("".join(page.extract_text().split()) for page in reader.pages)


def confirmed(session: Session, title: str, starts: str, ends: str) -> Celebration:
    made = make_celebration(session, HEIDELBERG, plan(starts, ends, title=title))
    for target in (CelebrationState.PLANNED, CelebrationState.CONFIRMED):
        advance_celebration(session, actor=ACTOR, key=made.id, version=made.version, target=target)
    publish_celebration(session, actor=ACTOR, key=made.id, version=made.version)
    return made


@pytest.mark.parametrize(
    ("size", "pages", "width", "height"), [("a4", 3, 297, 210), ("a3", 2, 420, 297)]
)
def test_a_year_is_two_sheets_of_a4_or_one_of_a3_and_a_list(
    client: Visitor, size: str, pages: int, width: int, height: int
) -> None:
    reader = opened(client, f"size={size}&lang=ja")
    assert len(reader.pages) == pages
    for page in reader.pages:
        sides = [
            round(float(side) / MILLIMETRE) for side in (page.mediabox.width, page.mediabox.height)
        ]
        assert sides == [width, height]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "ja",
            [
                "令和9年度(2027年度)国際交流カレンダー",
                "令和10年(2028年)",
                "★ハイデルベルク市35周年",
                "★サンアントニオ市40周年",
                "●蔚山広域市17周年（日は未確定）",
                "△仕事納め",
                "年末年始の閉庁日",
                "成人の日※",
                "国慶節",
                "双十節（国慶日）",
            ],
        ),
        (
            "en",
            [
                "Calendarofinternationalexchange,FY2027(R9)",
                "★Heidelberg,35thanniversary",
                "(daynotconfirmed)",
                "NationalDay",
                "provisional",
            ],
        ),
        (
            "zh-Hant",
            ["令和9年度（2027年度）國際交流行事曆", "★海德堡市35週年", "（日期未確定）", "國慶節"],
        ),
    ],
)
def test_anniversaries_and_closed_days_are_printed_in_each_language(
    client: Visitor, language: str, expected: list[str]
) -> None:
    said = words(opened(client, f"lang={language}"))
    for text in expected:
        assert text in said


def test_marks_survive_black_and_white(client: Visitor) -> None:
    reader = opened(client, "lang=ja&size=a3")
    contents = reader.pages[0].get_contents()
    assert contents is not None
    colours = set(
        re.findall(rb"([\d.]+) ([\d.]+) ([\d.]+) (?:rg|RG|scn|SCN)\b", contents.get_data())
    )
    assert all(red == green == blue for red, green, blue in colours)


def test_the_same_year_gives_the_same_bytes(client: Visitor) -> None:
    assert client.get(f"{PAPER}?lang=ja").data == client.get(f"{PAPER}?lang=ja").data


def test_the_public_paper_holds_nothing_of_staff(
    client: Visitor, client_as: Callable[..., Visitor], session: Session
) -> None:
    make_celebration(session, HEIDELBERG, plan("2027-05-10", "2027-05-28", title="窓", fixed=False))
    confirmed(session, "公開の式典", "2027-05-18", "2027-05-20")
    avoid_days(
        session,
        actor=ACTOR,
        plan=AvoidedPlan(
            place="kumamoto", starts=date(2027, 6, 10), ends=date(2027, 6, 12), reason="議会会期中"
        ),
        is_demo=True,
    )
    avoid_days(
        session,
        actor=ACTOR,
        plan=AvoidedPlan(
            place="guilin", starts=date(2027, 7, 1), ends=date(2027, 7, 1), reason="先方の行事"
        ),
    )
    public = words(opened(client, "lang=ja"))
    assert "◆公開の式典（～5月20日(木)）" in public
    for hidden in ("窓", "議会会期中", "先方の行事", "職員用", "承継", "見本データ"):
        assert hidden not in public
    staff = words(opened(client_as(Role.COORDINATOR), "lang=ja&staff=1"))
    for shown in (
        "◇窓（候補～5月28日(金)）",
        "×議会会期中",
        "×①先方の行事",
        "職員用",
        "見本データを含みます",
    ):
        assert shown in staff
    assert client.get(f"{PAPER}?staff=1").status_code == 403
    assert client_as(Role.SCHOOL).get(f"{PAPER}?staff=1").status_code == 403


def test_words_of_another_language_are_marked_as_such(
    client: Visitor, client_as: Callable[..., Visitor], session: Session
) -> None:
    avoid_days(
        session,
        actor=ACTOR,
        plan=AvoidedPlan(
            place="kumamoto", starts=date(2027, 6, 10), ends=date(2027, 6, 10), reason="直会"
        ),
    )

    def languages(reader: PdfReader) -> set[bytes]:
        contents = reader.pages[0].get_contents()
        assert contents is not None
        return set(re.findall(rb"/Lang\((.+?)\)", contents.get_data()))

    assert languages(opened(client, "lang=zh-Hant")) == {b"zh-TW"}
    staff = opened(client_as(Role.VIEWER), "lang=zh-Hant&staff=1")
    assert languages(staff) == {b"zh-TW", b"ja"}


def test_what_became_of_a_celebration_is_printed(client: Visitor, session: Session) -> None:
    first = confirmed(session, "式典甲", "2027-05-18", "2027-05-18")
    second = confirmed(session, "式典乙", "2027-05-24", "2027-05-25")
    confirmed(session, "式典丙", "2027-06-01", "2027-06-01")
    postpone_celebration(session, actor=ACTOR, key=first.id, version=first.version, reason="台風")
    cancel_celebration(session, actor=ACTOR, key=second.id, version=second.version, reason="台風")
    said = words(opened(client, "lang=ja"))
    for text in ("◆【延期】式典甲", "◆【中止】式典乙", "◆式典丙"):
        assert text in said


def test_a_partner_beyond_the_circled_numbers_is_numbered_in_brackets(
    client: Visitor, session: Session
) -> None:
    session.scalars(select(Partner).where(Partner.slug == "kaohsiung")).one().number = 21
    session.flush()
    assert "(21)高雄市" in words(opened(client, "lang=ja"))


def test_a_celebration_without_days_is_on_no_paper(client: Visitor, session: Session) -> None:
    make_celebration(session, Occasion("heidelberg-affiliation", 35), plan("", "", fixed=False))
    assert "◇" not in words(opened(client, "lang=ja"))


@pytest.mark.parametrize("year", ["1999", "2099", "2027.5"])
def test_a_year_out_of_reach_has_no_paper(client: Visitor, year: str) -> None:
    assert client.get(f"/celebrations/years/{year}.pdf").status_code == 404


def test_a_year_before_the_data_is_printed_without_closed_days(client: Visitor) -> None:
    reader = opened(client, "lang=ja", "/celebrations/years/2010.pdf")
    assert "平成22年度" in words(reader)


def test_a_paper_asks_few_statements(client: Visitor) -> None:
    client.get(PAPER)
    with count_statements() as statements:
        client.get(PAPER)
    assert len(statements) <= 10


def test_a_partner_is_printed_until_the_partnership_ended(
    client: Visitor, session: Session
) -> None:
    partner = session.scalars(select(Partner).where(Partner.slug == "kaohsiung")).one()
    source = session.scalars(select(Source)).first()
    assert source is not None
    partner.ended_on, partner.ended_source_id = PartialDate(2027, 6), source.id
    session.flush()
    assert "⑧高雄市" in words(opened(client, "lang=ja"))
    assert "⑧" not in words(opened(client, "lang=ja", "/celebrations/years/2028.pdf"))
