"""Years of a subscription: what a calendar program keeps of the feed, fetch after fetch.

The program does as ICSx5 does: it knows entries by UID, drops what is no longer there, and takes
a known one anew only when LAST-MODIFIED has moved; a SEQUENCE that goes down is a fault.
"""

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from icalendar import Calendar
from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.agreements.models import Agreement, DateClaim
from exchange.agreements.services import adopt_claims
from exchange.core import clock
from exchange.core.database import Localized, uuid7
from exchange.core.dates import PartialDate
from exchange.core.permissions import system_actor
from exchange.core.revisions import touch
from exchange.delegations.enums import VisitState
from exchange.delegations.services.states import cancel_visit, postpone_visit, publish_visit
from exchange.partners.queries import partner_by_slug
from tests.factories.accounts import make_user
from tests.factories.delegations import make_visit
from tests.factories.reference import load
from tests.servers.visitor import Visitor

FEED = "/feeds/anniversaries.ics"
ULSAN = "ulsan-affiliation-2030@exchange.kumamoto-city"
HEIDELBERG = "heidelberg-affiliation-2027@exchange.kumamoto-city"
ACTOR = system_actor("tests")


@dataclass
class Subscriber:
    """A calendar program: its last tag and date, and what it shows."""

    client: Visitor
    address: str = FEED
    shown: dict[str, Any] = field(default_factory=dict)
    tag: str = ""
    changed: str = ""
    #: UIDs that were new, taken anew, or dropped by the last fetch.
    news: set[str] = field(default_factory=set)

    def fetch(self) -> int:
        """Fetch as a poll does and keep what came; return the status."""
        answer = self.client.get(self.address, headers={"If-None-Match": self.tag})
        self.news = set()
        if answer.status_code == 200:
            by_date = self.client.get(self.address, headers={"If-Modified-Since": self.changed})
            assert by_date.status_code == 200, "a client that knows only the date would miss it"
            self.tag, self.changed = answer.headers["ETag"], answer.headers["Last-Modified"]
            self._take(answer.data)
        return answer.status_code

    def _take(self, body: bytes) -> None:
        events: list[Any] = Calendar.from_ical(body).walk("VEVENT")
        found = {str(each["UID"]): each for each in events}
        self.news = found.keys() ^ self.shown.keys()
        for uid in found.keys() & self.shown.keys():
            before, now = self.shown[uid], found[uid]
            assert now["SEQUENCE"] >= before["SEQUENCE"]
            if now["LAST-MODIFIED"].dt > before["LAST-MODIFIED"].dt:
                self.news.add(uid)
            else:
                assert now.to_ical() == before.to_ical(), "a change it would never take"
        self.shown = found

    def title(self, uid: str) -> str:
        return str(self.shown[uid]["SUMMARY"])


def at(year: int, month: int, day: int) -> Any:  # noqa: ANN401 - a context manager
    return clock.held(datetime(year, month, day, 3, 0, tzinfo=UTC))


def adopt_finer_date(session: Session) -> None:
    """Adopt the day that the press gives for Ulsan."""
    claim = session.scalars(
        select(DateClaim)
        .join(Agreement)
        .where(Agreement.slug == "ulsan-2010", DateClaim.date == PartialDate(2010, 4, 26))
        .order_by(DateClaim.id)
    ).first()
    assert claim is not None
    adopt_claims(session, actor=ACTOR, keys=[claim.id], reason="公文書で確かめた")
    session.commit()


