"""The grid: typed and pasted in one page, saved as a whole."""

import io
import re
from collections.abc import Callable, Mapping
from datetime import date

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from exchange.audit.models import AuditLine
from exchange.core.database import Localized
from exchange.core.permissions import Role
from exchange.delegations.models import Visit
from exchange.documents.sheet_files import read_sheets
from exchange.itineraries.enums import Column
from exchange.itineraries.forms.grid import MOST_TYPED, opened_text
from exchange.itineraries.grid import cells_of
from exchange.itineraries.models import ItineraryItem, ToldCity
from exchange.itineraries.queries import items_of, told_cities
from exchange.itineraries.services.grid import tell_city
from tests.factories.delegations import ACTOR, make_visit
from tests.factories.itineraries import make_item, wall
from tests.factories.partners import make_partner, make_san_antonio
from tests.servers.visitor import Visitor

SignIn = Callable[..., Visitor]
BLOCK = """月日\t時刻\t都市\t行程・内容\t交通\t宿泊\t食事
5月17日（月）\t9:30～18:30\t福岡→ハイデルベルク\t移動\tLH717\t\t機内
\t20:00\t\t夕食\t\tホテル\t夕
5月18日（火）\t10:00-11:00\t\t市長表敬\t専用車\t\t
"""


@pytest.fixture
def visit(session: Session) -> Visit:
    make_partner(session)
    make_san_antonio(session)
    return make_visit(session)


@pytest.fixture
def client(client_as: SignIn) -> Visitor:
    return client_as(Role.COORDINATOR)


def items(session: Session, visit: Visit) -> list[ItineraryItem]:
    session.expire_all()
    return list(items_of(session, visit.id))


def sent(*rows: Mapping[str, object]) -> dict[str, str]:
    """Send rows as the page does: cells by column."""
    fields = {"rows": str(len(rows))}
    for at, row in enumerate(rows):
        fields |= {f"r{at}-{name}": str(value) for name, value in row.items()}
    return fields


def as_opened(item: ItineraryItem, **cells: str) -> dict[str, object]:
    opened = cells_of(item)
    now = {column.value: cells.get(column.value, opened[column]) for column in Column}
    return {"key": item.id, "version": item.version, "opened": opened_text(opened), **now}


def fields_of(page: str) -> dict[str, str]:
    """Return what a browser would send of the grid that a page shows."""
    form = page[
        page.index('<form class="stack grid"') : page.index("</form>", page.index("stack grid"))
    ]
    found = {}
    for tag in re.findall(r"<input[^>]*>", form, re.S):
        name = re.search(r' name="([^"]*)"', tag)
        value = re.search(r' value="([^"]*)"', tag)
        if name and ('type="checkbox"' not in tag or " checked" in tag):
            found[name[1]] = value[1].replace("&#34;", '"').replace("&gt;", ">") if value else ""
    return found


def test_rows_are_typed_with_day_time_and_words_alone(
    client: Visitor, session: Session, visit: Visit
) -> None:
    path = f"/delegations/{visit.id}/itinerary/grid"
    assert client.get(path).status_code == 200
    row = {"key": "0190b1a0-0000-7000-8000-000000000001", "version": 0}
    fields = sent({**row, "day": "5/17", "time": "10:00", "title": "表敬"}, {"key": ""})
    for _ in range(2):  # a form sent twice
        answer = client.submit(path, fields)
        assert answer.headers["Location"] == f"/delegations/{visit.id}/#itinerary"
    [item] = items(session, visit)
    assert (item.title["ja"], item.start) == ("表敬", wall("2027-05-17 10:00", "Europe/Berlin"))
    assert str(item.id) == row["key"]


def test_nothing_is_saved_until_all_is_right_and_what_was_typed_stays(
    client: Visitor, session: Session, visit: Visit
) -> None:
    path = f"/delegations/{visit.id}/itinerary/grid"
    good = {"day": "5/17", "time": "10:00", "title": "表敬"}
    answer = client.submit(path, sent(good, {**good, "time": "朝のうち"}))
    assert answer.status_code == 422
    assert 'href="#r1-time">2行目 時刻</a>：「朝のうち」は時刻として読めません' in answer.text
    assert 'value="朝のうち"' in answer.text
    assert items(session, visit) == []


