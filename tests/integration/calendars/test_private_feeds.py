"""Feeds of one's own: made, fetched, changed, renewed, ended; and no pupil's name in any."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from icalendar import Calendar
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from exchange.accounts.models import SignInAttempt, User
from exchange.accounts.rules import FAILURES_BY_ADDRESS
from exchange.audit.models import AuditLine
from exchange.calendars.models import KeptFeed, PrivateFeed
from exchange.calendars.rules import MOST_FEEDS
from exchange.calendars.services import FeedChoice, create_feed
from exchange.core import clock
from exchange.core.database import Localized, Name, uuid7
from exchange.core.entries import EntryKind
from exchange.core.errors import NotFoundError
from exchange.core.links import Link, LinkPurpose
from exchange.core.permissions import Role, system_actor
from exchange.youth.models import School
from tests.factories.accounts import make_user
from tests.factories.delegations import make_visit
from tests.factories.itineraries import make_item
from tests.factories.tasks import make_task
from tests.factories.youth import make_edition, make_pupil, make_registration, make_school
from tests.servers.statements import count_statements
from tests.servers.visitor import Visitor

ALL_KINDS = ["anniversaries", "celebrations", "visits", "itinerary", "registrations", "youth"]
ALL_KINDS += ["tasks"]
SCHOOL_KINDS = ["anniversaries", "visits", "registrations", "youth"]


@pytest.fixture
def staff(session: Session) -> User:
    return make_user(session)


def signed_in(app: Flask, user: User) -> Visitor:
    visitor = app.test_client()
    assert isinstance(visitor, Visitor)
    visitor.sign_in(user)
    return visitor


def made(visitor: Visitor, **fields: Any) -> str:  # noqa: ANN401 - the form's fields
    """Make a feed and return its address."""
    form = {"key": str(uuid7()), "name": "私の予定", "kinds": ALL_KINDS, "language": "ja"}
    answer = visitor.submit("/feeds/mine/new", form | fields)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 200, page
    found = re.search(r'value="(http://localhost/feeds/[^"]+\.ics)"', page)
    assert found, page
    return found[1].removeprefix("http://localhost")


def feed_of(session: Session) -> PrivateFeed:
    session.expire_all()
    return session.scalars(select(PrivateFeed)).one()


def events(body: bytes) -> dict[str, Any]:
    return {str(each["UID"]): each for each in Calendar.from_ical(body).walk("VEVENT")}


def kinds_in(body: bytes) -> set[str]:
    return {uid.partition("-")[0] for uid in events(body)}


def test_a_feed_is_made_and_its_address_is_shown_once_and_kept_hashed(
    app: Flask, session: Session, staff: User, client: Visitor, fixed_today: date
) -> None:
    visitor = signed_in(app, staff)
    address = made(visitor)
    token = address.removeprefix("/feeds/").removesuffix(".ics")
    assert len(token) >= 43  # 256 bits
    link = session.scalars(select(Link).where(Link.purpose == LinkPurpose.FEED)).one()
    assert token not in (link.token_hash or "")
    assert token not in visitor.get("/feeds/mine/").get_data(as_text=True)
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.content_type == "text/calendar; charset=utf-8"
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "Set-Cookie" not in answer.headers
    assert "filename*=UTF-8''%E7%A7%81" in answer.headers["Content-Disposition"]
    own = select(AuditLine.act).where(AuditLine.act.startswith("feeds."))
    assert session.scalars(own).all() == ["feeds.create"]


def test_the_page_with_the_address_is_stored_nowhere(app: Flask, staff: User) -> None:
    form = {"key": str(uuid7()), "name": "予定", "kinds": ["visits"], "language": "ja"}
    answer = signed_in(app, staff).submit("/feeds/mine/new", form)
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "<svg" in answer.get_data(as_text=True)


def test_a_form_sent_twice_makes_one_feed(app: Flask, session: Session, staff: User) -> None:
    visitor, key = signed_in(app, staff), str(uuid7())
    made(visitor, key=key)
    form = {"key": key, "name": "予定", "kinds": ["visits"], "language": "ja"}
    again = visitor.submit("/feeds/mine/new", form)
    assert again.status_code == 422
    assert "もう作られています" in again.get_data(as_text=True)
    assert session.scalar(select(func.count()).select_from(PrivateFeed)) == 1


def test_staff_get_drafts_items_and_their_own_tasks(
    app: Flask, session: Session, staff: User, client: Visitor, fixed_today: date
) -> None:
    visit = make_visit(session, title=Localized({"ja": "下書きの訪問"}))
    make_item(session, visit, "2027-05-19 10:00", "2027-05-19 11:00")
    mine = make_task(session, due=date(2027, 1, 15), assignee=staff, title="査証を確かめる")
    make_task(session, due=date(2027, 1, 16), title="ほかの人の用務")
    session.commit()
    address = made(signed_in(app, staff))
    body = client.get(address).data
    assert {"visits", "itinerary", "tasks"} <= kinds_in(body)
    assert [uid for uid in events(body) if uid.startswith("tasks-")] == [
        f"tasks-{mine.id}@exchange.kumamoto-city"
    ]
    only_visits = client.get(made(signed_in(app, staff), kinds=["visits"])).data
    assert kinds_in(only_visits) == {"visits"}


def test_partners_and_language_are_chosen(
    app: Flask, session: Session, staff: User, client: Visitor, fixed_today: date
) -> None:
    chosen = {"partners": ["ulsan"], "kinds": ["anniversaries"], "language": "en"}
    found = events(client.get(made(signed_in(app, staff), **chosen)).data)
    assert {uid.rpartition("-20")[0] for uid in found} == {"ulsan-affiliation"}
    assert all(event["SUMMARY"].params["LANGUAGE"] == "en" for event in found.values())


def test_an_unknown_token_is_not_found_and_guessing_is_refused(
    client: Visitor, session: Session
) -> None:
    answer = client.get("/feeds/no-such-token.ics")
    assert (answer.status_code, answer.content_type) == (404, "text/plain; charset=utf-8")
    for _ in range(FAILURES_BY_ADDRESS - 1):
        client.get("/feeds/no-such-token.ics")
    assert client.get("/feeds/no-such-token.ics").status_code == 429
    assert session.scalar(select(func.count()).select_from(SignInAttempt)) == FAILURES_BY_ADDRESS


@pytest.mark.parametrize("end", ["revoke", "expire", "account"])
def test_what_no_longer_works_is_gone(
    app: Flask, session: Session, staff: User, client: Visitor, fixed_today: date, end: str
) -> None:
    visitor = signed_in(app, staff)
    address = made(visitor)
    tag = client.get(address).headers["ETag"]
    feed = feed_of(session)
    if end == "revoke":
        done = visitor.submit(f"/feeds/mine/{feed.id}/end", {"version": feed.version})
        assert done.status_code == 302
    elif end == "expire":
        past = clock.machine_now() - timedelta(seconds=1)
        session.execute(update(Link).values(expires_at=past))
    else:
        staff.active = False
    session.commit()
    answer = client.get(address, headers={"If-None-Match": tag})
    assert (answer.status_code, answer.content_type) == (410, "text/plain; charset=utf-8")
    assert session.scalar(select(func.count()).select_from(SignInAttempt)) == 0


def test_ending_a_feed_drops_its_bytes_and_leaves_the_list(
    app: Flask, session: Session, staff: User, client: Visitor, fixed_today: date
) -> None:
    visitor = signed_in(app, staff)
    client.get(made(visitor))
    feed = feed_of(session)
    assert session.scalar(select(func.count()).select_from(KeptFeed)) == 1
    visitor.submit(f"/feeds/mine/{feed.id}/end", {"version": feed.version})
    assert session.scalar(select(func.count()).select_from(KeptFeed)) == 0
    assert (
        "私の予定"
        not in visitor.get("/feeds/mine/?lang=en").get_data(as_text=True).partition("<table")[2]
    )
    again = visitor.submit(f"/feeds/mine/{feed.id}/end", {"version": feed_of(session).version})
    assert again.status_code == 302
    renewing = visitor.submit(f"/feeds/mine/{feed.id}/renew", {"version": feed_of(session).version})
    assert renewing.status_code == 422


def test_a_renewed_feed_has_a_new_address_and_the_same_entries(
    app: Flask, session: Session, staff: User, client: Visitor, fixed_today: date
) -> None:
    visitor = signed_in(app, staff)
    before = made(visitor)
    body = client.get(before).data
    feed = feed_of(session)
    stale = visitor.submit(f"/feeds/mine/{feed.id}/renew", {"version": 99})
    assert stale.status_code == 409
    page = visitor.submit(f"/feeds/mine/{feed.id}/renew", {"version": feed.version})
    found = re.search(r'value="http://localhost(/feeds/[^"]+\.ics)"', page.get_data(as_text=True))
    assert found
    assert found[1] != before
    assert client.get(before).status_code == 410
    assert client.get(found[1]).data == body


def test_what_a_feed_holds_can_be_changed_under_its_address(
    app: Flask, session: Session, staff: User, client: Visitor, fixed_today: date
) -> None:
    visitor = signed_in(app, staff)
    address = made(visitor, kinds=["anniversaries"])
    tag = client.get(address).headers["ETag"]
    feed = feed_of(session)
    path = f"/feeds/mine/{feed.id}/edit"
    assert 'value="anniversaries" checked' in visitor.get(path).get_data(as_text=True)
    form = {"name": "予定", "kinds": ["anniversaries"], "language": "en", "version": feed.version}
    assert visitor.submit(path, form).status_code == 302
    answer = client.get(address, headers={"If-None-Match": tag})
    assert answer.status_code == 200
    assert b"LANGUAGE=en" in answer.data
    same = form | {"version": feed_of(session).version}
    assert visitor.submit(path, same).status_code == 302
    assert feed_of(session).version == same["version"]
    assert visitor.submit(path, form | {"name": "別"}).status_code == 409
    assert visitor.submit(path, form | {"name": ""}).status_code == 422


def test_a_feed_is_its_own_person_s_alone(
    app: Flask, session: Session, staff: User, fixed_today: date
) -> None:
    made(signed_in(app, staff))
    feed = feed_of(session)
    other = signed_in(app, make_user(session, role=Role.ADMINISTRATOR))
    assert other.get(f"/feeds/mine/{feed.id}/edit").status_code == 404
    for act in ("edit", "renew", "end"):
        fields = {"version": feed.version, "name": "x", "kinds": ["visits"], "language": "ja"}
        assert other.submit(f"/feeds/mine/{feed.id}/{act}", fields).status_code == 404
    assert "私の予定" not in other.get("/feeds/mine/").get_data(as_text=True)


def test_nobody_has_more_feeds_than_anyone_may(
    app: Flask, session: Session, staff: User, fixed_today: date
) -> None:
    visitor = signed_in(app, staff)
    for number in range(MOST_FEEDS):
        made(visitor, name=f"予定{number}")
    form = {"key": str(uuid7()), "name": "予定", "kinds": ["visits"], "language": "ja"}
    assert visitor.submit("/feeds/mine/new", form).status_code == 422
    assert "/feeds/mine/new" not in visitor.get("/feeds/mine/").get_data(as_text=True)


@pytest.mark.parametrize("kinds", [[], ["tasks"], ["itinerary"], ["nonsense"]])
def test_a_school_cannot_choose_what_it_may_not_see(
    client_as: Callable[..., Visitor], fixed_today: date, kinds: list[str]
) -> None:
    form = {"key": str(uuid7()), "name": "予定", "kinds": kinds, "language": "ja"}
    assert client_as(Role.SCHOOL).submit("/feeds/mine/new", form).status_code == 422


def test_last_fetched_is_noted_at_most_once_in_ten_minutes(
    app: Flask, session: Session, staff: User, client: Visitor, fixed_today: date
) -> None:
    visitor = signed_in(app, staff)
    address = made(visitor)
    assert "まだありません" in visitor.get("/feeds/mine/").get_data(as_text=True)
    version = feed_of(session).version
    tag = client.get(address).headers["ETag"]
    noted = feed_of(session).last_fetched_at
    assert noted is not None
    with count_statements() as statements:
        assert client.get(address, headers={"If-None-Match": tag}).status_code == 304
    assert [text for text in statements if not text.lstrip().startswith("SELECT")] == []
    assert len(statements) <= 3
    assert (feed_of(session).last_fetched_at, feed_of(session).version) == (noted, version)
    earlier = noted - timedelta(minutes=11)
    session.execute(update(PrivateFeed).values(last_fetched_at=earlier))
    session.commit()
    client.get(address, headers={"If-None-Match": tag})
    assert (feed_of(session).last_fetched_at or earlier) > earlier
    assert "まだありません" not in visitor.get("/feeds/mine/").get_data(as_text=True)


def pupils_with_every_spelling(session: Session, school: School) -> list[Name]:
    names = [
        Name("見本", "菜々美", "ミホン", "ナナミ", "MIHON", "NANAMI"),
        Name("髙﨑", "蓮", "タカサキ", "レン", "TAKASAKI", "REN", "高崎蓮", "TAKASAKI REN"),
        Name("Sample", "Anna", "サンプル", "アンナ"),
    ]
    for name in names:
        make_pupil(session, name=name, school=school)
    return names


SPELT = [
    "見本菜々美の旅券",
    "見本　菜々美（保護者へ電話）",
    "ミホン ナナミの健康票",
    "みほん ななみ",
    "Mihon Nanami visa",
    "NANAMI MIHON",
    "菜々美さんの送迎",
    "高﨑 蓮 受付",
    "Takasaki Ren",
    "レンくん 帰宅",
    "sample anna",
]


@pytest.mark.parametrize("language", ["ja", "en", "zh-Hant"])
def test_no_name_of_a_minor_leaves_in_any_form(
    app: Flask, session: Session, staff: User, client: Visitor, fixed_today: date, language: str
) -> None:
    school = make_school(session)
    names = pupils_with_every_spelling(session, school)
    visit = make_visit(session, title=Localized({"ja": "見本菜々美さんたちの訪問"}))
    item = make_item(session, visit, "2027-05-19 10:00", "2027-05-19 11:00")
    item.place = "髙﨑 蓮 宅"
    for number, title in enumerate(SPELT):
        make_task(session, due=date(2027, 1, 1 + number), assignee=staff, title=title)
    make_task(session, due=date(2027, 2, 1), assignee=staff, title="予算を要求する")
    session.commit()
    body = client.get(made(signed_in(app, staff), language=language)).data
    text = "".join(body.decode().replace("\r\n ", "").split()).casefold()
    for name in names:
        for form in (name.written, name.kana, name.romaji, name.native, name.passport, name.given):
            assert not form or "".join(form.split()).casefold() not in text
    assert "予算を要求する" in text
    assert len([uid for uid in events(body) if uid.startswith("tasks-")]) == len(SPELT) + 1


def test_a_pupil_registered_later_is_kept_out_too(
    app: Flask, session: Session, staff: User, client: Visitor, fixed_today: date
) -> None:
    make_task(session, due=date(2027, 1, 1), assignee=staff, title="見本結衣の旅券")
    session.commit()
    address = made(signed_in(app, staff))
    assert "見本結衣" in client.get(address).get_data(as_text=True)
    make_pupil(session, name=Name("見本", "結衣"))
    session.commit()
    assert "見本結衣" not in client.get(address).get_data(as_text=True)


def test_a_school_s_feed_holds_only_its_own_editions(
    app: Flask, session: Session, client: Visitor, fixed_today: date
) -> None:
    school, other = make_school(session), make_school(session)
    when = {"starts": date(2027, 3, 1), "ends": date(2027, 3, 7)}
    own, foreign = make_edition(session, **when), make_edition(session, **when)
    make_registration(session, edition=own, pupil=make_pupil(session, school=school))
    make_registration(session, edition=foreign, pupil=make_pupil(session, school=other))
    make_visit(session)
    session.commit()
    user = make_user(session, role=Role.SCHOOL, school_id=school.id)
    found = events(client.get(made(signed_in(app, user), kinds=SCHOOL_KINDS)).data)
    assert f"youth-{own.id}@exchange.kumamoto-city" in found
    assert f"youth-{foreign.id}@exchange.kumamoto-city" not in found
    assert not any(uid.startswith(("visits-", "tasks-", "itinerary-")) for uid in found)
    visitor = signed_in(app, user)
    grid = visitor.get("/calendar/entries.json?start=2027-03-01&end=2027-04-01").json or []
    assert [each["id"] for each in grid if each["kind"] == "youth"] == [
        f"youth-{own.id}@exchange.kumamoto-city"
    ]


def test_a_closed_network_has_no_feeds_of_one_s_own(
    app: Flask, staff: User, client: Visitor
) -> None:
    visitor = signed_in(app, staff)
    address = made(visitor)
    settings = app.extensions["settings"]
    object.__setattr__(settings, "public", False)
    assert client.get(address).status_code == 404
    assert visitor.get("/feeds/mine/").status_code == 404
    assert "/feeds/mine/" not in visitor.get("/calendar/").get_data(as_text=True)


def test_a_demo_entry_says_so_in_its_title(
    app: Flask, session: Session, staff: User, client: Visitor, fixed_today: date
) -> None:
    make_visit(session, is_demo=True, title=Localized({"ja": "訪問"}))
    session.commit()
    text = client.get(made(signed_in(app, staff), kinds=["visits"])).get_data(as_text=True)
    assert "【見本】訪問" in text


def test_a_visit_changed_by_a_colleague_moves_in_every_feed_of_one_s_own(
    app: Flask, session: Session, staff: User, client: Visitor, fixed_today: date
) -> None:
    visit = make_visit(session)
    session.commit()
    first = made(signed_in(app, staff), kinds=["visits"])
    second = made(signed_in(app, make_user(session)), kinds=["visits", "tasks"])
    [one], [other] = (events(client.get(each).data).values() for each in (first, second))
    assert one.to_ical() == other.to_ical()
    assert visit.id.hex in str(one["UID"]).replace("-", "")


def test_only_a_person_has_a_feed_of_their_own(session: Session) -> None:
    with pytest.raises(NotFoundError):
        create_feed(
            session,
            actor=system_actor("tests"),
            key=uuid7(),
            choice=FeedChoice("予定", "ja", (EntryKind.VISIT,)),
        )


def test_a_feed_reminds_only_once_that_is_asked_for(app: Flask, staff: User) -> None:
    visitor = signed_in(app, staff)
    quiet = made(visitor, kinds=["anniversaries"])
    loud = made(visitor, kinds=["anniversaries"], reminder="week-before")
    assert b"VALARM" not in visitor.get(quiet).data
    alarms = Calendar.from_ical(visitor.get(loud).data).walk("VALARM")
    assert {alarm["TRIGGER"].to_ical() for alarm in alarms} == {b"-P6DT15H"}
    refused = visitor.submit("/feeds/mine/new", {"name": "私の予定", "reminder": "hourly"})
    assert refused.status_code == 422