def test_six_years_of_the_public_feed(  # long: a story is told from its beginning to its end
    session: Session, client: Visitor
) -> None:
    program = Subscriber(client)
    with at(2026, 11, 21):
        assert program.fetch() == 200
        assert len(program.shown) == 96
        assert program.fetch() == 304
    with at(2026, 12, 1):
        load(session)  # the data files again, as on another machine
        session.commit()
        assert program.fetch() == 304 or program.news == set()
    with at(2027, 1, 2):  # the window moves on: a year goes, a year comes
        program.fetch()
        assert {uid.rpartition("@")[0][-4:] for uid in program.news} == {"2025", "2037"}
        assert program.shown[ULSAN]["DTSTART"].dt == date(2030, 4, 1)
        assert "日は未確定" in program.title(ULSAN)
    with at(2027, 2, 1):
        adopt_finer_date(session)
        program.fetch()
        assert {uid.partition("-20")[0] for uid in program.news} == {"ulsan-affiliation"}
        assert program.shown[ULSAN]["DTSTART"].dt == date(2030, 4, 26)
        assert program.shown[ULSAN]["SEQUENCE"] == 1
        assert "日は未確定" not in program.title(ULSAN)
    with at(2027, 3, 1):
        partner = partner_by_slug(session, "heidelberg")
        partner.names = Localized({**partner.names, "ja": "ハイデルベルク"})
        touch(session, "partners")
        session.commit()
        program.fetch()
        assert {uid.partition("-20")[0] for uid in program.news} == {"heidelberg-affiliation"}
        assert program.shown[HEIDELBERG]["SEQUENCE"] == 0
        assert program.title(HEIDELBERG).startswith("ハイデルベルク 友好都市")
    visit = make_visit(
        session,
        title=Localized({"ja": "35周年の訪問"}),
        starts=date(2028, 5, 17),
        ends=date(2028, 5, 21),
        state=VisitState.CONFIRMED,
    )
    uid = f"visits-{visit.id}@exchange.kumamoto-city"
    with at(2028, 1, 5):
        publish_visit(session, actor=ACTOR, key=visit.id, version=visit.version)
        session.commit()
        program.fetch()
        assert uid in program.news
    with at(2028, 2, 5):
        postpone_visit(
            session, actor=ACTOR, key=visit.id, version=visit.version, reason="台風のため"
        )
        session.commit()
        program.fetch()
        assert program.news == {uid}
        assert program.title(uid) == "【延期】35周年の訪問"
        assert program.shown[uid]["SEQUENCE"] == 1
    with at(2028, 3, 5):
        cancel_visit(session, actor=ACTOR, key=visit.id, version=visit.version, reason="中止")
        session.commit()
        program.fetch()
        assert program.title(uid) == "【中止】35周年の訪問"
        assert program.shown[uid]["STATUS"] == "CONFIRMED"
        assert program.shown[uid]["SEQUENCE"] == 2
        once = client.get(f"{FEED}?download=1").data
        assert b"STATUS:CANCELLED" in once
    with at(2028, 5, 21):
        program.fetch()
        assert uid in program.shown
    with at(2028, 5, 22):  # its last day has passed
        assert program.fetch() == 200
        assert program.news == {uid}
    with at(2032, 6, 1):
        program.fetch()
        years = {each["DTSTART"].dt.year for each in program.shown.values()}
        assert (min(years), max(years)) == (2031, 2042)
        assert program.fetch() == 304


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_a_renewed_address_shows_what_the_one_before_showed(
    app: Flask, session: Session, client: Visitor
) -> None:
    user = make_user(session)
    visitor = app.test_client()
    assert isinstance(visitor, Visitor)
    visitor.sign_in(user)
    form = {"key": str(uuid7()), "name": "予定", "kinds": ["visits"], "language": "ja"}
    visit = make_visit(session, starts=date(2027, 5, 17), ends=date(2027, 5, 21))
    session.commit()
    with at(2026, 11, 21):
        before = Subscriber(client, address_in(visitor.submit("/feeds/mine/new", form).data))
        assert before.fetch() == 200
        renewed = visitor.submit(f"/feeds/mine/{form['key']}/renew", {"version": "1"})
        after = Subscriber(client, address_in(renewed.data))
    with at(2026, 12, 1):
        assert before.fetch() == 410
        assert after.fetch() == 200
        assert {u: e.to_ical() for u, e in after.shown.items()} == {
            u: e.to_ical() for u, e in before.shown.items()
        }
    visit.starts += timedelta(days=1)
    touch(session, "visits")
    session.commit()
    with at(2026, 12, 2):
        after.fetch()
        [event] = after.shown.values()
        assert event["SEQUENCE"] == 1


def address_in(page: bytes) -> str:
    found = re.search(rb'value="http://localhost(/feeds/[^"]+\.ics)"', page)
    assert found, page.decode()
    return found[1].decode()