def test_an_unknown_city_is_asked_about_once(
    client: Visitor, session: Session, visit: Visit
) -> None:
    path = f"/delegations/{visit.id}/itinerary/grid"
    row = {"day": "5/17", "time": "10:00", "title": "表敬", "city": "シュヴェツィンゲン"}
    asked = client.submit(path, sent(row))
    assert asked.status_code == 422
    assert "「シュヴェツィンゲン」の時計を選んでください" in asked.text
    answer = {"cities": "1", "c0-name": "シュヴェツィンゲン", "c0-zone": "Europe/Berlin"}
    assert client.submit(path, sent(row) | answer).status_code == 302
    assert client.submit(path, sent({**row, "time": "12:00"})).status_code == 302
    assert [item.start.zone for item in items(session, visit)] == ["Europe/Berlin"] * 2
    [told] = session.scalars(select(ToldCity))
    assert (told.name, told.zone) == ("シュヴェツィンゲン", "Europe/Berlin")


def test_an_answer_waits_while_another_cell_is_wrong(client: Visitor, visit: Visit) -> None:
    row = {"day": "5/17", "time": "", "title": "表敬", "city": "村"}
    answer = {"cities": "1", "c0-name": "村", "c0-zone": "Europe/Berlin"}
    again = client.submit(f"/delegations/{visit.id}/itinerary/grid", sent(row) | answer)
    assert again.status_code == 422
    assert 'name="c0-zone" value="Europe/Berlin"' in again.text


def test_only_a_city_that_stands_in_a_row_is_told(
    client: Visitor, session: Session, visit: Visit
) -> None:
    row = {"day": "5/17", "time": "10:00", "title": "表敬"}
    answer = {
        "cities": "2",
        "c0-name": "村",
        "c0-zone": "Europe/Berlin",
        "c1-name": "",
        "c1-zone": "",
    }
    path = f"/delegations/{visit.id}/itinerary/grid"
    assert client.submit(path, sent(row) | answer).status_code == 302
    assert told_cities(session) == {}


def test_an_answer_that_is_no_clock_is_refused(client: Visitor, visit: Visit) -> None:
    row = {"day": "5/17", "time": "10:00", "title": "表敬", "city": "村"}
    answer = {"cities": "1", "c0-name": "村", "c0-zone": "Atlantis/Capital"}
    again = client.submit(f"/delegations/{visit.id}/itinerary/grid", sent(row) | answer)
    assert again.status_code == 422
    assert "error-summary" in again.text


def test_a_touched_row_is_changed_and_one_taken_off_is_ended(
    client: Visitor, session: Session, visit: Visit
) -> None:
    kept, gone = (
        make_item(session, visit),
        make_item(session, visit, "2027-05-20 09:00", "2027-05-20 10:00"),
    )
    kept.title = Localized({"ja": "市長表敬", "en": "Courtesy call"})
    session.flush()
    rows = (
        as_opened(kept, city="ハイデルベルク", meal="昼", time="09:00-11:00"),
        {**as_opened(gone), "drop": "1"},
    )
    assert client.submit(f"/delegations/{visit.id}/itinerary/grid", sent(*rows)).status_code == 302
    [item] = items(session, visit)
    assert (item.city, item.meal) == ("ハイデルベルク", "昼")
    assert item.title == Localized({"ja": "市長表敬", "en": "Courtesy call"})
    assert item.end == wall("2027-05-19 11:00", "Europe/Berlin")
    acts = list(session.scalars(select(AuditLine.act).where(AuditLine.subject_id == visit.id)))
    assert acts.count("visits.correct_item") == acts.count("visits.end_item") == 1


def test_two_people_at_one_row_are_told_what_changed_and_what_was_typed(
    client: Visitor, session: Session, visit: Visit
) -> None:
    item, other = (
        make_item(session, visit),
        make_item(session, visit, title=Localized({"ja": "視察"})),
    )
    mine, untouched = as_opened(item, meal="昼食会"), as_opened(other)
    path = f"/delegations/{visit.id}/itinerary/grid"
    assert client.submit(path, sent(as_opened(item, meal="軽食"))).status_code == 302
    assert client.submit(path, sent(as_opened(other, meal="水"))).status_code == 302
    answer = client.submit(path, sent(mine, untouched))
    assert answer.status_code == 409
    cells = re.findall(r'<td role="cell"[^>]*>([^<]*)</td>', answer.text)
    assert cells[:3] == ["", "軽食", "昼食会"]
    assert [each.meal for each in items(session, visit)] == ["軽食", "水"]
    again = fields_of(answer.text)
    assert client.submit(path, again).status_code == 302
    assert [each.meal for each in items(session, visit)] == ["昼食会", "水"]


def test_a_row_taken_off_by_somebody_else_is_said_and_may_be_typed_anew(
    client: Visitor, session: Session, visit: Visit
) -> None:
    item = make_item(session, visit)
    mine = as_opened(item, meal="昼食会")
    path = f"/delegations/{visit.id}/itinerary/grid"
    assert client.submit(path, sent({**as_opened(item), "drop": "1"})).status_code == 302
    answer = client.submit(path, sent(mine))
    assert answer.status_code == 409
    assert items(session, visit) == []


