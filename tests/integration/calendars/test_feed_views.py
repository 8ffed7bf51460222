"""What a subscriber's program gets: bytes, validators, and one statement when nothing changed."""

import gzip
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import unquote

import pytest
from flask import Flask
from icalendar import Calendar
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from exchange.calendars.models import PublishedEntry
from exchange.core import clock
from exchange.core.database import Localized
from exchange.core.permissions import Role
from exchange.core.revisions import touch
from exchange.delegations.enums import VisitState
from exchange.partners.queries import partner_by_slug
from exchange.youth.enums import EditionState
from tests.factories.delegations import make_visit
from tests.factories.youth import make_edition
from tests.servers.statements import count_statements
from tests.servers.visitor import Visitor

FEED = "/feeds/anniversaries.ics"
PRESSED = datetime(2026, 11, 1, tzinfo=UTC)


def events(body: bytes) -> dict[str, Any]:
    calendar = Calendar.from_ical(body)
    return {str(event["UID"]): event for event in calendar.walk("VEVENT")}


def test_the_feed_holds_the_eight_partners_from_last_year_to_ten_years_on(
    client: Visitor, fixed_today: date
) -> None:
    answer = client.get(FEED)
    found = events(answer.data)
    years = {event["DTSTART"].dt.year for event in found.values()}
    names = {uid.partition("@")[0].rpartition("-")[0] for uid in found}
    assert answer.content_type == "text/calendar; charset=utf-8"
    name, file = answer.headers["Content-Disposition"].rsplit("; ", 1)
    assert name == 'inline; filename="anniversaries.ics"'
    assert unquote(file) == "filename*=UTF-8''熊本市 友好姉妹都市等の周年.ics"
    assert (min(years), max(years)) == (fixed_today.year - 1, fixed_today.year + 10)
    assert len(names) == 8
    assert len(found) == 8 * 12


def test_heidelberg_s_35th_stands_on_its_day_and_ulsan_s_15th_says_its_day_is_open(
    client: Visitor, fixed_today: date
) -> None:
    found = events(client.get(FEED).data)
    heidelberg = found["heidelberg-affiliation-2027@exchange.kumamoto-city"]
    ulsan = found["ulsan-affiliation-2025@exchange.kumamoto-city"]
    assert heidelberg["DTSTART"].dt == date(2027, 5, 19)
    assert str(heidelberg["SUMMARY"]).endswith("35周年")
    assert ulsan["DTSTART"].dt == date(2025, 4, 1)
    assert str(ulsan["SUMMARY"]).startswith("4月中（日は未確定）")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "35th anniversary"),
        ("zh-Hant", "35週年"),
        ("zh-Hans", "35周年"),
        ("ko", "35주년"),
    ],
)
def test_each_language_has_its_own_titles_and_the_same_uids(
    client: Visitor, fixed_today: date, language: str, words: str
) -> None:
    found = events(client.get(f"{FEED}?lang={language}").data)
    title = found["heidelberg-affiliation-2027@exchange.kumamoto-city"]["SUMMARY"]
    assert words in str(title)
    assert title.params["LANGUAGE"] == language
    assert found.keys() == events(client.get(FEED).data).keys()


def test_a_choice_of_partners_and_milestones_is_a_selection_of_the_whole(
    client: Visitor, fixed_today: date
) -> None:
    whole = events(client.get(FEED).data)
    chosen = events(client.get(f"{FEED}?partner=heidelberg&partner=ulsan&milestones=1").data)
    assert sorted(chosen) == [
        "heidelberg-affiliation-2027@exchange.kumamoto-city",
        "heidelberg-affiliation-2032@exchange.kumamoto-city",
        "ulsan-affiliation-2025@exchange.kumamoto-city",
        "ulsan-affiliation-2030@exchange.kumamoto-city",
        "ulsan-affiliation-2035@exchange.kumamoto-city",
    ]
    assert {uid: event.to_ical() for uid, event in chosen.items()} == {
        uid: whole[uid].to_ical() for uid in chosen
    }


def test_a_month_may_be_drawn_as_a_span_without_a_new_revision(
    client: Visitor, fixed_today: date
) -> None:
    uid = "ulsan-affiliation-2025@exchange.kumamoto-city"
    first = events(client.get(FEED).data)[uid]
    span = events(client.get(f"{FEED}?months=span").data)[uid]
    again = events(client.get(f"{FEED}?partner=ulsan").data)[uid]
    assert (span["DTSTART"].dt, span["DTEND"].dt) == (date(2025, 4, 1), date(2025, 5, 1))
    assert {str(e["SEQUENCE"]) for e in (first, span, again)} == {"0"}
    assert first["LAST-MODIFIED"].dt == span["LAST-MODIFIED"].dt == again["LAST-MODIFIED"].dt


def test_an_unchanged_feed_is_confirmed_with_one_statement(
    client: Visitor, fixed_today: date
) -> None:
    tag = client.get(FEED).headers["ETag"]
    with count_statements() as statements:
        answer = client.get(FEED, headers={"If-None-Match": tag})
    assert (answer.status_code, answer.data, answer.headers["ETag"]) == (304, b"", tag)
    assert len(statements) == 1


