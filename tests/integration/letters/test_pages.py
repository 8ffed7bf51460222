"""The pages of letters: the log, the form beside the last text, the workbook, the panels."""

from collections.abc import Callable, Sequence
from datetime import date
from io import BytesIO
from uuid import UUID

import pytest
from python_calamine import load_workbook
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from exchange.audit.models import AuditLine
from exchange.core.database import Localized
from exchange.core.offers import Subject
from exchange.core.permissions import Role, system_actor
from exchange.documents.sheet_files import read_sheets
from exchange.letters.enums import LetterDirection, LetterKind, LetterState
from exchange.letters.models import Letter
from exchange.letters.panels import find_panels
from exchange.letters.queries import letter_by_id
from tests.factories.accounts import make_user
from tests.factories.delegations import make_visit
from tests.factories.letters import make_letter
from tests.factories.partners import make_partner, make_san_antonio
from tests.factories.people import make_person
from tests.servers.statements import count_statements
from tests.servers.visitor import Visitor

KEY = "0190c7c0-0000-7000-8000-000000000000"
NEW = "/letters/new?direction=out&kind=thanks&partner=heidelberg"
FIELDS = {
    "key": KEY,
    "partner": "heidelberg",
    "direction": "out",
    "kind": "thanks",
    "day": "2026-11-10",
    "counterpart": "Stadt Heidelberg",
    "title": "御礼",
    "text": "ありがとうございました。",
    "text_de": "Vielen Dank.",
    "state": "open",
    "due": "2026-11-20",
}


@pytest.fixture(autouse=True)
def _partner(session: Session) -> None:
    make_partner(session)


@pytest.fixture
def visitor(client_as: Callable[..., Visitor]) -> Visitor:
    visitor = client_as(Role.COORDINATOR)
    visitor.get("/letters/?lang=en")
    return visitor


def cells(answer: TestResponse) -> Sequence[Sequence[object]]:
    with load_workbook(BytesIO(answer.data)) as book:
        return book.get_sheet_by_index(0).to_python()


def only(session: Session) -> Letter:
    session.expire_all()
    return letter_by_id(session, session.scalars(select(Letter.id)).one())


def test_a_letter_is_logged_answered_changed_and_taken_off(
    visitor: Visitor, session: Session
) -> None:
    assert "Please say what letter it is." in visitor.get("/letters/new").text
    assert "No text of this kind" in visitor.get(NEW).text
    assert visitor.submit(NEW, FIELDS).location == f"/letters/{KEY}/"
    letter = only(session)
    assert (letter.id, letter.state, letter.text) == (
        UUID(KEY),
        LetterState.OPEN,
        Localized({"ja": "ありがとうございました。", "de": "Vielen Dank."}),
    )
    page = visitor.get(f"/letters/{KEY}/").text
    assert '<div lang="de"><p>Vielen Dank.</p>' in page
    assert "Overdue" in page
    assert "Vielen Dank." in visitor.get(f"/letters/{KEY}/edit").text
    changed = {**FIELDS, "number": "国際発第1号", "version": "1"}
    assert visitor.submit(f"/letters/{KEY}/edit", changed).status_code == 302
    stale = visitor.submit(f"/letters/{KEY}/edit", changed)
    assert stale.status_code == 409
    assert "Somebody else has changed this" in stale.text
    reply = f"/letters/new?direction=in&kind=thanks&partner=heidelberg&answers={KEY}"
    assert f'value="{KEY}" selected' in visitor.get(reply).text
    back = {**FIELDS, "key": "", "direction": "in", "day": "2026-11-19", "answers_id": KEY}
    assert visitor.submit(reply, {**back, "state": "no_answer", "due": ""}).status_code == 302
    session.expire_all()
    assert letter_by_id(session, UUID(KEY)).state is LetterState.ANSWERED
    assert "Answered by" in visitor.get(f"/letters/{KEY}/").text
    assert visitor.submit(f"/letters/{KEY}/end", {"version": "3"}).location == "/letters/"
    assert "Taken off the log" in visitor.get(f"/letters/{KEY}/").text


