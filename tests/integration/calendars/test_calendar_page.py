"""The calendar page as a list that needs no script, and what its grid asks for."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy.orm import Session

from exchange.core.permissions import Role
from tests.factories.delegations import make_visit
from tests.factories.itineraries import make_item
from tests.factories.tasks import make_task
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
    assert "ハイデルベルク市 " not in page.partition('id="period-title"')[2]


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
    agenda = page.partition('id="period-title"')[2]
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
    assert len(statements) <= 10


VIEWS = ["agenda", "month", "year", "week"]


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_keeps_the_choice_and_leads_to_the_others(
    client: Visitor, fixed_today: date, view: str
) -> None:
    choice = "partner=heidelberg&kinds=anniversaries"
    page = client.get(f"/calendar/?view={view}&from=2027-05-19&{choice}").get_data(as_text=True)
    assert 'value="heidelberg" checked' in page
    assert 'value="anniversaries" checked' in page
    for other in VIEWS:
        assert re.search(rf'href="/calendar/\?view={other}&amp;[^"]*partner=heidelberg', page)
        assert re.search(rf'href="/calendar/\?view={other}&amp;[^"]*kinds=anniversaries', page)
    assert f'<input type="hidden" name="view" value="{view}">' in page


def test_a_month_is_a_table_of_weeks_whose_entries_lead_to_their_pages(
    client: Visitor, fixed_today: date
) -> None:
    page = client.get("/calendar/?view=month&from=2027-05&lang=ja").get_data(as_text=True)
    table = page.partition('class="grid__month"')[2].partition("</table>")[0]
    assert table.count("<tr>") == 1 + 6
    assert re.search(
        r'href="/partners/heidelberg/"[^>]*>ハイデルベルク市 友好都市提携35周年', table
    )
    assert re.findall("<th[^>]*>(.)</th>", table) == list("日月火水木金土")


def test_a_year_s_days_lead_to_their_weeks_and_say_how_much_they_hold(
    client: Visitor, fixed_today: date
) -> None:
    page = client.get("/calendar/?view=year&from=2027-04&lang=en").get_data(as_text=True)
    assert page.count('<table class="grid__little">') == 12
    day = 'href="/calendar/?view=week&amp;from=2027-05-19" aria-label="19 May 2027, 1 entry"'
    assert day in page


def test_a_week_s_plan_has_its_seven_days(client: Visitor, fixed_today: date) -> None:
    page = client.get("/calendar/?view=week&from=2027-05-19&lang=ja").get_data(as_text=True)
    plan = page.partition('<table class="week">')[2]
    days = re.findall('<time datetime="2027-05-(..)">5月', plan)
    assert days == [str(day) for day in range(17, 24)]
    assert "友好都市提携35周年" in plan
    assert plan.count("予定なし") == 6
    assert "令和9年(2027年)5月17日～23日" in page


def test_closed_days_of_the_city_and_of_the_partners_shown_are_named(
    client: Visitor, fixed_today: date
) -> None:
    address = "/calendar/?view=month&from=2026-11&lang=ja"
    everywhere = client.get(address).get_data(as_text=True)
    assert '<p class="grid__mark"><span lang="ja">勤労感謝の日</span></p>' in everywhere
    assert "（サンアントニオ市、ローム市（米国ジョージア州））" in everywhere
    only = client.get(f"{address}&partner=ulsan").get_data(as_text=True)
    assert "勤労感謝の日" in only
    assert "（サンアントニオ市、ローム市（米国ジョージア州））" not in only


def test_a_week_turns_by_weeks(client: Visitor, fixed_today: date) -> None:
    page = client.get("/calendar/?view=week&from=2027-05-19").get_data(as_text=True)
    turning = page.partition('class="period__turn"')[2].partition("</nav>")[0]
    assert re.findall("from=([0-9-]+)", turning) == ["2027-05-10", "2026-11-21", "2027-05-24"]


@pytest.mark.parametrize("query", ["view=decade", "kinds=parties", "audience=everyone"])
def test_an_unknown_choice_is_refused(client: Visitor, query: str) -> None:
    assert client.get(f"/calendar/?{query}").status_code == 400


def test_staff_may_look_as_the_public_does(
    client: Visitor, client_as: Callable[..., Visitor], session: Session, fixed_today: date
) -> None:
    make_visit(session)
    make_task(session, title="見せない用務")
    session.commit()
    address = "/calendar/?view=month&from=2027-05"
    staff = client_as(Role.COORDINATOR)
    assert "見せない用務" in staff.get(address).get_data(as_text=True)
    as_public = staff.get(f"{address}&audience=public").get_data(as_text=True)
    assert "見せない用務" not in as_public
    assert "audience=public" in as_public
    sneaking = client.get(f"{address}&audience=staff").get_data(as_text=True)
    assert "見せない用務" not in sneaking


def test_the_entries_of_a_program_are_chosen_as_the_page_s_are(
    client: Visitor, fixed_today: date
) -> None:
    address = "/calendar/entries.json?start=2027-04-01&end=2028-04-01"
    assert len(client.get(f"{address}&kinds=anniversaries").json or []) == 8
    assert client.get(f"{address}&kinds=celebrations").json == []


@pytest.mark.parametrize("view", VIEWS)
def test_no_view_costs_more_statements_than_another(
    client: Visitor, fixed_today: date, view: str
) -> None:
    client.get("/calendar/")
    with count_statements() as statements:
        client.get(f"/calendar/?view={view}&from=2027-04")
    assert len(statements) <= 10
