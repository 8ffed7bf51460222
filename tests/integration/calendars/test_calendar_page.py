"""The calendar page as a list that needs no script, and what its grid asks for."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy.orm import Session

from exchange.core.permissions import Role
from tests.factories.delegations import make_item, make_visit
from tests.servers.statements import count_statements
from tests.servers.visitor import Visitor


def test_the_page_lists_twelve_months_with_dates_as_precise_as_their_source(
    client: Visitor, fixed_today: date
) -> None:
    page = client.get("/calendar/?from=2027-04&lang=ja").get_data(as_text=True)
    assert "令和9年(2027年)5月19日(水)" in page
    assert "4月中（日は未確定）" in page
    assert "4月1日" not in page


@pytest.mark.parametrize(
    ("language", "words"), [("en", "May 2027"), ("zh-Hant", "2027年5月"), ("ja", "2027年5月")]
)
def test_the_months_are_named_in_the_page_s_language(
    client: Visitor, fixed_today: date, language: str, words: str
) -> None:
    assert words in client.get(f"/calendar/?from=2027-05&lang={language}").get_data(as_text=True)


def test_a_choice_of_partners_stays_chosen(client: Visitor, fixed_today: date) -> None:
    page = client.get("/calendar/?from=2027-04&partner=aix-en-provence").get_data(as_text=True)
    assert 'value="aix-en-provence" checked' in page
    assert 'value="heidelberg" checked' not in page
    assert "ハイデルベルク市 " not in page.partition('id="agenda-title"')[2]


@pytest.mark.parametrize(
    "page", ["calendar/?", "calendar/entries.json?start=2027-04-01&end=2027-05-01&"]
)
def test_an_unknown_partner_is_refused_as_the_feeds_do(client: Visitor, page: str) -> None:
    answer = client.get(f"/{page}partner=atlantis")
    assert answer.status_code == 400
    assert "atlantis" in answer.get_data(as_text=True)


def test_staff_read_whose_clock_it_is_and_how_far_a_visit_is(
    client: Visitor, client_as: Callable[..., Visitor], session: Session, fixed_today: date
) -> None:
    make_item(session, make_visit(session), "2027-05-19 10:00", "2027-05-19 11:00")
    session.commit()
    page = client_as(Role.COORDINATOR).get("/calendar/?from=2027-05").get_data(as_text=True)
    agenda = page.partition('id="agenda-title"')[2]
    assert "10:00</time> ハイデルベルク市<br>" in agenda
    assert "17:00 熊本" in agenda
    assert agenda.count("下書き") == 2
    assert "庁内のみ" in agenda
    for_public = client.get("/calendar/?from=2027-05").get_data(as_text=True)
    assert "庁内のみ" not in for_public


@pytest.mark.parametrize("month", ["soon", "0001-01", "0001-02", "1899-12", "2201-01", "9999-12"])
def test_an_unreadable_month_and_one_beyond_all_plans_are_refused(
    client: Visitor, month: str
) -> None:
    assert client.get(f"/calendar/?from={month}").status_code == 400


def test_the_grid_gets_the_year_s_anniversaries(client: Visitor, fixed_today: date) -> None:
    answer = client.get("/calendar/entries.json?start=2027-04-01&end=2028-04-01")
    found = {entry["id"]: entry for entry in answer.json or []}
    assert found["heidelberg-affiliation-2027@exchange.kumamoto-city"] == {
        "id": "heidelberg-affiliation-2027@exchange.kumamoto-city",
        "title": "ハイデルベルク市 友好都市提携35周年",
        "start": "2027-05-19",
        "end": "2027-05-20",
        "allDay": True,
        "kind": "anniversaries",
        "state": "confirmed",
        "milestone": True,
        "partners": ["heidelberg"],
        "monthOnly": False,
        "demo": False,
        "lang": "ja",
        "url": "/partners/heidelberg/",
    }
    assert len(found) == 8


@pytest.mark.parametrize(
    "query",
    [
        "",
        "start=2027-04-01",
        "start=spring&end=2028-04-01",
        "start=2028-04-01&end=2027-04-01",
        "start=0001-01-01&end=0001-02-01",
        "start=0001-01-01T00:00:00%2B14:00&end=0001-02-01",
        "start=9999-12-01&end=9999-12-31T23:59:00-12:00",
    ],
)
def test_a_malformed_range_is_refused_with_a_sentence(
    client_as: Callable[..., Visitor], query: str
) -> None:
    answer = client_as(Role.COORDINATOR).get(f"/calendar/entries.json?{query}")
    assert answer.status_code == 400
    assert answer.content_type.startswith("text/plain")
    assert re.search("2027-05-01|end|1900", answer.get_data(as_text=True))


def test_a_basis_that_is_not_public_is_for_staff_alone(
    client: Visitor,
    client_as: Callable[..., Visitor],
    fixed_today: date,
) -> None:
    address = "/calendar/entries.json?start=2030-04-01&end=2031-04-01"
    for_public = {entry["id"] for entry in client.get(address).json or []}
    for_school = {entry["id"] for entry in client_as(Role.SCHOOL).get(address).json or []}
    for_staff = {entry["id"] for entry in client_as(Role.VIEWER).get(address).json or []}
    assert for_school == for_public
    assert {uid.partition("@")[0] for uid in for_staff - for_public} == {"rome-ga-takeover-2030"}


def test_the_page_s_statements_do_not_depend_on_its_length(
    client: Visitor, fixed_today: date
) -> None:
    client.get("/calendar/")
    with count_statements() as statements:
        client.get("/calendar/?from=2027-04")
    assert len(statements) <= 8
