"""The council answer sheet, opened again: Rome since the merger, with the years of silence."""

import io
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime

import pytest
from pypdf import PdfReader
from sqlalchemy.orm import Session

from exchange.core import clock
from exchange.core.database import Localized, reference_uuid
from exchange.core.dates import PartialDate
from exchange.core.permissions import Role
from exchange.delegations.enums import Direction, Level, VisitState
from exchange.documents.sheet_files import read_sheets
from exchange.partners.enums import FactKind
from exchange.partners.models import PartnerFact, Source
from tests.factories.budgets import make_heading, make_line
from tests.factories.delegations import make_member, make_visit
from tests.factories.participations import close_edition_of
from tests.factories.promises import make_promise
from tests.factories.youth import make_programme, make_pupil
from tests.servers.statements import count_statements
from tests.servers.visitor import Visitor

ROME = reference_uuid("partner", "rome-ga")
PATH = "/reports/answers/rome-ga/"
SINCE_MERGER = "?from=2009&to=2026"


@pytest.fixture(autouse=True)
def november() -> Iterator[None]:
    clock.fix(datetime(2026, 11, 22, 3, 0, tzinfo=UTC))
    yield
    clock.fix(None)


@pytest.fixture
def staff(client_as: Callable[[Role], Visitor]) -> Visitor:
    found = client_as(Role.COORDINATOR)
    clock.fix(datetime(2026, 11, 22, 3, 0, tzinfo=UTC))
    return found


@pytest.fixture
def rome(session: Session) -> None:
    """Two visits in and out, pupils in two years, costs, a promise, a note in the timeline."""
    out = make_visit(
        session,
        state=VisitState.CLOSED,
        partners=["rome-ga"],
        level=Level.YOUTH,
        starts=date(2017, 3, 18),
        ends=date(2017, 3, 25),
    )
    make_member(session, out)
    make_member(session, out, "例示")
    came = make_visit(
        session,
        state=VisitState.CLOSED,
        partners=["rome-ga"],
        direction=Direction.IN,
        starts=date(2025, 10, 6),
        ends=date(2025, 10, 9),
    )
    heading = make_heading(session)
    make_line(session, out, heading, fiscal_year=2016, budgeted=900_000, spent=812_000)
    make_line(session, came, heading, fiscal_year=2025, budgeted=100_000)
    programme = make_programme(session, partner_id=ROME)
    pupils = [make_pupil(session) for _ in range(4)]
    for year, people in ((2024, pupils), (2025, pupils[:3])):
        close_edition_of(session, people, fiscal_year=year, programme=programme)
    make_promise(session, "rome-ga")
    note = {"ja": "感染症の流行により青少年交流を中止しました。"}
    _notes(session, note, PartialDate(2020))
    session.flush()


def _notes(session: Session, text: dict[str, str], *dates: PartialDate | None) -> None:
    source = session.query(Source).filter_by(slug="KM-RO").one().id
    for position, day in enumerate(dates, start=1):
        session.add(
            PartnerFact(
                partner_id=ROME,
                kind=FactKind.HISTORY,
                position=position,
                text=Localized(text),
                date=day,
                source_id=source,
            )
        )


def words(reader: PdfReader) -> str:
    return "".join("".join(page.extract_text().split()) for page in reader.pages)


@pytest.mark.usefixtures("rome")
def test_rome_since_the_merger_is_on_one_page_to_read_aloud(staff: Visitor) -> None:
    answer = staff.get(f"{PATH}sheet.pdf{SINCE_MERGER}")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert answer.headers["Cache-Control"] == "private, no-store"
    reader = PdfReader(io.BytesIO(answer.data))
    assert len(reader.pages) == 1
    found = words(reader)
    for sentence in (
        "平成7年(1995年)5月29日の「友好関係の盟約（旧植木町）」を基に交流しています。",
        "資料により2015年6月とするものと平成22年(2010年)3月23日とするものがあります。",
        "平成21年度(2009年度)から令和8年度(2026年度)までに、受入1件0人、派遣1件2人の訪問",
        "延べ7人、実人数4人です（暫定。算定方法は未確定です）。",
        "執行額は、合わせて812,000円です。",
        "このほか、執行額の入っていない経費が1件あります。",
        "次の公式訪問は、こちらから訪問する番です。",
        "交流の経過年月日内容出典・根拠2020年感染症の流行により青少年交流を中止しました。",
        "平成21年度(2009年度)～平成27年度(2015年度)平成29年度(2017年度)～令和5年度(2023年度)",
        "算定方法第1版：暫定（算定方法未確定）",
        "名簿のない訪問が1件あり",
        "名簿を送る",
        "庁内用",
    ):
        assert "".join(sentence.split()) in found


@pytest.mark.usefixtures("rome")
def test_the_workbook_holds_numbers_and_their_sources(staff: Visitor) -> None:
    answer = staff.get(f"{PATH}sheet.xlsx{SINCE_MERGER}")
    tables = {
        sheet.name: [list(row) for row in sheet.rows] for sheet in read_sheets(answer.data).sheets
    }
    youth = tables["青少年交流への参加（三つの数え方）"]
    assert [row[1:4] for row in youth[1:]] == [[4, 4, 4], [3, 7, 3], [7, 7, 4]]
    costs = tables["経費（年度別）"]
    assert [row[:5] for row in costs[1:]] == [
        ["平成28年度(2016年度)", 900_000, 812_000, 0, 0],
        ["令和7年度(2025年度)", 100_000, 0, 0, 1],
        ["期間の計", 1_000_000, 812_000, 0, 1],
    ]
    sourced = [rows for rows in tables.values() if rows[0][-1] == "出典・根拠"]
    assert len(sourced) == len(tables) - 1  # the sentences are drawn from the tables
    assert all(row[-1] for rows in sourced for row in rows[1:])


def test_of_many_notes_the_latest_are_shown_and_the_others_said(
    staff: Visitor, session: Session
) -> None:
    _notes(session, {"ja": "見本の記載"}, None, *(PartialDate(year) for year in range(2010, 2018)))
    session.flush()
    page = staff.get(f"{PATH}?from=2010&to=2016&lang=ja").get_data(as_text=True)
    assert page.count("見本の記載") == 6
    assert "このほかに、前の記載が1件あります。" in page
    assert "日付のない記載が1件あり、ここには載せていません。" in page


def test_without_a_period_it_covers_the_time_since_the_agreement(staff: Visitor) -> None:
    with count_statements() as statements:
        page = staff.get(PATH).get_data(as_text=True)
    assert len(statements) <= 30
    assert "対象期間：平成7年度(1995年度)～令和8年度(2026年度)" in page
    assert 'href="/reports/answers/rome-ga/sheet.pdf?from=1995&amp;to=2026"' in page
    partner = staff.get("/partners/rome-ga/").get_data(as_text=True)
    assert f'href="{PATH}"' in partner


@pytest.mark.parametrize(
    "asked", ["from=2026&to=2020", "from=1900", "to=2027", "from=二千", "to=1"]
)
def test_a_period_that_cannot_be_is_refused(staff: Visitor, asked: str) -> None:
    assert staff.get(f"{PATH}?{asked}").status_code == 400


def test_every_partner_s_sheet_is_one_page(staff: Visitor) -> None:
    for slug in ("guilin", "heidelberg", "kaohsiung", "suzhou-new-district"):
        reader = PdfReader(io.BytesIO(staff.get(f"/reports/answers/{slug}/sheet.pdf").data))
        assert len(reader.pages) == 1