def test_an_unchanged_feed_is_answered_from_its_kept_bytes(
    client: Visitor, fixed_today: date
) -> None:
    first = client.get(FEED)
    with count_statements() as statements:
        second = client.get(FEED)
    assert second.data == first.data
    assert len(statements) == 2


def test_a_client_that_asks_by_date_alone_is_answered_by_date(
    client: Visitor, fixed_today: date
) -> None:
    changed = client.get(FEED).headers["Last-Modified"]
    assert client.get(FEED, headers={"If-Modified-Since": changed}).status_code == 304
    earlier = "Sat, 01 Jan 2000 00:00:00 GMT"
    assert client.get(FEED, headers={"If-Modified-Since": earlier}).status_code == 200
    assert client.get(FEED, headers={"If-Modified-Since": "yesterday"}).status_code == 200


def test_a_change_shows_at_the_next_request_and_moves_only_what_changed(
    session: Session, client: Visitor, fixed_today: date
) -> None:
    first = client.get(FEED)
    partner = partner_by_slug(session, "heidelberg")
    partner.names = Localized({**partner.names, "ja": "ハイデルベルク"})
    touch(session, "partners")
    session.commit()
    second = client.get(FEED, headers={"If-None-Match": first.headers["ETag"]})
    before, after = events(first.data), events(second.data)
    moved = {uid for uid in before if before[uid].to_ical() != after[uid].to_ical()}
    assert second.status_code == 200
    assert {uid.split("-")[0] for uid in moved} == {"heidelberg"}
    assert {str(after[uid]["SEQUENCE"]) for uid in moved} == {"0"}
    assert all(after[uid]["LAST-MODIFIED"].dt > before[uid]["LAST-MODIFIED"].dt for uid in moved)


def test_two_changes_within_a_second_have_two_dates(
    session: Session, client: Visitor, fixed_today: date
) -> None:
    dates = [client.get(FEED).headers["Last-Modified"]]
    for name in ("ハイデルベルク", "ハイデルベルグ"):
        partner = partner_by_slug(session, "heidelberg")
        partner.names = Localized({**partner.names, "ja": name})
        touch(session, "partners")
        session.commit()
        since = {"If-Modified-Since": dates[-1]}
        answer = client.get(FEED, headers=since)
        assert (answer.status_code, name in answer.get_data(as_text=True)) == (200, True)
        dates.append(answer.headers["Last-Modified"])
    assert len(set(dates)) == 3


def test_a_night_in_which_nothing_changes_moves_no_subscriber(
    client: Visitor, fixed_today: date
) -> None:
    first = client.get(FEED)
    since = {"If-None-Match": first.headers["ETag"]}
    with clock.held(clock.now() + timedelta(days=1)):
        assert client.get(FEED, headers=since).status_code == 304
        with count_statements() as statements:
            assert client.get(FEED, headers=since).status_code == 304
        assert len(statements) == 1
        assert client.get(FEED).headers["Last-Modified"] == first.headers["Last-Modified"]


def test_a_visit_is_in_the_feed_of_each_of_its_partners(
    session: Session, client: Visitor, fixed_today: date
) -> None:
    partners = ["san-antonio", "heidelberg"]
    visit = make_visit(session, state=VisitState.CONFIRMED, published_at=PRESSED, partners=partners)
    session.commit()
    for slug, holds in (("san-antonio", True), ("heidelberg", True), ("ulsan", False)):
        found = events(client.get(f"{FEED}?partner={slug}").data)
        assert (f"visits-{visit.id}@exchange.kumamoto-city" in found) is holds


@pytest.mark.parametrize(
    ("state", "ends", "holds"),
    [
        (VisitState.CANCELLED, date(2026, 11, 21), True),
        (VisitState.CANCELLED, date(2026, 11, 20), False),
        (VisitState.CLOSED, date(2026, 11, 20), True),
    ],
)
def test_a_cancelled_visit_stays_until_its_date_has_passed(
    session: Session,
    client: Visitor,
    fixed_today: date,
    state: VisitState,
    ends: date,
    holds: bool,
) -> None:
    make_visit(session, state=state, starts=date(2026, 11, 18), ends=ends, published_at=PRESSED)
    session.commit()
    for query in ("", "?download=1"):
        found = events(client.get(FEED + query).data)
        assert any(uid.startswith("visits-") for uid in found) is holds


@pytest.mark.parametrize(("closes_on", "holds"), [(21, True), (20, False)])
def test_a_registration_window_stays_until_it_is_over(
    session: Session, client: Visitor, fixed_today: date, closes_on: int, holds: bool
) -> None:
    edition = make_edition(
        session,
        state=EditionState.ANNOUNCED,
        opens_on=date(2026, 11, 1),
        closes_on=date(2026, 11, closes_on),
        starts=date(2027, 3, 1),
        ends=date(2027, 3, 7),
    )
    session.commit()
    uid = f"registrations-{edition.id}@exchange.kumamoto-city"
    assert (uid in events(client.get(FEED).data)) is holds