def test_the_last_text_stands_beside_the_form_and_is_taken_over(
    visitor: Visitor, session: Session
) -> None:
    visit = make_visit(session)
    letter = make_letter(session, text=Localized({"ja": "前回", "ko": "지난번"}))
    session.commit()
    page = visitor.get(f"{NEW}&visit={visit.id}").text
    assert "Last sent to this partner (Thanks)" in page
    assert ("지난번</p>" in page, 'name="text_ko"' in page) == (True, False)
    started = visitor.get(f"{NEW}&start={letter.id}").text
    assert 'name="text_ko"' in started
    assert 'name="text_de"' in started
    assert "\n前回</textarea>" in started
    received = visitor.get(NEW.replace("out", "in")).text
    assert "Last sent" not in received


def test_what_is_named_already_stays_on_the_form(visitor: Visitor, session: Session) -> None:
    gone, person = make_user(session, name="前任 太郎"), make_person(session)
    visit = make_visit(session)
    asked = make_letter(session, direction=LetterDirection.IN)
    letter = make_letter(
        session,
        owner_id=gone.id,
        person_id=person.id,
        visit_id=visit.id,
        answers_id=asked.id,
    )
    gone.active = False
    for _ in range(51):
        make_visit(session, starts=date(2028, 1, 1), ends=date(2028, 2, 1))
        make_letter(session, direction=LetterDirection.IN, day=date(2026, 11, 20))
    session.commit()
    form = visitor.get(f"/letters/{letter.id}/edit").text
    for named in ("前任 太郎", "見本 花子", str(visit.id), str(asked.id)):
        assert named in form


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"counterpart": ""}, "counterpart"),
        ({"title": ""}, "title"),
        ({"state": "no_answer"}, "due"),
        ({"text": ""}, "text"),
    ],
)
def test_a_refusal_is_said_on_the_form(
    visitor: Visitor, changes: dict[str, str], field: str
) -> None:
    answer = visitor.submit(NEW, {**FIELDS, **changes})
    assert answer.status_code == 422
    assert f'<li><a href="#{field}">' in answer.text


def test_the_log_narrows(visitor: Visitor, session: Session) -> None:
    make_san_antonio(session)
    late = make_letter(session, state=LetterState.OPEN, due=date(2026, 11, 20), number="L1")
    make_letter(session, state=LetterState.OPEN, due=date(2026, 12, 20), number="L2")
    make_letter(
        session, "san-antonio", direction=LetterDirection.IN, kind=LetterKind.ENQUIRY, number="L3"
    )
    waiting = visitor.get("/letters/?show=waiting").text
    assert waiting.index(">L1<") < waiting.index(">L2<")
    assert ">L3<" not in waiting
    overdue = visitor.get("/letters/?show=overdue").text
    assert (str(late.id) in overdue, ">L2<" in overdue) == (True, False)
    for address in ("direction=in", "kind=enquiry", "partner=san-antonio"):
        page = visitor.get(f"/letters/?{address}").text
        assert (">L3<" in page, ">L1<" in page) == (True, False)
    assert "There are no such letters." in visitor.get("/letters/?kind=condolence").text


@pytest.mark.parametrize(
    "address",
    [
        "?partner=atlantis",
        "?direction=x",
        "?kind=x",
        "?show=x",
        "new?visit=x",
        "new?direction=x",
    ],
)
def test_no_list_is_made_up(visitor: Visitor, address: str) -> None:
    assert visitor.get(f"/letters/{address}").status_code == 400


def test_a_letter_needs_its_occasion(visitor: Visitor, session: Session) -> None:
    visit = make_visit(session)
    session.commit()
    asking = visitor.get(f"/letters/new?visit={visit.id}&direction=in").text
    assert "Visit to Heidelberg" in asking
    assert f'name="visit" value="{visit.id}"' in asking
    assert visitor.submit("/letters/new", FIELDS).status_code == 400


def test_the_log_asks_as_often_for_sixty_as_for_one(visitor: Visitor, session: Session) -> None:
    make_letter(session, visit_id=make_visit(session).id)
    session.commit()
    visitor.get("/letters/")
    with count_statements() as few:
        visitor.get("/letters/")
    owner, person = make_user(session), make_person(session)
    for _ in range(60):
        make_letter(session, owner_id=owner.id, person_id=person.id)
    session.commit()
    session.expire_all()
    with count_statements() as more:
        page = visitor.get("/letters/").text
    assert len(more) == len(few) <= 7
    assert "cursor=" in page


