"""Taking dates in: looked at first, saved once, with their source."""

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from exchange.audit.models import AuditLine
from exchange.closures.models import AvoidedDays, Holiday
from exchange.core.permissions import Role
from exchange.partners.models import PartnerFact, Source
from tests.servers.visitor import Visitor

ADDRESS = "/calendar/import"
LINES = "2017-05-19 式典\n1995-05 はじめての訪問\n2027-13 読めない日"
FILE = (
    b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:1\r\n"
    b"DTSTART;VALUE=DATE:20270519\r\nDTEND;VALUE=DATE:20270521\r\nSUMMARY:<b>Fest</b>\r\n"
    b"END:VEVENT\r\nEND:VCALENDAR\r\n"
)


def carried(page: str) -> dict[str, Any]:
    """Return what the confirming form carries along."""
    fields: dict[str, Any] = dict(
        re.findall(r'<input[^>]*name="(partner|intake|source|key)"[^>]*value="([^"]*)"', page)
    )
    text = re.search(r'<textarea name="text" hidden>(.*?)</textarea>', page, re.S)
    assert text, page
    return fields | {"text": text[1], "take": re.findall(r'name="take" value="(\d+)"', page)}


def looked_at(visitor: Visitor, **fields: Any) -> str:  # noqa: ANN401 - the form's fields
    form = {"partner": "heidelberg", "intake": "history", "source": "先方の暦", "text": LINES}
    answer = visitor.submit(ADDRESS, form | fields)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return answer.get_data(as_text=True)


def test_nothing_is_saved_before_it_is_confirmed_and_then_once(
    client_as: Callable[..., Visitor], session: Session
) -> None:
    visitor = client_as(Role.COORDINATOR)
    before = session.scalar(select(func.count()).select_from(PartnerFact))
    page = looked_at(visitor)
    assert "1995年5月" in page
    assert "読めない日" in page
    assert session.scalar(select(func.count()).select_from(PartnerFact)) == before
    form = carried(page)
    assert form["take"] == ["1", "2"]
    for _ in range(2):
        answer = visitor.submit(f"{ADDRESS}/confirm", form)
        assert (answer.status_code, answer.location) == (302, "/partners/heidelberg/")
    source = session.scalars(select(Source).where(Source.slug.startswith("IMPORT-"))).one()
    facts = session.scalars(
        select(PartnerFact).where(PartnerFact.source_id == source.id).order_by(PartnerFact.date)
    ).all()
    assert [(str(fact.date), fact.text and fact.text["ja"]) for fact in facts] == [
        ("1995-05", "はじめての訪問"),
        ("2017-05-19", "式典"),
    ]
    assert source.title["ja"] == "先方の暦"


def test_a_file_is_taken_in_as_days_to_avoid(
    client_as: Callable[..., Visitor], session: Session
) -> None:
    visitor = client_as(Role.MANAGER)
    page = looked_at(visitor, intake="avoided", text="", file=(BytesIO(FILE), "fest.ics"))
    assert "&lt;b&gt;Fest&lt;/b&gt;" in page
    answer = visitor.submit(f"{ADDRESS}/confirm", unescaped(carried(page)))
    assert answer.location == "/closures/?place=heidelberg"
    [row] = session.scalars(select(AvoidedDays)).all()
    assert (row.place, str(row.starts), str(row.ends)) == ("heidelberg", "2027-05-19", "2027-05-20")
    assert row.reason == "<b>Fest</b>（先方の暦）"


def test_closed_days_there_are_taken_in_once_shown_to_everyone_and_taken_back(
    client: Visitor, client_as: Callable[..., Visitor], session: Session
) -> None:
    visitor = client_as(Role.COORDINATOR)
    lines = "2027-05-27 Fronleichnam\n2027-06-24~2027-06-25 市の記念日"
    form = carried(looked_at(visitor, intake="holidays", text=lines))
    assert form["take"] == ["2"]  # the other one is on file already
    for _ in range(2):
        answer = visitor.submit(f"{ADDRESS}/confirm", form)
        assert answer.location == "/closures/?place=heidelberg"
    [row] = session.scalars(select(Holiday).where(Holiday.source.is_not(None))).all()
    assert (row.places, row.days) == (["heidelberg"], ["2027-06-24", "2027-06-25"])
    listed = "/closures/?lang=ja&year=2027&place=heidelberg"
    assert "市の記念日" in client.get(listed).text
    assert "先方の暦" not in client.get(listed).text
    assert "先方の暦" in visitor.get(listed).text
    assert "先方の暦" not in visitor.get("/closures/?lang=ja&year=2027&place=guilin").text
    path = f"/closures/taken-in/{row.id}/end"
    assert visitor.submit(path, {"version": "99"}).status_code == 409
    assert visitor.submit(path, {"version": "1"}).location == "/closures/?year=2027"
    assert visitor.submit(path, {"version": "2"}).status_code == 404
    assert "市の記念日" not in client.get(listed).text
    ours = session.scalars(select(Holiday.id).where(Holiday.slug == "cn-national")).one()
    assert visitor.submit(f"/closures/taken-in/{ours}/end", {"version": "1"}).status_code == 404
    acts = select(AuditLine.act).where(AuditLine.subject_id == row.id).order_by(AuditLine.id)
    assert session.scalars(acts).all() == ["closures.close", "closures.reopen"]


def test_a_span_of_history_says_its_last_day(
    client_as: Callable[..., Visitor], session: Session
) -> None:
    visitor = client_as(Role.COORDINATOR)
    form = carried(looked_at(visitor, text="2017-05-19~2017-05-21 訪問"))
    visitor.submit(f"{ADDRESS}/confirm", form)
    texts = session.scalars(select(PartnerFact.text).where(PartnerFact.position >= 1000)).all()
    assert [text["ja"] for text in texts if text] == ["訪問（～2017-05-21）"]


@pytest.mark.parametrize(
    "fields",
    [
        {"text": ""},
        {"source": ""},
        {"partner": "atlantis"},
        {"file": b"<html>"},
    ],
)
def test_what_cannot_be_taken_in_is_refused_in_words(
    client_as: Callable[..., Visitor], fields: dict[str, Any]
) -> None:
    form = {"partner": "heidelberg", "intake": "history", "source": "暦", "text": LINES}
    if "file" in fields:
        fields = {"file": (BytesIO(fields["file"]), "x.ics")}
    answer = client_as(Role.COORDINATOR).submit(ADDRESS, form | fields)
    assert answer.status_code == 422
    assert 'class="error-summary"' in answer.get_data(as_text=True)


def test_choosing_nothing_keeps_the_list_and_a_changed_form_is_refused(
    client_as: Callable[..., Visitor],
) -> None:
    visitor = client_as(Role.COORDINATOR)
    form = carried(looked_at(visitor))
    answer = visitor.submit(f"{ADDRESS}/confirm", form | {"take": []})
    assert answer.status_code == 422
    assert "はじめての訪問" in answer.get_data(as_text=True)
    assert visitor.submit(f"{ADDRESS}/confirm", form | {"partner": "x"}).status_code == 400


def unescaped(form: dict[str, Any]) -> dict[str, Any]:
    text = form["text"].replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return form | {"text": text}
