"""The three pages of a roster: send, look, confirm; and what goes wrong on the way."""

import io
import re
from collections.abc import Callable
from datetime import date
from html import unescape
from uuid import UUID
from zipfile import ZipFile

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from exchange.core.permissions import Role
from exchange.documents.sheet_files import read_sheets
from exchange.youth.enums import Selection
from exchange.youth.enums.rosters import RosterState
from exchange.youth.models import Edition, Registration, Roster, RosterHabit, School
from tests.factories.rosters import FIRST, HEADINGS, SECOND, rows_of
from tests.factories.sheets import csv_of, xlsx_of
from tests.factories.youth import make_edition, make_school
from tests.servers.statements import count_statements
from tests.servers.visitor import Visitor

WRONG = ("見本 三郎", "みほん さぶろう", "R3.5.3", "1")
DECLARED = {"principal_confirmed_on": "R8.6.10", "purpose_explained": "y"}


@pytest.fixture
def school(session: Session) -> School:
    return make_school(session)


@pytest.fixture
def edition(session: Session) -> Edition:
    return make_edition(session)


@pytest.fixture
def desk(client_as: Callable[..., Visitor], school: School) -> Visitor:
    return client_as(Role.SCHOOL, school=school)


def send(desk: Visitor, edition: Edition, body: bytes, **fields: str) -> TestResponse:
    file = (io.BytesIO(body), "名簿.csv")
    return desk.submit(f"/school/editions/{edition.id}/roster", {"file": file, **fields})


def sent(desk: Visitor, edition: Edition, *rows: object) -> str:
    """Send rows and return the address of the page that shows them."""
    body = csv_of(rows_of(*rows))  # type: ignore[arg-type]
    answer = send(desk, edition, body)
    assert answer.status_code == 302
    return str(answer.headers["Location"])


def text_of(answer: TestResponse) -> str:
    return " ".join(unescape(re.sub("<[^>]+>", " ", answer.text)).split())


def digest(desk: Visitor, address: str) -> str:
    found = re.search('name="digest"[^>]*value="([0-9a-f]+)"', desk.get(address).text)
    assert found is not None
    return found[1]


def registered(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Registration)) or 0


def test_a_list_goes_in_by_three_pages(desk: Visitor, edition: Edition, session: Session) -> None:
    page = desk.get(f"/school/editions/{edition.id}/roster")
    assert "名簿でまとめて申し込む" in text_of(page)
    address = sent(desk, edition, FIRST, SECOND)
    shown = text_of(desk.get(address))
    assert "まだ何も登録していません" in shown
    assert "2行中2行" in shown
    assert registered(session) == 0
    answer = desk.submit(f"{address}confirm", {"digest": digest(desk, address), **DECLARED})
    assert answer.headers["Location"] == address
    done = text_of(desk.get(address))
    assert "名簿を登録しました" in done
    assert "令和8年(2026年)6月10日" in done
    assert registered(session) == 2
    again = desk.submit(f"{address}confirm", {"digest": "old", **DECLARED})
    assert (again.status_code, registered(session)) == (302, 2)


def steps_of(answer: TestResponse) -> list[tuple[str, str]]:
    """Return each step's word, and what is said of it."""
    steps = re.search(r'<ol class="steps".*?</ol>', answer.text, re.DOTALL)
    assert steps is not None
    return [
        (" ".join(re.sub("<[^>]+>", " ", word).split()), unescape(note))
        for word, note in re.findall(
            r'steps__word">(.*?)</span>(?:.*?)(?:steps__note">(.*?)</span>|</li>)',
            steps[0],
            re.DOTALL,
        )
    ]