@pytest.mark.parametrize(
    "query", ["lang=es", "partner=rome", "kinds=tasks", "milestones=2", "months=x", "download=y"]
)
def test_an_unknown_value_is_refused_with_a_sentence(client: Visitor, query: str) -> None:
    answer = client.get(f"{FEED}?{query}")
    assert answer.status_code == 400
    assert answer.content_type.startswith("text/plain")
    assert query.partition("=")[0] in answer.get_data(as_text=True)


def test_a_download_is_a_file_of_its_own(client: Visitor, fixed_today: date) -> None:
    answer = client.get(f"{FEED}?download=1")
    disposition = answer.headers["Content-Disposition"]
    assert disposition.startswith('attachment; filename="anniversaries.ics"; ')


def test_there_is_no_address_in_the_feed_while_the_server_is_loopback(
    client: Visitor, fixed_today: date
) -> None:
    assert b"\r\nURL" not in client.get(FEED).data


@pytest.mark.parametrize(
    ("base_url", "button"),
    [
        ("https://exchange.city.example", "webcal://exchange.city.example"),
        ("http://localhost", "http://localhost"),
    ],
)
def test_the_page_of_feeds_shows_what_comes_next_and_both_addresses(
    app: Flask, client: Visitor, fixed_today: date, base_url: str, button: str
) -> None:
    app.extensions["settings"] = replace(app.extensions["settings"], base_url=base_url)
    page = client.get("/feeds/?partner=heidelberg&lang=ja").get_data(as_text=True)
    address = "/feeds/anniversaries.ics?lang=ja&amp;partner=heidelberg"
    assert f'href="{button}{address}"' in page
    assert f'value="{base_url}{address}" readonly' in page
    assert f'href="{base_url}{address}&amp;download=1"' in page
    assert page.index("35周年") < page.index("36周年")


def test_looking_at_the_page_of_feeds_publishes_nothing(
    session: Session, client: Visitor, fixed_today: date
) -> None:
    with count_statements() as statements:
        assert client.get("/feeds/?months=span").status_code == 200
    assert session.scalar(select(func.count()).select_from(PublishedEntry)) == 0
    assert [text for text in statements if not text.lstrip().startswith("SELECT")] == []


def test_the_page_of_feeds_lists_the_next_ten_as_each_client_does_and_a_code(
    client: Visitor, fixed_today: date
) -> None:
    page = client.get("/feeds/?lang=ja&partner=ulsan&months=span").get_data(as_text=True)
    for name in ("google", "apple", "outlook"):
        section = page.partition(f'client--{name}"')[2].partition("</section>")[0]
        assert section.count('class="client__entry"') == 10
        assert "蔚山広域市" in section
        assert ("（30日間）" in section) is (name != "apple")
    assert page.index('id="how-title"') < page.index('id="preview-title"')
    assert '<path class="qrline" stroke="#000"' in page
    assert 'fill="#fff"' in page or 'stroke="#fff"' in page


def test_gzip_comes_only_when_asked_for_under_a_tag_of_its_own(
    client: Visitor, fixed_today: date
) -> None:
    plain = client.get(FEED)
    packed = client.get(FEED, headers={"Accept-Encoding": "gzip, br"})
    refused = client.get(FEED, headers={"Accept-Encoding": "gzip;q=0"})
    assert "Content-Encoding" not in plain.headers
    assert refused.headers["ETag"] == plain.headers["ETag"]
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert packed.headers["ETag"] == plain.headers["ETag"][:-1] + '-gzip"'
    assert {plain.headers["Vary"], packed.headers["Vary"]} == {"Accept-Encoding"}
    asked = {"Accept-Encoding": "gzip", "If-None-Match": packed.headers["ETag"]}
    assert client.get(FEED, headers=asked).status_code == 304
    other = {"If-None-Match": packed.headers["ETag"]}
    assert client.get(FEED, headers=other).status_code == 200


def test_a_tag_that_a_proxy_weakened_still_fits(client: Visitor, fixed_today: date) -> None:
    tag = client.get(FEED).headers["ETag"]
    assert client.get(FEED, headers={"If-None-Match": f"W/{tag}"}).status_code == 304


def test_a_feed_sets_no_cookie_and_varies_by_none(
    client_as: Callable[..., Visitor], fixed_today: date
) -> None:
    answer = client_as(Role.COORDINATOR).get(FEED)
    assert "Set-Cookie" not in answer.headers
    assert "Cookie" not in answer.headers["Vary"]


def test_a_head_request_is_answered_like_a_get_without_its_body(
    client: Visitor, fixed_today: date
) -> None:
    whole = client.get(FEED)
    head = client.head(FEED)
    assert (head.status_code, head.data) == (200, b"")
    assert head.headers["ETag"] == whole.headers["ETag"]