def test_a_new_row_sent_again_overwrites_nothing_that_was_made_of_it(
    client: Visitor, session: Session, visit: Visit
) -> None:
    path = f"/delegations/{visit.id}/itinerary/grid"
    row = {"key": "0190b1a0-0000-7000-8000-000000000001", "version": 0}
    typed = sent({**row, "day": "5/17", "time": "10:00", "title": "表敬"})
    assert client.submit(path, typed).status_code == 302
    [item] = items(session, visit)
    assert client.submit(path, sent(as_opened(item, meal="昼食会"))).status_code == 302
    answer = client.submit(path, typed)
    assert answer.status_code == 409
    assert "昼食会" in answer.text
    assert [each.meal for each in items(session, visit)] == ["昼食会"]
    assert client.submit(path, sent({**row, "title": "表敬", "drop": "1"})).status_code == 409
    assert client.submit(path, sent({**as_opened(*items(session, visit)), "drop": "1"}))
    answer = client.submit(path, typed)
    assert answer.status_code == 409
    assert items(session, visit) == []
    assert client.submit(path, fields_of(answer.text)).status_code == 302
    [anew] = items(session, visit)
    assert (anew.title["ja"], anew.id != item.id) == ("表敬", True)


def test_a_saved_row_that_is_emptied_is_taken_off(
    client: Visitor, session: Session, visit: Visit
) -> None:
    item = make_item(session, visit)
    emptied = sent({"key": item.id, "version": 1, "opened": opened_text(cells_of(item))})
    path = f"/delegations/{visit.id}/itinerary/grid"
    for _ in range(2):  # a form sent twice
        assert client.submit(path, emptied).status_code == 302
    assert items(session, visit) == []
    assert item.ended_at is not None


def test_more_rows_than_are_saved_at_a_time_are_refused_and_stay(
    client: Visitor, session: Session, visit: Visit
) -> None:
    row = {"time": "10:00", "title": "表敬"}
    rows = [{**row, "day": "5/17"}, *[row] * (MOST_TYPED - 1), {**row, "title": "最後"}]
    answer = client.submit(f"/delegations/{visit.id}/itinerary/grid", sent(*rows))
    assert answer.status_code == 422
    assert "一度に保存できるのは500行までです" in answer.text
    assert 'value="最後"' in answer.text
    assert items(session, visit) == []


def test_a_pasted_block_is_shown_before_it_is_saved(
    client: Visitor, session: Session, visit: Visit
) -> None:
    make_item(session, visit)
    path = f"/delegations/{visit.id}/itinerary"
    shown = client.submit(f"{path}/block", {"text": BLOCK})
    assert shown.status_code == 200
    assert "追加3、変更0、外す行0、同じ行1" in shown.text
    assert len(items(session, visit)) == 1
    assert client.submit(f"{path}/grid", fields_of(shown.text)).status_code == 302
    found = items(session, visit)
    assert [item.title["ja"] for item in found] == ["移動", "夕食", "市長表敬", "市長表敬"]
    assert (found[0].start.zone, found[0].end.zone) == ("Asia/Tokyo", "Europe/Berlin")
    assert (found[0].city, found[0].end_city, found[1].city) == (
        "福岡",
        "ハイデルベルク",
        "ハイデルベルク",
    )


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"text": ""}, "ファイルを選ぶか、表を貼り付けてください"),
        ({"text": "月日\t時刻\t内容"}, "行程の行が見つかりません"),
        ({"text": "月日\t時刻\t内容\n5/17\t朝\t表敬"}, "「朝」は時刻として読めません"),
    ],
)
def test_a_block_that_cannot_be_read_is_refused_and_stays(
    client: Visitor, session: Session, visit: Visit, fields: dict[str, str], sentence: str
) -> None:
    answer = client.submit(f"/delegations/{visit.id}/itinerary/block", fields)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert fields["text"].replace("\n", "\r\n").strip() in answer.text.replace("\n", "\r\n")
    assert items(session, visit) == []


def test_our_workbook_sent_again_unchanged_changes_nothing(
    client: Visitor, session: Session, visit: Visit
) -> None:
    make_item(
        session,
        visit,
        "2027-05-17 09:30",
        "2027-05-17 18:30",
        zones=("Asia/Tokyo", "Europe/Berlin"),
        track="随行",
    )
    make_item(
        session,
        visit,
        "2027-05-21 13:00",
        "2027-05-22 12:30",
        zones=("Europe/Berlin", "Asia/Tokyo"),
    )
    body = client.get(f"/delegations/{visit.id}/itinerary.xlsx").data
    file = (io.BytesIO(body), "行程.xlsx")
    shown = client.submit(f"/delegations/{visit.id}/itinerary/block", {"file": file})
    assert "追加0、変更0、外す行0、同じ行2" in shown.text