def test_every_look_says_where_the_list_stands(
    desk: Visitor, edition: Edition, school: School, session: Session
) -> None:
    address = sent(desk, edition, FIRST, SECOND, WRONG)
    received, checked, waiting, confirmed = steps_of(desk.get(address))
    assert (received[0], checked) == ("受付", ("点検", "3行中3行"))
    assert waiting == ("学校の確認待ち", "登録できる行 2、直す行 1")
    assert confirmed == ("登録", "")
    who = session.scalars(select(Roster)).one().sent_by
    assert received[1].endswith(f"（{who}）")
    assert steps_of(desk.get(address)) == [received, checked, waiting, confirmed], "reloaded"
    answer = desk.submit(f"{address}confirm", {"digest": digest(desk, address), **DECLARED})
    assert (answer.status_code, steps_of(answer)) == (422, [received, checked, waiting, confirmed])
    whole = {"digest": digest(desk, address), **DECLARED, "leave_out_refused": "y"}
    for _ in range(2):
        assert desk.submit(f"{address}confirm", whole).status_code == 302
        *before, confirmed = steps_of(desk.get(address))
        assert before == [received, checked, waiting]
        assert (confirmed[0], confirmed[1].startswith("3行中2行<br>令和8年")) == ("登録", True)
        assert confirmed[1].endswith(f"（{who}）")
    assert "3行中2行 令和8年" in text_of(desk.get(f"/school/editions/{edition.id}/roster"))


def test_a_dropped_list_says_how_far_it_came(
    desk: Visitor, edition: Edition, session: Session
) -> None:
    address = sent(desk, edition, FIRST)
    assert "に消します" in text_of(desk.get(f"/school/editions/{edition.id}/roster"))
    row = session.scalars(select(Roster)).one()
    desk.submit(f"{address}discard", {"version": str(row.version)})
    received, *others = steps_of(desk.get(address))
    assert received[0] == "受付"
    assert [note for _, note in others] == ["", "", ""]


def test_cells_can_be_pasted(desk: Visitor, edition: Edition) -> None:
    text = csv_of(rows_of(FIRST), delimiter="\t").decode()
    answer = desk.submit(f"/school/editions/{edition.id}/roster", {"text": text})
    shown = text_of(desk.get(answer.headers["Location"]))
    assert "髙﨑 花子" in shown
    assert "貼り付けた一覧" in shown
    assert "2012年" in shown  # the cells are still apart


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "ファイルを選ぶか、表を貼り付けてください"),
        (b"PK\x03\x04 broken", "このファイルは開けませんでした"),
        (b"," * 300, "200列まで"),
    ],
)
def test_what_cannot_be_read_is_said_on_the_form(
    desk: Visitor, edition: Edition, body: bytes, words: str
) -> None:
    if body:
        answer = send(desk, edition, body)
    else:
        answer = desk.submit(f"/school/editions/{edition.id}/roster")
    assert answer.status_code == 422
    assert words in text_of(answer)


def test_outside_the_window_the_page_says_so(desk: Visitor, session: Session) -> None:
    closed = make_edition(session, opens_on=date(2026, 5, 5), closes_on=date(2026, 5, 6))
    page = desk.get(f"/school/editions/{closed.id}/roster")
    assert "5月6日" in text_of(page)
    assert send(desk, closed, csv_of(rows_of(FIRST))).status_code == 422


def test_what_must_be_declared_and_refused_rows_stop_the_confirming(
    desk: Visitor, edition: Edition, session: Session
) -> None:
    address = sent(desk, edition, FIRST, WRONG)
    seen = {"digest": digest(desk, address)}
    missing = desk.submit(f"{address}confirm", seen)
    assert (missing.status_code, "説明してから" in text_of(missing)) == (422, True)
    for day, words in (("R9.6.10", "今日までの日付"), ("いつか", "「いつか」")):
        answer = desk.submit(
            f"{address}confirm", {**seen, **DECLARED, "principal_confirmed_on": day}
        )
        assert (answer.status_code, words in text_of(answer)) == (422, True)
    refused = desk.submit(f"{address}confirm", {**seen, **DECLARED})
    assert (refused.status_code, "何も登録していません" in text_of(refused)) == (422, True)
    stale = {"digest": "0", **DECLARED, "leave_out_refused": "y"}
    assert "変わっています" in text_of(desk.submit(f"{address}confirm", stale))
    assert registered(session) == 0
    desk.submit(f"{address}confirm", {**seen, **DECLARED, "leave_out_refused": "y"})
    done = text_of(desk.get(address))
    assert registered(session) == 1
    assert "登録しなかった行" in done