def test_the_workbook_holds_what_the_list_shows(visitor: Visitor, session: Session) -> None:
    owner, visit = make_user(session), make_visit(session)
    first = make_letter(
        session, number="A1", owner_id=owner.id, state=LetterState.OPEN, due=date(2026, 12, 1)
    )
    make_letter(
        session,
        direction=LetterDirection.IN,
        day=date(2026, 11, 20),
        visit_id=visit.id,
        answers_id=first.id,
        note="写し",
    )
    session.commit()
    rows = cells(visitor.get("/letters/letters.xlsx"))
    assert [row[:4] for row in rows[1:]] == [
        ["2026-11-10", "Sent", "Thanks", "A1"],
        ["2026-11-20", "Received", "Thanks", ""],
    ]
    assert rows[1][8:11] == ["Answered", "2026-12-01", owner.name]
    taken = session.scalars(select(AuditLine.act).where(AuditLine.act == "letters.export"))
    assert len(taken.all()) == 1
    assert rows[2][11:] == ["2026-11-10 A1", "写し"]
    assert len(cells(visitor.get("/letters/letters.xlsx?direction=in"))) == 2
    first.is_demo = True
    session.commit()
    [sheet] = read_sheets(visitor.get("/letters/letters.xlsx").data).sheets
    assert sheet.name == "Letters (contains demo data)"


def test_pages_of_visits_and_partners_show_their_letters(
    visitor: Visitor, session: Session
) -> None:
    visit = make_visit(session)
    letter = make_letter(session, visit_id=visit.id)
    session.commit()
    for page in (f"/delegations/{visit.id}/", "/partners/heidelberg/"):
        assert f"/letters/{letter.id}/" in visitor.get(page).text
    assert "/letters/?show=waiting" in visitor.get("/delegations/").text
    scans = f"/letters/{letter.id}/documents/new"
    assert scans in visitor.get(f"/letters/{letter.id}/").text
    assert "With thanks" in visitor.get(scans).text


def test_panels_are_for_the_division(session: Session) -> None:
    visit, letter = make_visit(session), make_letter(session)
    viewer = make_user(session, role=Role.VIEWER).as_actor()
    shown = (
        ("visit", visit.id, 2),
        ("partner", letter.partner_id, 1),
        ("visits", visit.id, 1),
        ("letter", letter.id, 1),
    )
    for kind, key, count in shown:
        subject = Subject(kind, key)
        assert find_panels(session, subject=subject, actor=None) == ()
        assert find_panels(session, subject=subject, actor=viewer) == ()
        assert len(find_panels(session, subject=subject, actor=system_actor("tests"))) == count
    nothing = Subject("edition", visit.id)
    assert find_panels(session, subject=nothing, actor=system_actor("tests")) == ()


def test_a_visit_is_made_from_a_letter_and_tied_to_it(visitor: Visitor, session: Session) -> None:
    letter = make_letter(session, direction=LetterDirection.IN)
    make_san_antonio(session)
    path = f"/delegations/new?partner=heidelberg&letter={letter.id}"
    assert path.replace("&", "&amp;") in visitor.get(f"/letters/{letter.id}/").text
    days = {"starts": "2028-05-15", "ends": "2028-05-20"}
    fields = {
        "direction": "in",
        "level": "mayor",
        "title": "訪問",
        "partner": "san-antonio",
        **days,
    }
    refused = visitor.submit(path, fields)
    assert (refused.status_code, "This visit is not one with that partner" in refused.text) == (
        422,
        True,
    )
    fields["partner"] = "heidelberg"
    assert visitor.submit(path.replace(str(letter.id), "x"), fields).status_code == 404
    made = visitor.submit(path, fields)
    session.expire_all()
    assert made.location == f"/delegations/{letter.visit_id}/"
    # A second visit does not take the letter from the first.
    visitor.submit(path, fields)
    session.expire_all()
    assert made.location == f"/delegations/{letter.visit_id}/"
    assert path.replace("&", "&amp;") not in visitor.get(f"/letters/{letter.id}/").text
