"""The first pages: the public's, in three languages, and the staff's."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.accounts.models import User
from exchange.celebrations.enums import StepAnchor
from exchange.celebrations.models import RunwayStep
from exchange.core import clock
from exchange.core.database import Localized
from exchange.core.permissions import Role, system_actor
from exchange.delegations.enums import VisitState
from exchange.reference.loader import load_reference
from tests.factories.celebrations import make_celebration
from tests.factories.delegations import make_visit
from tests.factories.partners import make_partner
from tests.factories.tasks import make_task
from tests.servers.statements import count_statements
from tests.servers.visitor import Visitor

NOW = datetime(2027, 5, 1, 3, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _may_2027(monkeypatch: pytest.MonkeyPatch, app: Flask) -> None:
    monkeypatch.setattr(clock, "_fixed", NOW)


@pytest.fixture
def _reference(session: Session) -> None:
    load_reference(session, actor=system_actor("test"))


@pytest.mark.usefixtures("_reference")
@pytest.mark.parametrize(
    ("lang", "first"),
    [("ja", "桂林市"), ("en", "Guilin"), ("zh-Hant", "桂林市")],
)
def test_the_public_sees_eight_numbered_partners_in_its_language(
    client: Visitor, lang: str, first: str
) -> None:
    page = client.get(f"/?lang={lang}").text
    assert f'<html lang="{lang}">' in page
    names = re.findall(
        r'<li value="(\d)"><a href="/partners/[a-z-]+/">(?:<span[^>]*>)?([^<]+)', page
    )
    assert [int(number) for number, _ in names] == list(range(1, 9))
    assert names[0][1] == first
    assert page.count('class="map__mark"') == 8


@pytest.mark.usefixtures("_reference")
def test_the_next_anniversaries_stand_in_order_and_no_finer_than_known(client: Visitor) -> None:
    page = client.get("/?lang=en").text
    dates = re.findall(r'home-next__when">([^<]+)<', page)
    assert dates[:3] == ["May 2027", "19 May 2027", "29 May 2027"]
    assert "in 18 days" in page


@pytest.mark.usefixtures("_reference")
def test_the_home_page_asks_the_database_little(client: Visitor) -> None:
    with count_statements() as statements:
        client.get("/")
    assert len(statements) <= 16, statements


def test_an_empty_database_says_what_is_missing(client: Visitor) -> None:
    page = client.get("/?lang=en").text
    assert "There is no data of the partners yet." in page
    assert "There are no anniversaries in the coming year." in page


@pytest.mark.parametrize(
    ("base_url", "address"),
    [
        ("https://exchange.city.example", "webcal://exchange.city.example/feeds/"),
        ("http://localhost", "http://localhost/feeds/"),
    ],
)
def test_one_button_subscribes_in_the_page_s_language(
    app: Flask, client: Visitor, base_url: str, address: str
) -> None:
    app.extensions["settings"] = replace(app.extensions["settings"], base_url=base_url)
    page = client.get("/?lang=zh-Hant").text
    assert f'button--primary" href="{address}anniversaries.ics?lang=zh-Hant"' in page


def test_the_public_home_page_offers_the_feed_s_address_and_open_data(client: Visitor) -> None:
    page = client.get("/?lang=en").text
    assert 'value="http://localhost/feeds/anniversaries.ics?lang=en" readonly' in page
    assert 'data-copy="feed-address"' in page
    assert '<a href="/open-data/">Open data</a>' in page


def test_the_icon_is_found_at_its_old_place(client: Visitor) -> None:
    answer = client.get("/favicon.ico")
    assert answer.status_code == 302
    with client.get(answer.headers["Location"]) as icon:
        assert icon.content_type.startswith("image/svg+xml")


def test_a_closed_network_offers_no_feed(app: Flask, client_as: Callable[..., Visitor]) -> None:
    app.extensions["settings"] = replace(app.extensions["settings"], public=False)
    viewer = client_as(Role.VIEWER)
    assert "anniversaries.ics" not in viewer.get("/").text
    closed = viewer.get("/feeds/?lang=en")
    assert closed.status_code == 404
    assert "Calendars cannot be subscribed to on this closed network." in closed.text
    assert "The system administrator can give you one as a file." in closed.text
    assert "Subscribe" not in closed.text


@pytest.fixture
def coordinator(client_as: Callable[..., Visitor]) -> Visitor:
    visitor = client_as(Role.COORDINATOR)
    visitor.get("/home/?lang=en")
    return visitor


def test_staff_see_their_tasks_of_today_and_everybody_s_overdue_ones(
    coordinator: Visitor, session: Session
) -> None:
    me = session.scalars(select(User.id).where(User.role == Role.COORDINATOR)).one()
    make_task(session, title="today", due=date(2027, 5, 1), assignee_id=me)
    make_task(session, title="tomorrow", due=date(2027, 5, 2), assignee_id=me)
    make_task(session, title="late", due=date(2027, 4, 30))
    page = coordinator.get("/home/").text
    today, stuck = page.split('id="stuck-title"')
    assert ">today</a>" in today
    assert ">tomorrow<" not in today
    assert ">late<" in stuck
    assert ">tomorrow<" not in stuck


@pytest.mark.usefixtures("_reference")
def test_staff_see_the_next_two_weeks(
    coordinator: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "_fixed", datetime(2027, 5, 16, 3, tzinfo=UTC))
    coming = coordinator.get("/home/").text.split('id="next-title"')[1]
    assert re.findall(r"<dt>([^<]+)</dt>", coming) == [
        "19 May 2027 (Wed)",
        "29 May 2027 (Sat)",
    ]


def test_a_quiet_day_says_so(coordinator: Visitor) -> None:
    page = coordinator.get("/home/").text
    for sentence in (
        "Nothing is due by today.",
        "No visit is under way and nothing is stuck.",
        "Nothing is planned within two weeks.",
    ):
        assert sentence in page


def test_a_viewer_sees_no_tasks(client_as: Callable[..., Visitor], session: Session) -> None:
    make_task(session, title="secret", due=date(2027, 4, 30))
    page = client_as(Role.VIEWER).get("/home/").text
    assert "secret" not in page
    assert 'id="today-title"' not in page


@pytest.mark.parametrize(
    ("role", "place"), [(Role.VIEWER, "/home/"), (Role.ADMINISTRATOR, "/home/")]
)
def test_staff_land_on_their_home(
    client_as: Callable[..., Visitor], role: Role, place: str
) -> None:
    assert client_as(role).get("/accounts/sign-in").location == place


def test_a_school_lands_on_its_desk_and_has_no_staff_home(
    client_as: Callable[..., Visitor],
) -> None:
    school = client_as(Role.SCHOOL)
    assert school.get("/accounts/sign-in").location == "/school/"
    assert school.get("/home/").status_code == 403


@pytest.mark.usefixtures("_reference")
def test_the_indicator_stands_at_a_glance_with_its_baseline_and_target(client: Visitor) -> None:
    panel = client.get("/?lang=en").text.split('id="indicator-title"')[1]
    figures = re.findall(r"<dt>([^<]+)</dt><dd>([^<]+)</dd>", panel)
    assert re.findall(r'home-figure">(\d+)<', panel) == ["14"]
    assert ("Baseline (2023)", "14") in figures
    assert ("Target (2031)", "30") in figures
    assert 'href="/indicators/youth-participation/"' in panel


def test_a_visit_of_these_days_is_called_what_it_is(coordinator: Visitor, session: Session) -> None:
    make_partner(session)
    for state in (VisitState.DRAFT, VisitState.UNDER_WAY, VisitState.CANCELLED):
        make_visit(session, state=state, starts=date(2027, 4, 30), ends=date(2027, 5, 2))
    stuck = coordinator.get("/home/").text.split('id="stuck-title"')[1].split("</section>")[0]
    assert stuck.count("<li>") == 2
    assert re.findall(r"</svg>\s*([^<]+?)\s*</span>", stuck) == ["Draft", "Under way"]


@pytest.mark.usefixtures("_reference")
def test_the_way_to_celebrations_shows_what_is_late_and_what_comes_up(
    client_as: Callable[..., Visitor], session: Session
) -> None:
    today = NOW.date()
    celebration = make_celebration(session)
    celebration.runway_since = today - timedelta(days=30)
    session.add_all(
        RunwayStep(
            celebration=celebration,
            title=Localized({"ja": "準備", "en": f"Step {days}"}),
            anchor=StepAnchor.FIXED,
            due=today + timedelta(days=days),
        )
        for days in (-40, -10, 20, 200)
    )
    session.flush()
    page = client_as(Role.COORDINATOR).get("/home/?lang=en").text
    way = page.split('id="runway-title"')[1].split("</section>")[0]
    assert re.findall(r"Step -?\d+", way) == ["Step -10", "Step 20"]
    assert way.count("Late") == 1