def test_rows_left_over_keep_the_numbers_of_the_file_that_was_sent(
    desk: Visitor, edition: Edition, session: Session
) -> None:
    """Of the rows between them nothing is kept."""
    others = [(f"見本 {at}", "みほん", "2012/5/3", "2") for at in range(3)]
    address = sent(desk, edition, FIRST, WRONG, *others, WRONG)
    seen = {"digest": digest(desk, address), "leave_out_refused": "y"}
    before = read_sheets(desk.get(f"{address}refused.xlsx").data).sheets[0].rows
    desk.submit(f"{address}confirm", {**seen, **DECLARED})
    after = read_sheets(desk.get(f"{address}refused.xlsx").data).sheets[0].rows
    assert [row[-2] for row in after] == ["元の行", "3", "7"]
    assert before == after
    again = send(desk, edition, xlsx_of(after)).headers["Location"]
    assert re.findall(r"<td[^>]*>(\d+)</td>", desk.get(again).text) == ["3", "7"]
    shown = re.findall(r"<td[^>]*>(\d+)</td>", desk.get(address).text)
    assert shown == ["3", "7"]


def test_refused_rows_come_back_as_a_sheet_that_can_be_sent_again(
    desk: Visitor, edition: Edition
) -> None:
    address = sent(desk, edition, FIRST, (*WRONG, "3"))
    answer = desk.get(f"{address}refused.xlsx")
    [sheet] = read_sheets(answer.data).sheets
    assert sheet.rows[0] == (*HEADINGS, "元の行", "直すところ")
    assert sheet.rows[1][:5] == (*WRONG, "3")
    assert str(sheet.rows[1][-1]).startswith("生年月日: ")
    mended = [sheet.rows[0], [*WRONG[:2], "H24.5.3", *sheet.rows[1][3:]]]
    again = send(desk, edition, xlsx_of(mended))
    assert "新規" in text_of(desk.get(again.headers["Location"]))


def test_a_refused_row_shows_what_was_written(desk: Visitor, edition: Edition) -> None:
    address = sent(
        desk,
        edition,
        ("見本 <b>一郎</b>", "みほん いちろう", "2012/2/30", "9", "3"),
        ("見本 四郎", "ﾐﾎﾝ ｼﾛｳ", "R2.5.3", "9", "4"),
    )
    page = desk.get(address)
    shown = text_of(page)
    assert "見本 <b>一郎</b> みほん いちろう 2012/2/30 9 3組" in shown
    assert "<b>一郎" not in page.text
    assert shown.count("の学年は1から3まで") == 2
    assert "令和2年(2020年)5月3日" in shown
    assert "1名のふりがなの書き方" in shown, "once, above"
    assert "記入なし" not in shown


def test_seats_left_and_places_on_the_waiting_list_are_summed_up(
    desk: Visitor, school: School, session: Session
) -> None:
    edition = make_edition(session, quota=1)
    address = sent(desk, edition, FIRST, SECOND, WRONG)
    shown = text_of(desk.get(address))
    assert "貴校の残り1席。新規2名のうち1名は補欠になります。" in shown
    assert "登録できない行が1行あります" in shown
    assert "除いた残りの2名を登録する" in shown
    whole = {"digest": digest(desk, address), **DECLARED, "leave_out_refused": "y"}
    desk.submit(f"{address}confirm", whole)
    done = text_of(desk.get(address))
    assert re.search("うち補欠 1名.*残り（貴校） 0名", done)
    screened = make_edition(session, selection=Selection.SCREENING)
    assert "席" not in text_of(desk.get(sent(desk, screened, FIRST))).split("名簿の各行")[0]


@pytest.mark.parametrize("body", ["名簿です。", "一行目\n二行目"])
def test_a_text_named_a_workbook_is_no_roster(desk: Visitor, edition: Edition, body: str) -> None:
    file = (io.BytesIO(body.encode()), "名簿.XLSX")
    answer = desk.submit(f"/school/editions/{edition.id}/roster", {"file": file})
    assert (answer.status_code, "Excelの表として読める" in text_of(answer)) == (422, True)
    told = text_of(desk.get(send(desk, edition, body.encode()).headers["Location"]))
    assert told.count("名簿として読めません") == 1


