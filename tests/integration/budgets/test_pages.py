"""The pages of budgets: the grid, the table taken in, a line, shares, headings, all visits."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from io import BytesIO

import pytest
from python_calamine import load_workbook
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from exchange.audit.models import AuditLine
from exchange.budgets.enums import Payer
from exchange.budgets.models import BudgetHeading, BudgetLine
from exchange.budgets.panels import find_panels
from exchange.budgets.queries import headings, line_by_id, lines_of, shares_of
from exchange.core.amounts import Money
from exchange.core.offers import Subject
from exchange.core.permissions import Role
from exchange.delegations.enums import VisitState
from exchange.delegations.models import Visit
from exchange.documents.sheet_files import read_sheets
from exchange.documents.xlsx_files import xlsx_bytes
from tests.factories.budgets import ACTOR, make_heading, make_line
from tests.factories.delegations import make_visit
from tests.factories.itineraries import make_item
from tests.factories.partners import make_partner
from tests.servers.statements import count_statements
from tests.servers.visitor import Visitor

KEY = "0190c7c0-0000-7000-8000-000000000000"


@pytest.fixture
def visit(session: Session) -> Visit:
    make_partner(session)
    return make_visit(session)


@pytest.fixture
def heading(session: Session) -> BudgetHeading:
    return make_heading(session)


@pytest.fixture
def visitor(client_as: Callable[..., Visitor], visit: Visit, heading: BudgetHeading) -> Visitor:
    visitor = client_as(Role.COORDINATOR)
    visitor.get("/budgets/?lang=en")
    return visitor


def cells(answer: TestResponse) -> Sequence[Sequence[object]]:
    with load_workbook(BytesIO(answer.data)) as book:
        return book.get_sheet_by_index(0).to_python()


def grid(*rows: Mapping[str, str]) -> dict[str, str]:
    fields = {"key": KEY}
    for number, row in enumerate(rows):
        for name in ("key", "version", "heading", "content", "requested"):
            fields[f"r{number}-{name}"] = row.get(name, "")
        fields |= {f"r{number}-{name}": value for name, value in row.items()}
    return fields


def of(line: BudgetLine, **changes: str) -> dict[str, str]:
    row = {"key": str(line.id), "version": str(line.version), "heading": "7", "year": "2027"}
    return row | {"content": line.content, "requested": str(line.requested)} | changes


def now(session: Session, visit: Visit) -> Sequence[BudgetLine]:
    session.expire_all()
    return lines_of(session, visit.id)


def test_three_cells_make_a_line_and_blank_rows_make_none(
    visitor: Visitor, session: Session, visit: Visit
) -> None:
    path = f"/budgets/visits/{visit.id}"
    page = visitor.get(f"{path}/edit").text
    assert 'value="7 Rewards"' in page
    sent = grid({"heading": "7 Rewards", "content": "謝礼", "requested": "１０，０００"}, {})
    for _ in range(2):
        assert visitor.submit(f"{path}/edit", sent).location == f"{path}/"
    (line,) = now(session, visit)
    assert (line.content, line.requested, line.fiscal_year) == ("謝礼", 10_000, 2027)
    assert "¥10,000" in visitor.get(f"{path}/").text
    assert f'value="{line.id}"' in visitor.get(f"{path}/edit").text


def test_an_unreadable_cell_is_named_and_nothing_is_saved(
    visitor: Visitor, session: Session, visit: Visit
) -> None:
    rows = (
        {"heading": "7", "content": "謝礼", "requested": "100"},
        {"heading": "賃金", "content": "通訳", "requested": "約1万"},
    )
    answer = visitor.submit(f"/budgets/visits/{visit.id}/edit", grid(*rows))
    assert answer.status_code == 422
    assert "row 2, Requested" in answer.text
    assert "row 2, Heading (節)" in answer.text
    assert 'value="約1万"' in answer.text
    assert answer.text.count('aria-invalid="true"') == 2
    assert now(session, visit) == []


def test_a_row_somebody_else_changed_is_shown_beside_what_was_typed(
    visitor: Visitor, session: Session, visit: Visit, heading: BudgetHeading
) -> None:
    one, two = make_line(session, visit, heading), make_line(session, visit, heading)
    path = f"/budgets/visits/{visit.id}/edit"
    assert visitor.submit(path, grid(of(one, spent="5"), of(two))).status_code == 302
    late = grid(of(one, version="1", spent="7"), of(two, content="花束"))
    answer = visitor.submit(path, late)
    assert answer.status_code == 409
    assert "Cells changed since the grid was opened" in answer.text
    assert "row 1, Spent" in answer.text
    assert 'name="r0-version" value="2"' in answer.text
    assert [line.content for line in now(session, visit)] == ["通訳", "通訳"]
    again = grid(of(one, version="2", spent="7"), of(two, content="花束"))
    assert visitor.submit(path, again).status_code == 302
    assert [(line.spent, line.content) for line in now(session, visit)] == [
        (7, "通訳"),
        (None, "花束"),
    ]


def test_a_row_somebody_else_took_off_comes_back_as_a_new_one(
    visitor: Visitor, session: Session, visit: Visit, heading: BudgetHeading
) -> None:
    line = make_line(session, visit, heading)
    path = f"/budgets/visits/{visit.id}/edit"
    off = {"key": str(line.id), "version": "1"}
    assert visitor.submit(path, grid(off)).status_code == 302
    assert now(session, visit) == []
    answer = visitor.submit(path, grid(of(line, version="1", spent="1")))
    assert answer.status_code == 409
    assert "Row 1 was taken off by somebody else." in answer.text


def test_a_grid_without_a_token_is_refused(visitor: Visitor, visit: Visit) -> None:
    answer = visitor.post(f"/budgets/visits/{visit.id}/edit", data=grid({}))
    assert answer.status_code == 422


def test_a_workbook_goes_out_and_comes_in_again_as_a_difference(
    visitor: Visitor, session: Session, visit: Visit, heading: BudgetHeading
) -> None:
    make_line(
        session,
        visit,
        heading,
        foreign=Money(100, "EUR"),
        rate=100,
        rate_on=date(2026, 1, 2),
        requested=100,
    )
    make_line(session, visit, heading, content="花束", payer=Payer.PREFECTURE)
    make_line(session, visit, heading, content="額")
    session.commit()
    path = f"/budgets/visits/{visit.id}"
    head, *rows = [list(row) for row in cells(visitor.get(f"{path}/budget.xlsx"))]
    assert (len(rows), rows[0][6], rows[0][12]) == (3, 100.0, "100")
    same = {"file": (BytesIO(xlsx(head, rows)), "budget.xlsx"), "key": KEY}
    page = visitor.submit(f"{path}/import", same).text
    assert "New 0, changed 0, removed 0, unchanged 3, refused 0." in page
    assert "Save these changes" not in page
    rows[1][7] = 9000
    changed = {"file": (BytesIO(xlsx(head, rows[:2])), "budget.xlsx"), "key": KEY}
    page = visitor.submit(f"{path}/import", changed).text
    assert "New 0, changed 1, removed 1, unchanged 1, refused 0." in page
    assert "<del>(blank)</del> → <ins>9000</ins>" in page
    text = "\n".join("\t".join(plain(cell) for cell in row) for row in (head, *rows[:2]))
    answer = visitor.submit(f"{path}/import/confirm", {"text": text, "key": KEY})
    assert answer.location == f"{path}/"
    found = now(session, visit)
    assert [(line.content, line.budgeted) for line in found] == [("通訳", None), ("花束", 9000)]
    stale = visitor.submit(f"{path}/import/confirm", {"text": text.replace("9000", "8000")})
    assert stale.status_code == 422
    assert "This row was changed after the file was written." in stale.text


def test_workbooks_say_that_they_hold_demo_rows_and_that_they_were_taken(
    visitor: Visitor, session: Session, visit: Visit, heading: BudgetHeading
) -> None:
    line = make_line(session, visit, heading)
    session.commit()
    paths = (f"/budgets/visits/{visit.id}/budget.xlsx", "/budgets/year.xlsx?year=2027")

    def sheets() -> list[str]:
        return [
            sheet.name for path in paths for sheet in read_sheets(visitor.get(path).data).sheets
        ]

    assert sheets() == ["Budget", "Budget"]
    line.is_demo = visit.is_demo = True
    session.commit()
    assert sheets() == ["Budget (contains demo data)"] * 2
    taken = session.scalars(select(AuditLine.subject_kind).where(AuditLine.act == "budgets.export"))
    assert sorted(taken) == ["fiscal_year", "fiscal_year", "visit", "visit"]


def plain(cell: object) -> str:
    return str(int(cell)) if isinstance(cell, float) else str(cell)


def xlsx(head: Sequence[object], rows: Sequence[Sequence[object]]) -> bytes:
    names = [str(name) for name in head]
    return xlsx_bytes("x", names, [dict(zip(names, row, strict=True)) for row in rows])


def test_pasted_rows_are_added_once(visitor: Visitor, session: Session, visit: Visit) -> None:
    path = f"/budgets/visits/{visit.id}/import"
    assert visitor.get(path).status_code == 200
    text = "節\t内容\t要求額\n報償費\t謝礼\t5,000\n"
    assert "New 1," in visitor.submit(path, {"text": text, "key": KEY}).text
    for _ in range(2):
        assert visitor.submit(f"{path}/confirm", {"text": text, "key": KEY}).status_code == 302
    assert [line.requested for line in now(session, visit)] == [5000]


def test_what_cannot_be_taken_in_is_said(visitor: Visitor, visit: Visit) -> None:
    path = f"/budgets/visits/{visit.id}/import"
    for where in (path, f"{path}/confirm"):
        assert visitor.submit(where, {"text": ""}).status_code == 422
        assert visitor.submit(where, {"text": "x" * 200_001}).status_code == 422
    refused = visitor.submit(path, {"text": "7\t\t謝礼\t誰か\t\t\t5"})
    assert "“誰か” is no payer." in refused.text
    assert "Save these changes" not in refused.text


def test_totals_stand_on_the_page_and_on_the_visit(
    visitor: Visitor, session: Session, visit: Visit, heading: BudgetHeading
) -> None:
    assert "Budgets of all visits" in visitor.get("/delegations/").text
    assert "No budget has been entered yet." in visitor.get(f"/delegations/{visit.id}/").text
    make_line(session, visit, heading, budgeted=9000, committed=4000, spent=1000)
    make_line(session, visit, heading, payer=Payer.OTHER, payer_name="見本財団")
    page = visitor.get(f"/budgets/visits/{visit.id}/").text
    assert "¥20,000" in page
    assert "¥5,000" in page
    assert "Other body (見本財団)" in page
    assert "¥20,000" in visitor.get(f"/delegations/{visit.id}/").text
    visit.state, visit.reason = VisitState.CANCELLED, "台風"
    session.flush()
    for path in (f"/budgets/visits/{visit.id}/", f"/delegations/{visit.id}/"):
        assert "(spent or committed): ¥4,000" in visitor.get(path).text


def test_only_officers_and_the_division_read_budgets(
    session: Session, visit: Visit, heading: BudgetHeading, client_as: Callable[..., Visitor]
) -> None:
    line = make_line(session, visit, heading)
    officer = client_as(Role.SECTION)
    page = officer.get(f"/budgets/visits/{visit.id}/").text
    assert line.content in page
    assert f"/budgets/lines/{line.id}/" not in page
    assert officer.get(f"/budgets/lines/{line.id}/").status_code == 403
    assert officer.get("/budgets/headings/").status_code == 200
    for role in (Role.VIEWER, Role.ADMINISTRATOR):
        visitor = client_as(role)
        assert visitor.get(f"/budgets/visits/{visit.id}/").status_code == 403
        assert "予算を開く" not in visitor.get(f"/delegations/{visit.id}/").text
    assert find_panels(session, subject=Subject("visit", visit.id), actor=None) == ()
    assert find_panels(session, subject=Subject("partner", visit.id), actor=ACTOR) == ()


def test_a_line_is_split_and_placed_from_its_page(
    visitor: Visitor, session: Session, visit: Visit, heading: BudgetHeading
) -> None:
    line, item = make_line(session, visit, heading), make_item(session, visit)
    path = f"/budgets/lines/{line.id}"
    assert "市長表敬" in visitor.get(f"{path}/").text
    wrong = {"version": "1", "year": "2026", "requested": "10,001"}
    answer = visitor.submit(f"{path}/split", wrong)
    assert (answer.status_code, "no more than the line has" in answer.text) == (422, True)
    answer = visitor.submit(f"{path}/split", {**wrong, "requested": "4,000"})
    assert answer.location == f"/budgets/visits/{visit.id}/"
    assert [each.requested for each in now(session, visit)] == [4000, 6000]
    assert "FY2026: requested ¥4,000" in visitor.get(f"{path}/").text
    assert visitor.submit(f"{path}/place", {"version": "1"}).status_code == 409
    spaces = {"version": "1", "item": "\u3000"}  # no choice, whatever it is made of
    assert visitor.submit(f"{path}/place", spaces).status_code == 409
    sent = {"version": "2", "item": str(item.id)}
    assert visitor.submit(f"{path}/place", sent).location == f"{path}/"
    session.expire_all()
    assert line_by_id(session, line.id).itinerary_item_id == item.id
    for page in (f"/budgets/visits/{visit.id}/", f"/budgets/visits/{visit.id}/edit"):
        assert "市長表敬" in visitor.get(page).text


def proposed(page: str, visit: Visit) -> bool:
    """Say whether a list that offers a visit has it chosen."""
    (option,) = re.findall(rf"<option[^>]*{visit.id}[^>]*>", page)
    return "selected" in option


def test_lines_are_copied_from_another_visit(
    visitor: Visitor, session: Session, visit: Visit, heading: BudgetHeading
) -> None:
    make_line(session, visit, heading, spent=5)
    other = make_visit(session, starts=date(2028, 5, 1), ends=date(2028, 5, 3))
    path = f"/budgets/visits/{other.id}/copy"
    assert not proposed(visitor.get(path).text, visit)
    other.copied_from_id = visit.id
    session.flush()
    assert proposed(visitor.get(path).text, visit)
    assert visitor.submit(path, {"source": ""}).status_code == 422
    answer = visitor.submit(path, {"source": str(visit.id), "key": KEY})
    assert answer.location == f"/budgets/visits/{other.id}/"
    (line,) = now(session, other)
    assert (line.requested, line.spent, line.fiscal_year) == (10_000, None, 2028)


def test_a_visit_made_from_an_earlier_one_brings_its_lines(
    visitor: Visitor, session: Session, visit: Visit, heading: BudgetHeading
) -> None:
    make_line(session, visit, heading, spent=5)
    fields = {"direction": "out", "level": "mayor", "title": "再訪", "partner": "heidelberg"}
    days = {"starts": "2028-05-15", "ends": "2028-05-20"}
    visitor.submit(f"/delegations/{visit.id}/copy", fields | days)
    made = session.scalars(select(Visit).where(Visit.copied_from_id == visit.id)).one()
    (line,) = now(session, made)
    assert (line.requested, line.spent, line.fiscal_year) == (10_000, None, 2028)
    # They are not proposed a second time.
    assert not proposed(visitor.get(f"/budgets/visits/{made.id}/copy").text, visit)


def test_shares_are_noted_changed_and_taken_off(
    visitor: Visitor, session: Session, visit: Visit
) -> None:
    new = f"/budgets/visits/{visit.id}/shares/new"
    fields = {
        "key": KEY,
        "content": "参加者負担金",
        "route": "agency",
        "fiscal_year": "2027",
        "per_person": "150,000",
        "people": "4",
    }
    assert visitor.get(new).status_code == 200
    assert visitor.submit(new, {**fields, "per_person": "?"}).status_code == 422
    assert visitor.submit(new, fields).status_code == 302
    assert "¥600,000" in visitor.get(f"/budgets/visits/{visit.id}/").text
    path = f"/budgets/shares/{KEY}"
    assert 'value="150000"' in visitor.get(f"{path}/edit").text
    changed = {**fields, "received": "600,000", "version": "1"}
    assert visitor.submit(f"{path}/edit", changed).status_code == 302
    assert visitor.submit(f"{path}/edit", changed).status_code == 409
    assert visitor.submit(f"{path}/end", {"version": "2"}).status_code == 302
    assert shares_of(session, visit.id) == []


def test_headings_are_listed_added_changed_and_taken_off(
    visitor: Visitor, session: Session, heading: BudgetHeading, visit: Visit
) -> None:
    fields = {
        "key": KEY,
        "number": "1",
        "name": "記念品",
        "parent": str(heading.id),
        "since": "2020",
        "source": "未確認",
    }
    new = "/budgets/headings/new"
    assert visitor.get(new).status_code == 200
    assert visitor.submit(new, {**fields, "until": "2019"}).status_code == 422
    assert visitor.submit(new, fields).status_code == 302
    page = visitor.get("/budgets/headings/").text
    assert "from FY2020" in page
    assert "Detail (細節)" in page
    path = f"/budgets/headings/{KEY}"
    assert visitor.get(f"{path}/edit").status_code == 200
    changed = {**fields, "until": "2030", "version": "1"}
    assert visitor.submit(f"{path}/edit", changed).status_code == 302
    assert visitor.submit(f"{path}/edit", changed).status_code == 409
    assert "FY2020 to FY2030" in visitor.get("/budgets/headings/").text
    make_line(session, visit, heading)
    used = visitor.submit(f"/budgets/headings/{heading.id}/end", {"version": "1"})
    assert (used.status_code, "This heading is in use." in used.text) == (422, True)
    assert visitor.submit(f"{path}/end", {"version": "2"}).status_code == 302
    session.expire_all()
    assert [each.id for each in headings(session)] == [heading.id]


def test_all_visits_of_a_year_are_listed_with_what_they_cost(
    visitor: Visitor, session: Session, visit: Visit, heading: BudgetHeading
) -> None:
    assert "There is no budget for this year yet." in visitor.get("/budgets/").text
    make_line(session, visit, heading, budgeted=9000, spent=4000)
    make_line(session, visit, heading, fiscal_year=2026)
    visitor.get("/budgets/?year=2027")
    with count_statements() as few:
        page = visitor.get("/budgets/?year=2027").text
    assert "¥5,000" in page
    for number in range(60):
        each = make_visit(
            session,
            starts=visit.starts + timedelta(days=number),
            ends=visit.ends + timedelta(days=number),
        )
        make_line(session, each, heading)
    session.commit()
    session.expire_all()
    with count_statements() as more:
        page = visitor.get("/budgets/?year=2027").text
    assert len(more) == len(few) <= 9
    assert "¥610,000" in page
    assert "cursor=" in page
    rows = cells(visitor.get("/budgets/year.xlsx?year=2027"))
    assert (len(rows), rows[1][3:]) == (62, [10_000.0, 9_000.0, 0.0, 4_000.0, 5_000.0])
    for year in ("1", "x", "2200"):
        assert visitor.get(f"/budgets/?year={year}").status_code == 400