def test_our_workbook_changed_is_shown_as_a_difference(
    client: Visitor, session: Session, visit: Visit
) -> None:
    kept = make_item(session, visit)
    gone = make_item(session, visit, "2027-05-20 09:00", "2027-05-20 10:00")
    body = client.get(f"/delegations/{visit.id}/itinerary.xlsx").data
    head, first, _ = read_sheets(body).sheets[0].rows
    lines = ["\t".join(str(cell or "") for cell in line) for line in (head, first)]
    lines[1] = lines[1].replace("09:00-10:30", "09:30-10:30")
    lines.append("\t".join(["5/21", "10:00", "", "見学"]))
    shown = client.submit(f"/delegations/{visit.id}/itinerary/block", {"text": "\n".join(lines)})
    assert "追加1、変更1、外す行1、同じ行0" in shown.text
    assert re.search(r"09:00-10:30</td><td[^>]*>09:30-10:30</td>", shown.text)
    path = f"/delegations/{visit.id}/itinerary/grid"
    assert client.submit(path, fields_of(shown.text)).status_code == 302
    first_now, second = items(session, visit)
    assert (first_now.id, first_now.start.clock.minute) == (kept.id, 30)
    assert second.title["ja"] == "見学"
    assert gone.ended_at is not None


def test_the_workbook_is_open_to_those_who_read_itineraries(
    client_as: SignIn, session: Session, visit: Visit
) -> None:
    make_item(session, visit)
    path = f"/delegations/{visit.id}/itinerary.xlsx"
    assert client_as(Role.SECTION).get(path).status_code == 200
    assert client_as(Role.VIEWER).get(path).status_code == 403
    assert client_as(Role.SECTION).get(f"/delegations/{visit.id}/itinerary/grid").status_code == 403


def test_a_workbook_with_demo_rows_says_so(client: Visitor, session: Session, visit: Visit) -> None:
    path = f"/delegations/{visit.id}/itinerary.xlsx"
    item = make_item(session, visit)
    assert [sheet.name for sheet in read_sheets(client.get(path).data).sheets] == ["行程"]
    item.is_demo = True
    session.flush()
    [sheet] = read_sheets(client.get(path).data).sheets
    assert sheet.name == "行程（見本データを含む）"


def test_what_is_no_number_and_no_json_is_as_nothing(
    client: Visitor, session: Session, visit: Visit
) -> None:
    row = {
        "key": "x",
        "version": "y",
        "opened": "[1",
        "day": "5/17",
        "time": "10:00",
        "title": "表敬",
    }
    path = f"/delegations/{visit.id}/itinerary/grid"
    assert (
        client.submit(path, sent(row, {**row, "opened": "[]", "time": "9:00"})).status_code == 302
    )
    assert len(items(session, visit)) == 2
    assert client.submit(path, {"rows": "viele"}).status_code == 302
    assert session.scalar(select(func.count()).select_from(ItineraryItem)) == 2


def test_the_first_answer_of_a_city_stays_and_leaves_its_line(
    session: Session, visit: Visit
) -> None:
    for name, zone in (("村市", "Europe/Berlin"), ("村", "Asia/Seoul")):
        tell_city(session, actor=ACTOR, visit_id=visit.id, name=name, zone=zone)
    assert told_cities(session) == {"村": "Europe/Berlin"}
    acts = list(session.scalars(select(AuditLine.act).where(AuditLine.subject_id == visit.id)))
    assert acts.count("visits.tell_city") == 1


def test_a_new_row_taken_off_again_is_nothing(
    client: Visitor, session: Session, visit: Visit
) -> None:
    row = {"day": "5/17", "time": "10:00", "title": "表敬", "drop": "1"}
    assert client.submit(f"/delegations/{visit.id}/itinerary/grid", sent(row)).status_code == 302
    assert items(session, visit) == []


def test_a_refusal_by_the_rules_of_a_visit_is_said_on_the_page(
    client: Visitor, session: Session, visit: Visit
) -> None:
    far = make_item(session, visit)
    visit.starts = visit.ends = date(2028, 1, 1)
    session.flush()
    path = f"/delegations/{visit.id}/itinerary/grid"
    answer = client.submit(path, sent(as_opened(far, meal="昼")))
    assert answer.status_code == 422
    assert "離れすぎています" in answer.text