def test_the_form_to_fill_in_can_be_sent_as_it_is(desk: Visitor, edition: Edition) -> None:
    answer = desk.get(f"/school/editions/{edition.id}/roster.xlsx")
    form, example = read_sheets(answer.data).sheets
    assert (form.name, example.name) == ("名簿", "記入例")
    with ZipFile(io.BytesIO(answer.data)) as book:
        offered = re.findall(
            r"<dataValidation [^>]*>", book.read("xl/worksheets/sheet1.xml").decode()
        )
    assert len(offered) == 2
    assert not any("showErrorMessage" in each for each in offered), "what is typed is taken"
    filled = [form.rows[0], example.rows[1]]
    address = send(desk, edition, xlsx_of(filled)).headers["Location"]
    shown = text_of(desk.get(address))
    assert "見本 花子" in shown
    assert "登録できない" not in shown


def test_columns_are_put_right_on_the_page_and_remembered(
    desk: Visitor, edition: Edition, session: Session
) -> None:
    body = csv_of([("だれ", "かな", "生年月日", "学年"), FIRST[:4]], "cp932")
    address = str(send(desk, edition, body).headers["Location"])
    page = desk.get(address)
    assert "「氏名」の列が見つかりません" in text_of(page)
    fields = {"encoding": "cp932", "sheet": "0", "header_row": "1", "with_hidden": "y"}
    version = {"version": "1", "column-0": "full_name", "column-3": "grade", "column-9": "x"}
    wrong = desk.submit(f"{address}reading", {**fields, **version, "header_row": "-1"})
    assert wrong.status_code == 422
    assert desk.submit(f"{address}reading", {**fields, **version}).status_code == 302
    assert "髙﨑 花子" in text_of(desk.get(address))
    [habit] = session.scalars(select(RosterHabit)).all()
    assert habit.meanings == {"だれ": "full_name"}
    euc = {**fields, "encoding": "euc_jp", "version": "2"}
    assert desk.submit(f"{address}reading", euc).status_code == 302
    assert "文字コードを選び直してください" in text_of(desk.get(address))
    assert desk.submit(f"{address}reading", {**euc, "version": "2"}).status_code == 409


def test_long_lists_are_paged_and_filtered(desk: Visitor, session: Session) -> None:
    edition = make_edition(session, quota=200)
    rows = [(f"見本 {at:03}", "みほん", "2012/5/3", "2") for at in range(120)]
    address = sent(desk, edition, *rows, WRONG)
    with count_statements() as statements:
        first = desk.get(address).text
    assert len(statements) <= 15
    assert ("見本 000" in first, "見本 050" in first) == (True, False)
    second = desk.get(f"{address}?from=52").text
    assert ("見本 049" in second, "見本 050" in second, "見本 100" in second) == (
        False,
        True,
        False,
    )
    refused = desk.get(f"{address}?fate=refused").text
    assert ("見本 三郎" in refused, "見本 010" in refused) == (True, False)
    for query in ("fate=lost", "from=x"):
        assert desk.get(f"{address}?{query}").status_code == 400


def test_a_list_can_be_discarded_and_is_then_empty(
    desk: Visitor, edition: Edition, session: Session
) -> None:
    address = sent(desk, edition, FIRST)
    assert desk.submit(f"{address}discard", {"version": "1"}).status_code == 302
    assert "名簿は破棄されました" in text_of(desk.get(address))
    assert desk.get(f"{address}refused.xlsx").status_code == 404
    [row] = session.scalars(select(Roster)).all()
    assert (row.state, row.kept) == (RosterState.DROPPED, None)
    listed = text_of(desk.get(f"/school/editions/{edition.id}/roster"))
    assert "破棄済み" in listed


def test_another_school_finds_no_page(
    desk: Visitor, client_as: Callable[..., Visitor], edition: Edition
) -> None:
    address = sent(desk, edition, FIRST)
    other = client_as(Role.SCHOOL)
    for path in (address, f"{address}refused.xlsx"):
        assert other.get(path).status_code == 404
    assert other.submit(f"{address}confirm", {"digest": "x", **DECLARED}).status_code == 404
    assert UUID(address.rstrip("/").rpartition("/")[2])
